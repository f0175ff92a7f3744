import type { PdfFile } from '../file.js'
import type { IndirectObject } from '../indirect-object.js'
import { Lexer } from '../lexer.js'
import type { Revision } from '../revision.js'
import { PdfNumber, PdfReference, PdfStream, type Extent } from '../values.js'
import type { AnalysisBudget } from './analysis-budget.js'
import { nameIn } from './field-values.js'
import { findHeads, hasSecondTrailer, hasWord } from './repair-marks.js'

/** Readers look for `startxref` so near the end of a file; where they do not find it, they look for objects instead. */
const MAX_END_LENGTH = 512

/**
 * Returns why the bytes of the newest revision of `file` are more than what its sections list, `undefined` when they are not. A reader that
 * repairs files looks for objects and trailers wherever they stand: it must find those only that are listed (DESIGN, account for every byte).
 * Throws `Malformed` when a listed object cannot be read.
 */
export function unaccountedBytes(file: PdfFile, budget: AnalysisBudget): string | undefined {
  const revision = file.revisions.at(-1)
  if (revision === undefined) return undefined
  if (!hasSoundTrailer(file, revision)) return 'a trailer without its /Root or /Size, or with null'
  const endOfSections = Math.max(...sectionsOf(revision).map((extent) => extent.end))
  if (revision.end - endOfSections > MAX_END_LENGTH) return 'startxref is far from its section'
  const objects = objectsOf(file, revision, budget)
  const bytes = file.source.read(revision.start, revision.end)
  if (!areGapsBlank(bytes, revision.start, [...sectionsOf(revision), ...objects]))
    return 'bytes between the objects'
  if (hasWord(bytes, 'startxref', 1)) return 'a second startxref'
  if (hasSecondTrailer(bytes, tablesIn(revision))) return 'a second trailer'
  const known = new Set(objects.map((object) => object.start - revision.start))
  for (const section of sectionsOf(revision)) known.add(section.start - revision.start)
  if (!findHeads(bytes).every((at) => known.has(at))) return 'an object that no section lists'
  return objects.map((object) => unlistedIn(file, revision, object)).find((detail) => detail !== undefined)
}

/** A reader that looks for objects opens every object stream that it finds, and takes every cross-reference stream for a trailer. */
function unlistedIn(file: PdfFile, revision: Revision, object: IndirectObject): string | undefined {
  const { number, start, value } = object
  if (!(value instanceof PdfStream)) return undefined
  const type = nameIn(file.get(value.dictionary, 'Type'))
  if (type === 'XRef' && !sectionsOf(revision).some((section) => section.start === start))
    return 'a cross-reference stream that is no section'
  const isListed = (listed: number, index: number): boolean => {
    const entry = file.entry(listed)
    return entry?.kind === 'compressed' && entry.stream === number && entry.index === index
  }
  return type === 'ObjStm' && !file.numbersInStream(number).every(isListed)
    ? 'an object in a stream that no section lists'
    : undefined
}

/**
 * ISO 32000-2 §7.5.5, §7.5.6: a trailer repeats what the one before it said, and its /Size is above every number. Without that, or with an
 * entry that is there and null, some readers look for another trailer.
 */
function hasSoundTrailer(file: PdfFile, { trailer }: Revision): boolean {
  const size = trailer.get('Size')
  if (!(trailer.get('Root') instanceof PdfReference) || !(size instanceof PdfNumber) || !size.isInteger)
    return false
  const listed = file.revisions
    .flatMap((revision) => revision.links)
    .flatMap(({ section, hybridStream }) => [section.ranges.at(-1), hybridStream?.ranges.at(-1)])
    .map((range) => (range === undefined ? 0 : range.first + range.count))
  return size.value >= Math.max(1, ...listed) && !trailer.values.includes(null)
}

function sectionsOf(revision: Revision): readonly Extent[] {
  return revision.links.flatMap(({ section, hybridStream }) =>
    [section, ...(hybridStream === undefined ? [] : [hybridStream])]
      .filter((listed) => listed.offset >= revision.start)
      .map((listed) => ({ start: listed.offset, end: listed.end })),
  )
}

function tablesIn(revision: Revision): number {
  return revision.links.filter((link) => link.section.form === 'table').length
}

/** The objects that the sections of the newest revision list and that stand there; what earlier revisions hold may be listed again. */
function objectsOf(file: PdfFile, revision: Revision, budget: AnalysisBudget): readonly IndirectObject[] {
  const objects: IndirectObject[] = []
  const ranges = revision.links.flatMap(({ section, hybridStream }) => [
    ...section.ranges,
    ...(hybridStream?.ranges ?? []),
  ])
  for (const { first, count } of ranges) {
    for (let number = first; number < first + count; number++) {
      budget.spend()
      const entry = file.entry(number)
      const isHere = entry?.kind === 'offset' && entry.offset >= revision.start
      const object = isHere ? file.objectOnce(number) : undefined
      if (object !== undefined) objects.push(object)
    }
  }
  return objects
}

/** Whether nothing but white space and comments stands before, between and after `extents`, up to the last of them. */
function areGapsBlank(bytes: Uint8Array, base: number, extents: readonly Extent[]): boolean {
  let at = 0
  for (const { start, end } of [...extents].sort((left, right) => left.start - right.start)) {
    if (start - base > at && !isBlank(bytes.subarray(at, start - base))) return false
    at = Math.max(at, end - base)
  }
  return true
}

function isBlank(bytes: Uint8Array): boolean {
  const lexer = new Lexer(bytes, 0, true)
  return lexer.skipBlank() < 0
}
