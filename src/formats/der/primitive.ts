import { Malformed } from '../../base/errors.js'

/** Returns the value of a BOOLEAN's content octets, which are 00 or FF (X.690 §11.1); throws `Malformed` for others. */
export function booleanValue(bytes: Uint8Array, start: number, end: number): boolean {
  const value = bytes[start]
  if (end - start !== 1 || (value !== 0 && value !== 0xff))
    throw new Malformed('der.not-canonical', 'boolean', start)
  return value === 0xff
}

/** Returns how many bits of a BIT STRING's last octet are unused; they are zero (X.690 §11.2.1). Throws `Malformed`. */
export function unusedBits(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) throw new Malformed('der.truncated', 'bit string', start)
  const unused = bytes[start] ?? 0
  const last = end - start > 1 ? (bytes[end - 1] ?? 0) : 0xff
  if (unused > 7 || (last & ((1 << unused) - 1)) !== 0)
    throw new Malformed('der.not-canonical', 'bit string', start)
  return unused
}
