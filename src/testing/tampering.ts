import { concatBytes, fromLatin1, toLatin1 } from '../base/bytes.js'
import { memorySource } from '../base/source.js'
import { PdfFile } from '../formats/pdf/file.js'
import { signatureFields } from '../formats/pdf/form-fields.js'
import { findSignatureTokens } from '../formats/pdf/signature-tokens.js'

/** Returns a copy in which the bits of `mask` are turned over in the byte at `offset`. */
export function flipByte(bytes: Uint8Array, offset: number, mask = 0x01): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy[offset] = (copy[offset] ?? 0) ^ mask
  return copy
}

/** Returns a copy with `inserted` (ASCII text or bytes) before the byte at `offset`. */
export function insertAt(bytes: Uint8Array, offset: number, inserted: string | Uint8Array): Uint8Array {
  const middle = typeof inserted === 'string' ? fromLatin1(inserted) : inserted
  return concatBytes([bytes.subarray(0, offset), middle, bytes.subarray(offset)])
}

/** Returns a copy without the `count` bytes from `offset` on. */
export function deleteAt(bytes: Uint8Array, offset: number, count = 1): Uint8Array {
  return concatBytes([bytes.subarray(0, offset), bytes.subarray(offset + count)])
}

/** Returns a copy with `tail` behind it. */
export function appendTo(bytes: Uint8Array, tail: string | Uint8Array): Uint8Array {
  return insertAt(bytes, bytes.length, tail)
}

/** Returns a copy in which the first `from` (ASCII) is `to`. Throws `RangeError` when it does not occur. */
export function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = indexOfText(bytes, from)
  return concatBytes([bytes.subarray(0, at), fromLatin1(to), bytes.subarray(at + from.length)])
}

/** Returns the offset of the first `text` (ASCII) at or after `from`. Throws `RangeError` when it does not occur. */
export function indexOfText(bytes: Uint8Array, text: string, from = 0): number {
  const at = toLatin1(bytes.subarray(from)).indexOf(text)
  if (at < 0) throw new RangeError(`the file does not hold ${JSON.stringify(text)}`)
  return from + at
}

/** Where the parts of a signature stand in the file: offsets of the first byte and after the last one. */
export interface SignaturePlaces {
  readonly field: string
  /** The object number of the signature dictionary. */
  readonly number: number
  /** `12 0 obj … endobj`. */
  readonly object: readonly [number, number]
  /** From `<` to after `>`. */
  readonly contents: readonly [number, number]
  /** The four numbers of `/ByteRange`. */
  readonly byteRange: readonly [number, number, number, number]
}

/** Returns the places of each signature of a sealed PDF, in the order of the form. */
export function findSignatures(bytes: Uint8Array): readonly SignaturePlaces[] {
  const file = PdfFile.open(memorySource(bytes))
  return signatureFields(file).flatMap(({ name, signatureReference }) => {
    const tokens = signatureReference && findSignatureTokens(file, signatureReference)
    if (signatureReference === undefined || tokens === undefined) return []
    const { contents, byteRange } = tokens
    if (!('bytes' in contents) || 'code' in byteRange) return []
    return [
      {
        field: name,
        number: signatureReference.number,
        object: [tokens.start, tokens.end] as const,
        contents: [contents.start, contents.end] as const,
        byteRange,
      },
    ]
  })
}

/** Returns the places of the last signature. Throws `RangeError` when there is none. */
export function lastSignature(bytes: Uint8Array): SignaturePlaces {
  const last = findSignatures(bytes).at(-1)
  if (last === undefined) throw new RangeError('the file is not sealed')
  return last
}

/**
 * Returns a copy of `target` that holds the signature value of `source`, as far as it fits into the room that `target` has.
 * Throws `RangeError` when it does not.
 */
export function swapSignature(target: Uint8Array, source: Uint8Array): Uint8Array {
  const [start, end] = lastSignature(target).contents
  const [from, to] = lastSignature(source).contents
  if (to - from > end - start) throw new RangeError('the other signature is larger')
  const digits = toLatin1(source.subarray(from + 1, to - 1)).padEnd(end - start - 2, '0')
  return concatBytes([target.subarray(0, start + 1), fromLatin1(digits), target.subarray(end - 1)])
}

/** Returns a copy in which `key` stands once more at the head of the signature dictionary, with `value` (PDF source). */
export function duplicateSignatureKey(bytes: Uint8Array, key: string, value = 'null'): Uint8Array {
  const { object } = lastSignature(bytes)
  return insertAt(bytes, indexOfText(bytes, '<<', object[0]) + 2, `/${key} ${value} `)
}
