import { Malformed } from '../../../base/errors.js'
import type { StructuralStreams } from '../structural-streams.js'
import type { ParsingPlace } from '../window.js'
import { PdfNumber } from '../values.js'
import { countEntries, sameEntry, type XrefEntry, type XrefSection } from './section.js'
import { readXrefStream } from './stream.js'

const NO_STREAMS: readonly undefined[] = []

interface Place {
  readonly place: ParsingPlace
  readonly streams: StructuralStreams
}

/** A section, and the stream that belongs to it. */
interface Sections {
  readonly section: XrefSection
  readonly hybridStream: XrefSection | undefined
}

/**
 * Returns for each of `sections` (the newest first) the stream that its /XRefStm names (ISO 32000-2 §7.5.8.4), `undefined` without one. A stream
 * may say something only of numbers that its table leaves free or out, or the same: else two readers see two documents. A writer that copies an
 * older trailer copies its /XRefStm too: the stream then belongs to the oldest section that names it. Throws `Malformed('xref.hybrid-conflict')`.
 */
export function readHybridStreams(
  place: Place,
  sections: readonly XrefSection[],
): readonly (XrefSection | undefined)[] {
  const pointers = sections.map(pointerOf)
  if (pointers.every((pointer) => pointer === undefined)) return NO_STREAMS
  const owned = new Map<number, XrefSection>()
  const repeated: { readonly stream: XrefSection; readonly newest: number; readonly owner: number }[] = []
  let lookups = 0
  for (const [newest, pointer] of pointers.entries()) {
    if (pointer === undefined || pointers.indexOf(pointer) < newest) continue
    const stream = readXrefStream(place, pointer)
    const owner = pointers.lastIndexOf(pointer)
    const entries = countEntries(stream) * (owner - newest + 1)
    lookups += entries
    if (lookups > place.place.limits.objects)
      throw new Malformed('pdf.limit', 'entries of hybrid streams', pointer)
    place.streams.budget.spendLookups(entries)
    checkAgainstTable(stream, sections[owner])
    owned.set(owner, stream)
    repeated.push({ stream, newest, owner })
  }
  const links = sections.map((section, index) => ({ section, hybridStream: owned.get(index) }))
  for (const { stream, newest, owner } of repeated) {
    const isCopy = (index: number): boolean => pointers[newest + index] === pointers[owner]
    checkStaleCopies(stream, links.slice(newest, owner), isCopy)
  }
  return links.map(({ hybridStream }) => hybridStream)
}

function pointerOf(table: XrefSection): number | undefined {
  const pointer = table.form === 'table' ? table.trailer.get('XRefStm') : undefined
  if (pointer === undefined) return undefined
  if (pointer instanceof PdfNumber && pointer.isInteger && pointer.value > 0) return pointer.value
  throw new Malformed('xref.syntax', '/XRefStm', table.trailer.extent.start)
}

function checkAgainstTable(stream: XrefSection, table: XrefSection | undefined): void {
  for (const number of numbersOf(stream)) {
    const listed = table?.find(number)
    if (listed === undefined || listed.kind === 'free') continue
    if (!sameEntry(listed, stream.find(number))) throw conflict(stream, number)
  }
}

/**
 * Asking the stream in a section that repeats it must change nothing: what it lists is what that section, or the newest one since its owner, says
 * itself, be it in a stream of its own. `links` are those since its owner, the newest first.
 */
function checkStaleCopies(
  stream: XrefSection,
  links: readonly Sections[],
  isCopy: (index: number) => boolean,
): void {
  const numbers = numbersOf(stream)
  const said = new Map<number, XrefEntry>()
  for (const [index, link] of [...links.entries()].reverse()) {
    for (const number of numbers) {
      const listed = link.section.find(number)
      const found = besideTable(link, number, listed)
      if (found !== undefined) said.set(number, found)
      if (!isCopy(index) || (listed !== undefined && listed.kind !== 'free')) continue
      const entry = said.get(number)
      if (entry !== undefined && !sameEntry(entry, stream.find(number))) throw conflict(stream, number)
    }
  }
}

function numbersOf(section: XrefSection): readonly number[] {
  return section.ranges.flatMap(({ first, count }) =>
    Array.from({ length: count }, (_, index) => first + index),
  )
}

function conflict(stream: XrefSection, number: number): Malformed {
  return new Malformed('xref.hybrid-conflict', `object ${number}`, stream.offset)
}

/** Returns what a section and its hybrid stream say of `number`: the table first, the stream where the table leaves it free or out. */
export function findInLink(link: Sections, number: number): XrefEntry | undefined {
  return besideTable(link, number, link.section.find(number))
}

/** The same where it is known what the table says. */
function besideTable(link: Sections, number: number, listed: XrefEntry | undefined): XrefEntry | undefined {
  if (link.hybridStream === undefined || (listed !== undefined && listed.kind !== 'free')) return listed
  return link.hybridStream.find(number) ?? listed
}
