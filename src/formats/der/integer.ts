import { Malformed } from '../../base/errors.js'
import { MAX_INTEGER_LENGTH } from './limits.js'

/** Throws `Malformed` unless `content` are the content octets of an INTEGER in their shortest form (X.690 §8.3.2). */
export function checkInteger(content: Uint8Array, offset?: number): void {
  const first = content[0]
  if (first === undefined) throw new Malformed('der.truncated', 'integer without a value', offset)
  if (content.length > MAX_INTEGER_LENGTH) throw new Malformed('der.limit', 'integer too long', offset)
  const second = content[1]
  if (second === undefined) return
  const padded = first === 0 ? second < 0x80 : first === 0xff && second >= 0x80
  if (padded) throw new Malformed('der.not-canonical', 'integer with padding', offset)
}

/** Returns the magnitude of a checked, non-negative INTEGER without its sign octet; throws `Malformed` when it is negative. */
export function unsignedMagnitude(content: Uint8Array, offset?: number): Uint8Array {
  const first = content[0] ?? 0
  if (first >= 0x80) throw new Malformed('der.unexpected', 'negative integer', offset)
  return first === 0 && content.length > 1 ? content.subarray(1) : content
}

/** Returns a checked, non-negative INTEGER as a number; throws `Malformed` when it is negative or above 2^48 − 1. */
export function smallNumber(content: Uint8Array, offset?: number): number {
  if (content.length > 6) throw new Malformed('der.limit', 'integer out of range', offset)
  if ((content[0] ?? 0) >= 0x80) throw new Malformed('der.unexpected', 'negative integer', offset)
  let value = 0
  for (const byte of content) value = value * 256 + byte
  return value
}
