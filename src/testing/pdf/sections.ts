import { concatBytes, fromLatin1 } from '../../base/bytes.js'
import { storedZlib } from './stored-zlib.js'
import { objectBytes, type TestObject } from './test-objects.js'

/** Where the bodies are that were written in full. */
export interface Places {
  readonly offsets: ReadonlyMap<number, number>
  /** Where the cross-reference section begins. */
  readonly end: number
  /** The first number that is free. */
  readonly size: number
}

/** A fixed `/ID`, so that the same options give the same bytes. */
export const TRAILER_ID = '/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>]'

/** One entry of a cross-reference stream: type and its two fields (ISO 32000-2 table 18). */
export type StreamEntry = readonly [type: 0 | 1 | 2, second: number, third: number]

/** Returns an `xref` table for the numbers from 0 to `size`; numbers without an offset are free (ISO 32000-2 §7.5.4). */
export function crossReferenceTable(offsets: ReadonlyMap<number, number>, size: number): string {
  const free = Array.from({ length: size }, (_, number) => number).filter((number) => !offsets.has(number))
  const entry = (number: number): string => {
    const offset = offsets.get(number)
    if (offset !== undefined) return `${digits(offset, 10)} 00000 n \n`
    const next = free[free.indexOf(number) + 1] ?? 0
    return `${digits(next, 10)} ${number === 0 ? '65535' : '00000'} f \n`
  }
  return `xref\n0 ${size}\n${Array.from({ length: size }, (_, number) => entry(number)).join('')}`
}

/** Returns an object stream (when something is packed), a cross-reference stream and the end of the file. */
export function streamSections(places: Places, packed: readonly TestObject[]): Uint8Array {
  const written = writeObjectStream(places, packed)
  const number = written.size
  const entries = streamEntries(
    { ...written, offsets: new Map([...written.offsets, [number, written.end]]) },
    number + 1,
  )
  const stream = xrefStream(number, entries, `/Size ${number + 1} /Root 1 0 R ${TRAILER_ID}`)
  return concatBytes([written.bytes, stream, fromLatin1(`startxref\n${written.end}\n%%EOF\n`)])
}

/**
 * Returns the end of a hybrid-reference file: packed objects are hidden in `/XRefStm`, and the table of the same section
 * says that they are free (ISO 32000-2 §7.5.8.4).
 */
export function hybridSections(places: Places, packed: readonly TestObject[]): Uint8Array {
  const written = writeObjectStream(places, packed)
  const number = written.size
  const hidden = new Map([...written.entries].filter(([, [type]]) => type === 2))
  const stream = xrefStream(number, hidden, `/Size ${number + 1}`)
  const tableAt = written.end + stream.length
  const offsets = new Map([...written.offsets, [number, written.end]])
  const table = crossReferenceTable(offsets, number + 1)
  const trailer = `trailer\n<< /Size ${number + 1} /Root 1 0 R ${TRAILER_ID} /XRefStm ${written.end} >>\n`
  return concatBytes([written.bytes, stream, fromLatin1(`${table}${trailer}startxref\n${tableAt}\n%%EOF\n`)])
}

/** Returns the indirect object that is a cross-reference stream with `entries` (ISO 32000-2 §7.5.8). */
export function xrefStream(
  number: number,
  entries: ReadonlyMap<number, StreamEntry>,
  trailer: string,
): Uint8Array {
  const numbers = [...entries.keys()].sort((left, right) => left - right)
  const rows = numbers.map((key) => xrefRow(entries.get(key) ?? [0, 0, 0]))
  const value = `<< /Type /XRef /W [1 4 2] /Index [${sectionsOf(numbers)}] ${trailer} /Filter /FlateDecode >>`
  return objectBytes({ number, value, stream: storedZlib(concatBytes(rows)) })
}

interface Written extends Places {
  readonly bytes: Uint8Array
  readonly entries: ReadonlyMap<number, StreamEntry>
}

function writeObjectStream(places: Places, packed: readonly TestObject[]): Written {
  const entries = new Map<number, StreamEntry>(
    [...places.offsets].map(([number, offset]) => [number, [1, offset, 0]]),
  )
  if (packed.length === 0) return { ...places, bytes: new Uint8Array(0), entries }
  const number = places.size
  packed.forEach((object, index) => entries.set(object.number, [2, number, index]))
  const bytes = objectStream(number, packed)
  entries.set(number, [1, places.end, 0])
  const offsets = new Map([...places.offsets, [number, places.end]])
  return { offsets, entries, bytes, end: places.end + bytes.length, size: number + 1 }
}

function objectStream(number: number, packed: readonly TestObject[]): Uint8Array {
  let head = ''
  let body = ''
  for (const object of packed) {
    head += `${object.number} ${body.length} `
    body += `${object.value}\n`
  }
  const value = `<< /Type /ObjStm /N ${packed.length} /First ${head.length} /Filter /FlateDecode >>`
  return objectBytes({ number, value, stream: storedZlib(fromLatin1(head + body)) })
}

function streamEntries(written: Written, size: number): ReadonlyMap<number, StreamEntry> {
  const entries = new Map<number, StreamEntry>(written.entries)
  for (const [number, offset] of written.offsets)
    if (!entries.has(number)) entries.set(number, [1, offset, 0])
  for (let number = 0; number < size; number++)
    if (!entries.has(number)) entries.set(number, [0, 0, number === 0 ? 65_535 : 0])
  return entries
}

function sectionsOf(numbers: readonly number[]): string {
  const sections: [number, number][] = []
  for (const number of numbers) {
    const last = sections.at(-1)
    if (last !== undefined && last[0] + last[1] === number) last[1]++
    else sections.push([number, 1])
  }
  return sections.map(([first, count]) => `${first} ${count}`).join(' ')
}

function xrefRow([type, second, third]: StreamEntry): Uint8Array {
  const row = new Uint8Array(7)
  row[0] = type
  new DataView(row.buffer).setUint32(1, second)
  new DataView(row.buffer).setUint16(5, third)
  return row
}

const digits = (value: number, width: number): string => value.toString().padStart(width, '0')
