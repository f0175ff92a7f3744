import { toHex } from '../base/bytes.js'

/** 2^255 − 19, little-endian without its sign bit: what is as large is a second encoding of a smaller number (RFC 8032 §5.1.3). */
const PRIME_END = 0xed

/** The y of the eight points of small order: under such a key one signature holds for many messages, and everybody can make it. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

/** Returns whether an Ed25519 public key of 32 bytes is in its one encoding and not of small order: the platforms do not ask. */
export function isStrictEd25519Point(raw: Uint8Array): boolean {
  const y = raw.slice()
  y[31] = (raw[31] ?? 0) & 0x7f
  return isBelowPrime(y) && !SMALL_ORDER.has(toHex(y))
}

function isBelowPrime(y: Uint8Array): boolean {
  if (y[31] !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff)) return true
  return (y[0] ?? 0) < PRIME_END
}
