import { Malformed } from '../../base/errors.js'
import { MAX_INTEGER_LENGTH } from './limits.js'

/** Throws `Malformed` unless the bytes from `start` to `end` are the content octets of an INTEGER in their shortest form (X.690 §8.3.2). */
export function checkInteger(bytes: Uint8Array, start: number, end: number): void {
  const length = end - start
  if (length === 0) throw new Malformed('der.truncated', 'integer', start)
  if (length > MAX_INTEGER_LENGTH) throw new Malformed('der.limit', 'integer', start)
  if (length === 1) return
  const sign = bytes[start] ?? 0
  const isPadded = (bytes[start + 1] ?? 0) < 0x80 ? sign === 0 : sign === 0xff
  if (isPadded) throw new Malformed('der.not-canonical', 'integer', start)
}
