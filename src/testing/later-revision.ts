import { concatBytes, fromLatin1 } from '../base/bytes.js'
import { memorySource } from '../base/source.js'
import { PdfFile } from '../formats/pdf/file.js'
import { PdfNumber, PdfReference } from '../formats/pdf/values.js'
import { xrefStream, type StreamEntry } from './pdf/sections.js'
import { objectBytes, type TestObject } from './pdf/test-objects.js'

/** What a later revision says. */
export interface LaterRevision {
  /** Objects that are added or replaced. */
  readonly objects: readonly TestObject[]
  /** Number of the object that is the catalog from now on; default: the one it is. */
  readonly root?: number
}

/**
 * Returns `bytes` with one more revision, written in the form that the file has (ISO 32000-2 §7.5.6) and by code of its own: what a
 * person with an editor can do to a sealed document.
 */
export function appendRevision(bytes: Uint8Array, { objects, root }: LaterRevision): Uint8Array {
  const file = PdfFile.open(memorySource(bytes))
  const form = file.revisions.at(-1)?.form ?? 'table'
  const catalog = file.trailer.get('Root')
  const rootNumber = root ?? (catalog instanceof PdfReference ? catalog.number : 0)
  const start = bytes.at(-1) === 0x0a ? bytes.length : bytes.length + 1
  const parts = start === bytes.length ? [] : [fromLatin1('\n')]
  const offsets = new Map<number, number>()
  let end = start
  for (const object of objects) {
    const body = objectBytes(object)
    offsets.set(object.number, end)
    parts.push(body)
    end += body.length
  }
  const size = Math.max(sizeOf(file), ...[...offsets.keys()].map((number) => number + 1))
  const links = `/Root ${rootNumber} 0 R /Prev ${file.revisions.at(-1)?.xrefOffset ?? 0}`
  const section =
    form === 'stream' ? streamSection({ offsets, end, size, links }) : tableSection({ offsets, size, links })
  return concatBytes([bytes, ...parts, section, fromLatin1(`startxref\n${end}\n%%EOF\n`)])
}

function sizeOf(file: PdfFile): number {
  const size = file.trailer.get('Size')
  return size instanceof PdfNumber ? size.value : 0
}

interface Section {
  readonly offsets: ReadonlyMap<number, number>
  readonly size: number
  readonly links: string
}

function tableSection({ offsets, size, links }: Section): Uint8Array {
  const rows = [...offsets]
    .sort(([left], [right]) => left - right)
    .map(([number, offset]) => `${number} 1\n${offset.toString().padStart(10, '0')} 00000 n \n`)
  return fromLatin1(`xref\n${rows.join('')}trailer\n<< /Size ${size} ${links} >>\n`)
}

function streamSection({ offsets, end, size, links }: Section & { readonly end: number }): Uint8Array {
  const entries = new Map<number, StreamEntry>(
    [...offsets].map(([number, offset]) => [number, [1, offset, 0]]),
  )
  entries.set(size, [1, end, 0])
  return xrefStream(size, entries, `/Size ${size + 1} ${links}`)
}
