import { finding, type Finding } from '../../base/findings/finding.js'
import type { PdfFile } from './file.js'
import { decodePairs } from './string-decoding.js'
import { PdfArray, PdfDictionary, PdfNumber, PdfString, type PdfReference, type PdfValue } from './values.js'

/** The token of /Contents in the file: `<` at `start`, the byte after `>` at `end`, and what the digits between them stand for. */
export interface ContentsToken {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
}

/** Four direct, non-negative, safe integers (ISO 32000-2 table 255). */
export type ByteRange = readonly [number, number, number, number]

/** Raw lexical facts about a signature dictionary, from its offsets in the file and never from decoded values. */
export interface SignatureTokens {
  /** Offset of the first digit of `12 0 obj`, and after its `endobj`; -1 for an object in an object stream. */
  readonly start: number
  readonly end: number
  readonly isCompressed: boolean
  readonly dictionary: PdfDictionary
  readonly duplicateKeys: readonly string[]
  readonly contents: ContentsToken | Finding
  readonly byteRange: ByteRange | Finding
}

/** Returns the facts about the signature dictionary that `reference` leads to, `undefined` when that is no dictionary. Throws `Malformed`. */
export function findSignatureTokens(file: PdfFile, reference: PdfReference): SignatureTokens | undefined {
  const object = file.object(reference.number)
  if (object?.generation !== reference.generation || !(object.value instanceof PdfDictionary))
    return undefined
  const { start, end, value: dictionary } = object
  return {
    start,
    end,
    isCompressed: start < 0,
    dictionary,
    duplicateKeys: dictionary.duplicates,
    contents: contentsOf(dictionary),
    byteRange: byteRangeOf(dictionary),
  }
}

function contentsOf(dictionary: PdfDictionary): ContentsToken | Finding {
  const value = dictionary.last('Contents') ?? null
  if (value === null) return finding('contents.missing', undefined, dictionary.extent.start)
  const bytes = value instanceof PdfString && value.isHex ? decodePairs(value.raw) : undefined
  if (!(value instanceof PdfString) || bytes === undefined) {
    return finding('contents.not-hex', describe(value), dictionary.extent.start)
  }
  if (bytes.length === 0) return finding('contents.missing', 'empty', value.extent.start)
  return { start: value.extent.start, end: value.extent.end, bytes }
}

function byteRangeOf(dictionary: PdfDictionary): ByteRange | Finding {
  const value = dictionary.last('ByteRange') ?? null
  if (!(value instanceof PdfArray))
    return finding('byte-range.malformed', describe(value), dictionary.extent.start)
  const { items } = value
  const a = offsetIn(items[0])
  const b = offsetIn(items[1])
  const c = offsetIn(items[2])
  const d = offsetIn(items[3])
  if (items.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    return finding('byte-range.malformed', `${items.length} elements`, value.extent.start)
  }
  return [a, b, c, d]
}

/** A safe integer written in digits alone; signs, points and references are other things. */
function offsetIn(item: PdfValue | undefined): number | undefined {
  if (!(item instanceof PdfNumber) || !item.isInteger || !Number.isSafeInteger(item.value)) return undefined
  return item.isSigned ? undefined : item.value
}

function describe(value: PdfValue): string {
  if (value === null) return 'absent'
  return typeof value === 'boolean' ? 'boolean' : value.kind
}
