import { concatBytes, fromLatin1 } from '../base/bytes.js'
import { memorySource } from '../base/source.js'
import { PdfFile } from '../formats/pdf/file.js'
import { PdfReference } from '../formats/pdf/values.js'
import { appendRevision } from './later-revision.js'
import {
  appendTo,
  deleteAt,
  duplicateSignatureKey,
  flipByte,
  indexOfText,
  insertAt,
  lastSignature,
} from './tampering.js'

/** Something done to a sealed PDF after which nobody may book on it. */
export interface Fault {
  /** What was done, as the end of a sentence: `is refused when …`. */
  readonly name: string
  /** Returns a copy with the fault. Throws `RangeError` when the file is not sealed. */
  apply(sealed: Uint8Array): Uint8Array
}

/** What strangers try, one of each kind; `verify` calls none of the results `trusted`. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a byte before the signature is turned over',
    apply: (sealed) => flipByte(sealed, lastSignature(sealed).contents[0] >> 1),
  },
  { name: 'a byte after the signature is turned over', apply: flipBehindContents },
  { name: 'a digit of the signature value is changed', apply: changeContents },
  { name: 'a byte is inserted', apply: (sealed) => insertAt(sealed, lastSignature(sealed).object[0], ' ') },
  { name: 'a byte is left out', apply: (sealed) => deleteAt(sealed, lastSignature(sealed).object[0] - 1) },
  { name: 'the end is cut off', apply: (sealed) => sealed.slice(0, sealed.length - 20) },
  { name: 'bytes are appended', apply: (sealed) => appendTo(sealed, 'more\n') },
  { name: 'a whole document is appended', apply: (sealed) => concatBytes([sealed, sealed]) },
  { name: 'the first page is replaced in a later revision', apply: replacePageContent },
  { name: 'the catalog is replaced in a later revision', apply: replaceCatalog },
  { name: 'an unused object is added in a later revision', apply: addObject },
  { name: 'the byte range is widened', apply: widenByteRange },
  {
    name: 'the byte range is written twice',
    apply: (sealed) => duplicateSignatureKey(sealed, 'ByteRange', '[0 0 0 0]'),
  },
  {
    name: 'the signature value is written twice',
    apply: (sealed) => duplicateSignatureKey(sealed, 'Contents', '<00>'),
  },
]

function flipBehindContents(sealed: Uint8Array): Uint8Array {
  const [, end] = lastSignature(sealed).contents
  return flipByte(sealed, indexOfText(sealed, '/', end) + 1)
}

/** Another digit, whatever it was; in the middle, so inside what was signed or certified. */
function changeContents(sealed: Uint8Array): Uint8Array {
  const [start, end] = lastSignature(sealed).contents
  const at = start + ((end - start) >> 2)
  const copy = new Uint8Array(sealed)
  copy[at] = copy[at] === 0x30 ? 0x31 : 0x30
  return copy
}

function replacePageContent(sealed: Uint8Array): Uint8Array {
  const stream = fromLatin1('BT /F1 12 Tf 72 700 Td (Total 999.00) Tj ET')
  return appendRevision(sealed, { objects: [{ number: firstContentOf(sealed), value: '<< >>', stream }] })
}

/** The content stream of the first page, or the catalog where the page has none. */
function firstContentOf(sealed: Uint8Array): number {
  const file = PdfFile.open(memorySource(sealed))
  let node = file.get(file.catalog, 'Pages')
  for (
    let depth = 0;
    depth < 32 && node !== undefined && typeof node === 'object' && node.kind === 'dictionary';
    depth++
  ) {
    const kids = file.get(node, 'Kids')
    if (kids === undefined || typeof kids !== 'object' || kids.kind !== 'array') {
      const content = node.get('Contents')
      return content instanceof PdfReference ? content.number : rootOf(file)
    }
    const first = file.resolve(kids.items[0])
    node = first === null || first instanceof PdfReference ? undefined : first
  }
  return rootOf(file)
}

function rootOf(file: PdfFile): number {
  const root = file.trailer.get('Root')
  return root instanceof PdfReference ? root.number : 0
}

function replaceCatalog(sealed: Uint8Array): Uint8Array {
  const number = freeNumberOf(sealed)
  return appendRevision(sealed, { objects: [{ number, value: '<< /Type /Catalog >>' }], root: number })
}

function freeNumberOf(sealed: Uint8Array): number {
  return PdfFile.open(memorySource(sealed)).nextNumber
}

function addObject(sealed: Uint8Array): Uint8Array {
  const number = freeNumberOf(sealed)
  return appendRevision(sealed, { objects: [{ number, value: '(nobody refers to me)' }] })
}

/** Moves the second part behind a copy of itself: signature wrapping (THREATS P-SWA-01). The digits keep their width. */
function widenByteRange(sealed: Uint8Array): Uint8Array {
  const { byteRange, contents } = lastSignature(sealed)
  const [, , second, length] = byteRange
  const tail = sealed.slice(second, second + length)
  const moved = concatBytes([sealed, tail])
  const from = indexOfText(moved, '/ByteRange', lastSignature(sealed).object[0])
  const at = indexOfText(moved, '[', from)
  const end = indexOfText(moved, ']', at)
  const text = `[0 ${contents[0]} ${sealed.length} ${length}`.padEnd(end - at)
  moved.set(fromLatin1(text.slice(0, end - at)), at)
  return moved
}
