import { Malformed } from '../../base/errors.js'

/** Identifier and length octets of one element. */
export interface Header {
  /** First identifier octet. */
  readonly tag: number
  readonly constructed: boolean
  readonly contentStart: number
  readonly end: number
}

/** Returns the header of the element at `position`; its length is definite and minimal and it ends at `limit` or before (X.690 §10.1). */
export function readHeader(bytes: Uint8Array, position: number, limit: number): Header {
  const tag = bytes[position] ?? 0
  const lengthAt = identifierEnd(bytes, position, limit)
  const first = bytes[lengthAt]
  if (lengthAt >= limit || first === undefined) throw new Malformed('der.truncated', '', position)
  if (first === 0x80) throw new Malformed('der.not-canonical', 'indefinite length', position)
  const octets = first < 0x80 ? 0 : first & 0x7f
  const contentStart = lengthAt + 1 + octets
  if (contentStart > limit) throw new Malformed('der.truncated', '', position)
  const length = first < 0x80 ? first : longLength(bytes.subarray(lengthAt + 1, contentStart), position)
  if (contentStart + length > limit)
    throw new Malformed('der.truncated', 'element reaches beyond its parent', position)
  return { tag, constructed: (tag & 0x20) !== 0, contentStart, end: contentStart + length }
}

function longLength(octets: Uint8Array, position: number): number {
  if (octets.length > 6) throw new Malformed('der.limit', 'length', position)
  let length = 0
  for (const octet of octets) length = length * 256 + octet
  if (length < 0x80 || octets[0] === 0)
    throw new Malformed('der.not-canonical', 'length with padding', position)
  return length
}

/** X.690 §8.1.2.4: tag numbers from 31 take further octets, the first of them not 0x80. Returns where the length begins. */
export function identifierEnd(bytes: Uint8Array, position: number, limit: number): number {
  if (((bytes[position] ?? 0) & 0x1f) !== 0x1f) return position + 1
  let at = position + 1
  if (bytes[at] === 0x80) throw new Malformed('der.not-canonical', 'tag number with padding', position)
  while (at < limit && (bytes[at] ?? 0) >= 0x80) at++
  const number = bytes[position + 1] ?? 0
  if (at - position > 5) throw new Malformed('der.limit', 'tag number', position)
  if (at === position + 1 && number < 31)
    throw new Malformed('der.not-canonical', 'tag number in the long form', position)
  return at + 1
}
