import { Malformed } from '../../base/errors.js'

/** Returns the value of a BOOLEAN's content octets, which are 00 or FF (X.690 §11.1); throws `Malformed` for others. */
export function booleanValue(content: Uint8Array, offset?: number): boolean {
  const value = content[0]
  if (content.length !== 1 || (value !== 0 && value !== 0xff))
    throw new Malformed('der.not-canonical', 'boolean', offset)
  return value === 0xff
}

/** Returns how many bits of a BIT STRING's last octet are unused; they are zero (X.690 §11.2.1). Throws `Malformed`. */
export function unusedBits(content: Uint8Array, offset?: number): number {
  const unused = content[0]
  if (unused === undefined) throw new Malformed('der.truncated', 'bit string', offset)
  const last = content.length > 1 ? (content[content.length - 1] ?? 0) : 0
  const isEmpty = content.length === 1
  if (unused > 7 || (isEmpty && unused > 0) || (last & ((1 << unused) - 1)) !== 0) {
    throw new Malformed('der.not-canonical', 'unused bits of a bit string', offset)
  }
  return unused
}
