import { Malformed } from '../../base/errors.js'

/** Identifier and length octets of one element. */
export interface Header {
  readonly contentStart: number
  readonly end: number
}

/** Longer than any element that is read. */
const MAX_LENGTH = 64 * 1024 * 1024

/** Returns the header of the element at `at`; its length is definite and minimal and it ends at `limit` or before (X.690 §10.1). */
export function readHeader(bytes: Uint8Array, at: number, limit: number): Header {
  let contentStart = identifierEnd(bytes, at, limit) + 1
  let length = bytes[contentStart - 1] ?? 0
  if (contentStart <= limit && length >= 0x80) {
    if (length === 0x80) throw new Malformed('der.not-canonical', 'indefinite length', at)
    if (length > 0x84) throw new Malformed('der.limit', 'length', at)
    const start = contentStart
    contentStart += length & 0x7f
    length = 0
    for (let index = start; index < contentStart; index++) length = length * 256 + (bytes[index] ?? 0)
    const isMinimal = length >= 0x80 && bytes[start] !== 0
    if (!isMinimal && contentStart <= limit)
      throw new Malformed('der.not-canonical', 'length with padding', at)
    if (length > MAX_LENGTH) throw new Malformed('der.limit', 'element too long', at)
  }
  const end = contentStart + length
  if (end > limit) throw new Malformed('der.truncated', 'element reaches beyond its parent', at)
  return { contentStart, end }
}

/** X.690 §8.1.2.4: tag numbers from 31 take further octets, the first of them not 0x80. Returns where the length begins. */
export function identifierEnd(bytes: Uint8Array, at: number, limit: number): number {
  if (((bytes[at] ?? 0) & 0x1f) !== 0x1f) return at + 1
  const number = bytes[at + 1] ?? 0
  if (number < 31 || number === 0x80) throw new Malformed('der.not-canonical', 'tag number', at)
  let end = at + 1
  while (end < limit && (bytes[end] ?? 0) >= 0x80) end++
  if (end - at > 5) throw new Malformed('der.limit', 'tag number', at)
  return end + 1
}
