import { fromLatin1, toLatin1 } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile, type PdfOpenOptions } from '../../../src/formats/pdf/file.js'

/** Bodies of objects by their numbers, without `obj` and `endobj`; `undefined` makes a free entry. */
export type Bodies = Readonly<Record<number, string | undefined>>

export interface BuildOptions {
  readonly form?: 'table' | 'stream'
  /** More entries of the trailer. */
  readonly trailer?: string
  /** Bodies that go into an object stream; only in the stream form. */
  readonly compressed?: Bodies
  readonly end?: string
  readonly generations?: Readonly<Record<number, number>>
}

/** One page that says "Total 100.00". */
export const ONE_PAGE: Bodies = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] >>',
  3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  4: stream('', 'BT /F1 12 Tf 20 50 Td (Total 100.00) Tj ET'),
  5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
}

/** The body of a stream object with its length. */
export function stream(entries: string, data: string): string {
  return `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`
}

/** Returns a file of one revision, as latin-1 text: offsets are indexes. */
export function build(bodies: Bodies = ONE_PAGE, options: BuildOptions = {}): string {
  return write('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', bodies, {
    ...options,
    entries: `/Root 1 0 R ${options.trailer ?? ''}`,
  })
}

/** Returns `file` with a revision appended. */
export function append(file: string, bodies: Bodies, options: BuildOptions = {}): string {
  const previous = lastStartxref(file)
  const entries = `/Root 1 0 R /Prev ${previous} ${options.trailer ?? ''}`
  return write(file, bodies, { ...options, entries })
}

/** Returns the number after the last `startxref`. */
export function lastStartxref(file: string): number {
  return Number.parseInt(file.slice(file.lastIndexOf('startxref') + 9), 10)
}

/** Opens a file given as latin-1 text. */
export function open(file: string, options?: PdfOpenOptions): PdfFile {
  return PdfFile.open(memorySource(fromLatin1(file)), options)
}

/** Returns the bytes of `file` as latin-1 text. */
export function textOf(bytes: Uint8Array): string {
  return toLatin1(bytes)
}

interface Entry {
  readonly number: number
  readonly type: number
  readonly second: number
  readonly third: number
}

function write(prefix: string, bodies: Bodies, options: BuildOptions & { readonly entries: string }): string {
  const entries: Entry[] = [{ number: 0, type: 0, second: 0, third: 65535 }]
  let file = prefix
  const add = (number: number, body: string): void => {
    const generation = options.generations?.[number] ?? 0
    entries.push({ number, type: 1, second: file.length, third: generation })
    file += `${number} ${generation} obj\n${body}\nendobj\n`
  }
  for (const [key, body] of Object.entries(bodies)) {
    if (body === undefined) entries.push({ number: Number(key), type: 0, second: 0, third: 1 })
    else add(Number(key), body)
  }
  if (options.compressed !== undefined) addCompressed(options.compressed, entries, add)
  const size = 1 + Math.max(sizeIn(prefix) - 1, ...entries.map((entry) => entry.number))
  return options.form === 'stream'
    ? endWithStream(file, entries, { ...options, size })
    : endWithTable(file, entries, { ...options, size })
}

function addCompressed(
  compressed: Bodies,
  entries: Entry[],
  add: (number: number, body: string) => void,
): void {
  const container =
    1 + Math.max(...entries.map((entry) => entry.number), ...Object.keys(compressed).map(Number))
  let head = ''
  let objects = ''
  Object.entries(compressed).forEach(([key, body], index) => {
    head += `${key} ${objects.length} `
    objects += `${body ?? 'null'} `
    entries.push({ number: Number(key), type: 2, second: container, third: index })
  })
  const count = Object.keys(compressed).length
  add(container, stream(`/Type /ObjStm /N ${count} /First ${String(head.length).padEnd(4)}`, head + objects))
}

type End = BuildOptions & { readonly entries: string; readonly size: number }

function endWithTable(file: string, entries: readonly Entry[], end: End): string {
  let table = 'xref\n'
  for (const run of runs(entries)) {
    table += `${run[0]?.number ?? 0} ${run.length}\n`
    for (const { type, second, third } of run) {
      table += `${String(second).padStart(10, '0')} ${String(third).padStart(5, '0')} ${type === 0 ? 'f' : 'n'} \n`
    }
  }
  return `${file}${table}trailer\n<< /Size ${end.size} ${end.entries} >>\nstartxref\n${file.length}\n%%EOF${end.end ?? '\n'}`
}

function endWithStream(file: string, entries: readonly Entry[], end: End): string {
  const self = end.size
  const all = [...entries, { number: self, type: 1, second: file.length, third: 0 }]
  const index = runs(all).map((run) => `${run[0]?.number ?? 0} ${run.length}`)
  const rows = runs(all)
    .flat()
    .map(({ type, second, third }) =>
      String.fromCharCode(type, second >> 16, (second >> 8) & 255, second & 255, third >> 8, third & 255),
    )
  const dictionary = `/Type /XRef /W [1 3 2] /Index [${index.join(' ')}] /Size ${self + 1} ${end.entries}`
  return `${file}${self} 0 obj\n${stream(dictionary, rows.join(''))}\nendobj\nstartxref\n${file.length}\n%%EOF${end.end ?? '\n'}`
}

function runs(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const found: Entry[][] = []
  for (const entry of [...entries].sort((left, right) => left.number - right.number)) {
    const run = found.at(-1)
    if (run?.at(-1)?.number === entry.number - 1) run.push(entry)
    else found.push([entry])
  }
  return found
}

function sizeIn(file: string): number {
  const at = file.lastIndexOf('/Size ')
  return at < 0 ? 1 : Number.parseInt(file.slice(at + 6), 10)
}
