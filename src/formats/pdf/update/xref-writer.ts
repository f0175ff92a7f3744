import { arrayOf, numberOf, PdfArray, PdfName, streamOf, type PdfDictionary } from '../values.js'
import type { ByteSink } from './byte-sink.js'
import { serialize } from './serialize.js'

/** Where an object of the update was written. */
export interface WrittenObject {
  readonly number: number
  readonly generation: number
  /** Offset in the file. */
  readonly offset: number
}

const LINE_END = 0x0a
const SPACE = 0x20

/** ISO 32000-2 §7.5.4: ten digits. */
const LARGEST_TABLE_OFFSET = 9_999_999_999

/** Writes a table over `objects` and the trailer dictionary. Returns false, and writes nothing, when an offset has more digits than a table holds. */
export function writeTable(
  sink: ByteSink,
  objects: readonly WrittenObject[],
  trailer: PdfDictionary,
): boolean {
  // They are written in this order: the last one is the furthest.
  if ((objects.at(-1)?.offset ?? 0) > LARGEST_TABLE_OFFSET) return false
  sink.writeLatin1('xref\n')
  for (const run of runsOf(objects)) {
    writePair(sink, run[0]?.number ?? 0, run.length)
    sink.writeByte(LINE_END)
    for (const { offset, generation } of run) {
      sink.writeNumber(offset, 10)
      sink.writeByte(SPACE)
      sink.writeNumber(generation, 5)
      sink.writeLatin1(' n \n')
    }
  }
  sink.writeLatin1('trailer\n')
  serialize(sink, trailer, ignore)
  return true
}

function writePair(sink: ByteSink, first: number, second: number): void {
  sink.writeNumber(first)
  sink.writeByte(SPACE)
  sink.writeNumber(second)
}

const ignore = (): void => undefined

/** Writes a cross-reference stream over `objects`, among them itself, under object number `self`. Not compressed: a few rows gain nothing. */
export function writeXrefStream(
  sink: ByteSink,
  objects: readonly WrittenObject[],
  parts: { readonly self: WrittenObject; readonly trailer: PdfDictionary },
): void {
  const all = [...objects, parts.self].sort((left, right) => left.number - right.number)
  const widths = [1, bytesFor(Math.max(...all.map((object) => object.offset))), 2]
  const index = runsOf(all).flatMap((run) => [numberOf(run[0]?.number ?? 0), numberOf(run.length)])
  const dictionary = parts.trailer.with({
    Type: new PdfName('XRef'),
    W: arrayOf(...widths.map(numberOf)),
    Index: new PdfArray(index),
  })
  writePair(sink, parts.self.number, parts.self.generation)
  sink.writeLatin1(' obj\n')
  serialize(sink, streamOf(dictionary, rowsOf(all, widths[1] ?? 0)), ignore)
  sink.writeLatin1('\nendobj')
}

function rowsOf(objects: readonly WrittenObject[], offsetWidth: number): Uint8Array {
  const rows = new Uint8Array(objects.length * (offsetWidth + 3))
  let at = 0
  for (const { offset, generation } of objects) {
    rows[at++] = 1
    for (let byte = offsetWidth - 1; byte >= 0; byte--) rows[at++] = Math.floor(offset / 256 ** byte) & 0xff
    rows[at++] = generation >> 8
    rows[at++] = generation & 0xff
  }
  return rows
}

function bytesFor(value: number): number {
  let width = 1
  while (value >= 256 ** width) width++
  return width
}

/** Runs of consecutive numbers: the subsections. */
function runsOf(objects: readonly WrittenObject[]): readonly (readonly WrittenObject[])[] {
  const runs: WrittenObject[][] = []
  let next = -1
  for (const object of objects) {
    if (object.number === next) runs.at(-1)?.push(object)
    else runs.push([object])
    next = object.number + 1
  }
  return runs
}

/** `startxref`, the offset of the section, `%%EOF` (ISO 32000-2 §7.5.5). */
export function writeEndOfFile(sink: ByteSink, xrefOffset: number): void {
  sink.writeLatin1('\nstartxref\n')
  sink.writeNumber(xrefOffset)
  sink.writeLatin1('\n%%EOF\n')
}
