import type { PdfFile } from '../../formats/pdf/file.js'
import { plainOffsets } from '../../formats/pdf/xref/plain-offsets.js'
import { PdfArray, PdfDictionary, PdfReference, PdfStream, type PdfValue } from '../../formats/pdf/values.js'
import { ReferenceScan } from './reference-scan.js'

/** References that lead to nothing. */
export interface DanglingReferences {
  /** One that the catalog leads to. */
  readonly reachable: PdfReference | undefined
  /** The numbers of all that were found, in the trailers too. */
  readonly numbers: ReadonlySet<number>
}

/**
 * Returns the references of a file that lead to nothing (DESIGN §3, invariant 4; THREATS P-OBJ-09). Where the catalog leads to one, the document
 * must not be sealed: whoever defines the object later changes what was sealed. The others must not be defined by us, in a signed document
 * least of all. Throws `Malformed` when an object cannot be read.
 */
export function findDanglingReferences(file: PdfFile): DanglingReferences {
  const missing = new Set<number>()
  const isCertain = scanObjects(file, missing)
  // Almost every file refers to nothing that is missing: that is found out without building values, and the walk is left out.
  const reachable = isCertain && missing.size === 0 ? undefined : walk(file, missing)
  addMissingInTrailers(file, missing)
  return { reachable, numbers: missing }
}

/** Adds the numbers that are referred to and not there to `missing`; returns whether all objects were understood. */
function scanObjects(file: PdfFile, missing: Set<number>): boolean {
  const plain = plainOffsets(file)
  const { places, isCertain } =
    plain === undefined ? readPlaces(file, missing) : { places: plain, isCertain: true }
  const starts: number[] = []
  for (const place of places) if (place > 0) starts.push(place)
  const scan = new ReferenceScan(file.source.read(0, file.source.size), places.length)
  scanBetween(scan, ascending(starts), sectionsOf(file))
  if (scan.beyond.size > 0) for (const number of scan.beyond) missing.add(number)
  const { isReferred } = scan
  for (let number = 0; number < isReferred.length; number++) {
    if (isReferred[number] === 1 && places[number] === ABSENT) missing.add(number)
  }
  return isCertain && scan.isCertain
}

/** Where the object of each number begins. */
interface Places {
  readonly places: readonly number[]
  /** Whether all are of the first generation, the only one that is looked for. */
  readonly isCertain: boolean
}

const ABSENT = 0
const IN_OBJECT_STREAM = -1

/** What is referred to in object streams is looked at here: it must be unpacked and parsed anyway. */
function readPlaces(file: PdfFile, missing: Set<number>): Places {
  let isCertain = true
  const places = Array.from({ length: file.nextNumber }, (_, number) => {
    const entry = file.entry(number)
    if (entry === undefined) return ABSENT
    if (entry.kind === 'offset') {
      isCertain &&= entry.generation === 0 && entry.offset > 0
      return entry.offset
    }
    addMissing(file, file.object(number)?.value ?? null, missing)
    return IN_OBJECT_STREAM
  })
  return { places, isCertain }
}

/** Where cross-reference sections begin, and where the file ends, in order. */
function sectionsOf(file: PdfFile): readonly number[] {
  const sections: number[] = []
  for (const { links } of file.revisions) for (const { section } of links) sections.push(section.offset)
  sections.push(file.source.size)
  return ascending(sections)
}

/** Most writers number objects as they write them: to look whether they stand in order costs less than to sort them. */
function ascending(offsets: number[]): readonly number[] {
  for (let index = 1; index < offsets.length; index++)
    if ((offsets[index - 1] ?? 0) > (offsets[index] ?? 0)) return offsets.sort((left, right) => left - right)
  return offsets
}

/** An object ends before the next thing in the file begins, an object or a section. Plain ones that follow each other are scanned in one go. */
function scanBetween(scan: ReferenceScan, starts: readonly number[], sections: readonly number[]): void {
  let at = 0
  let run = -1
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0
    const next = starts[index + 1] ?? -1
    // Two numbers for one object: it is scanned once.
    if (next === start) continue
    while (at < sections.length && (sections[at] ?? 0) <= start) at++
    const section = sections[at] ?? start
    const end = next >= 0 && next < section ? next : section
    if (scan.endsPlainly(end)) {
      if (run < 0) run = start
      if (end === next) continue
      scan.scanQuickly(run, end)
    } else {
      if (run >= 0) scan.scanQuickly(run, start)
      scan.scanObject(start)
    }
    run = -1
  }
}

/** Parses everything that the catalog leads to, adds what is missing to `missing`, and returns the first that is. */
function walk(file: PdfFile, missing: Set<number>): PdfReference | undefined {
  const seen = new Set<number>()
  const waiting: PdfValue[] = [file.trailerValue('Root') ?? null]
  let dangling: PdfReference | undefined
  while (waiting.length > 0) {
    eachReference(waiting.pop() ?? null, (reference) => {
      if (!isThere(file, reference)) {
        missing.add(reference.number)
        dangling ??= reference
      } else if (!seen.has(reference.number)) {
        seen.add(reference.number)
        waiting.push(file.object(reference.number)?.value ?? null)
      }
    })
  }
  return dangling
}

/** Writers leave references to what they did not write in trailers, as LibreOffice does in `/AdditionalStreams`. */
function addMissingInTrailers(file: PdfFile, missing: Set<number>): void {
  for (const { trailer } of file.revisions) addMissing(file, trailer, missing)
}

function addMissing(file: PdfFile, value: PdfValue, missing: Set<number>): void {
  eachReference(value, (reference) => {
    if (!isThere(file, reference)) missing.add(reference.number)
  })
}

function isThere(file: PdfFile, { number, generation }: PdfReference): boolean {
  const entry = file.entry(number)
  if (entry === undefined) return false
  return generation === (entry.kind === 'offset' ? entry.generation : 0)
}

function eachReference(value: PdfValue, visit: (reference: PdfReference) => void): void {
  if (value instanceof PdfReference) visit(value)
  else if (value instanceof PdfArray) for (const item of value.items) eachReference(item, visit)
  else if (value instanceof PdfDictionary) for (const item of value.values) eachReference(item, visit)
  else if (value instanceof PdfStream) eachReference(value.dictionary, visit)
}
