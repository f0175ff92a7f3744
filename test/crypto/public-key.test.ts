import { describe, expect, it } from '@jest/globals'
import { concatBytes } from '../../src/base/bytes.js'
import { CURVES } from '../../src/crypto/curve.js'
import { generatePrivateKey } from '../../src/crypto/private-key.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import {
  derBitString,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derUnsignedInteger,
} from '../../src/formats/der/writer.js'

const RSA = derSequence(derOid('1.2.840.113549.1.1.1'), derNull())
const EC = derOid('1.2.840.10045.2.1')
const P256 = derOid(CURVES['P-256'].oid)
const rsa = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
const ec = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
const modulus = rsa.publicKey.modulus ?? new Uint8Array(0)
const point = ec.publicKey.material

/** An odd number of `bits` bits, no product of primes: enough for what is checked without a platform. */
function oddNumber(bits: number): Uint8Array {
  const number = new Uint8Array(Math.ceil(bits / 8)).fill(0xff)
  number[0] = (1 << (((bits - 1) % 8) + 1)) - 1
  return number
}

const rsaKey = (n: Uint8Array, e: Uint8Array, algorithm = RSA): Uint8Array =>
  derSequence(algorithm, derBitString(derSequence(derUnsignedInteger(n), derUnsignedInteger(e))))
const ecKey = (parameters: Uint8Array, material: Uint8Array): Uint8Array =>
  derSequence(derSequence(EC, parameters), derBitString(material))

const E65537 = Uint8Array.of(1, 0, 1)

describe('an RSA key', () => {
  it('is read with its size and exponent', () => {
    const key = readPublicKey(rsaKey(modulus, E65537))
    expect([key.kind, key.bits, key.exponent]).toEqual(['rsa', 2048, 65_537])
    expect(key.modulus).toEqual(modulus)
  })

  it('of 1024 bits is readable: whether it is strong enough is policy', () => {
    expect(readPublicKey(rsaKey(oddNumber(1024), E65537)).bits).toBe(1024)
  })

  it('of 8192 bits is readable', () => {
    expect(readPublicKey(rsaKey(oddNumber(8192), E65537)).bits).toBe(8192)
  })

  const even = modulus.slice()
  even[255] = (even[255] ?? 0) & 0xfe
  it.each<readonly [string, Uint8Array, Uint8Array]>([
    ['an even modulus', even, E65537],
    ['exponent 1', modulus, Uint8Array.of(1)],
    ['exponent 0', modulus, Uint8Array.of(0)],
    ['an even exponent', modulus, Uint8Array.of(1, 0, 0)],
    ['an exponent of 33 bits', modulus, Uint8Array.of(1, 0, 0, 0, 1)],
    ['an exponent as long as the modulus', modulus, modulus],
    ['a modulus of 511 bits', oddNumber(511), E65537],
    ['a modulus of 8193 bits', oddNumber(8193), E65537],
    ['a modulus of 32 768 bits', new Uint8Array(4096).fill(0xff), E65537],
  ])('with %s is refused before the platform sees it', (_, n, e) => {
    expect(() => readPublicKey(rsaKey(n, e))).toThrow(expect.objectContaining({ name: 'Malformed' }))
  })

  it.each<readonly [string, Uint8Array, string]>([
    [
      'a negative modulus',
      derSequence(RSA, derBitString(derSequence(Uint8Array.of(2, 1, 0x81), derInteger(3)))),
      'der.unexpected',
    ],
    [
      'bytes after the exponent',
      derSequence(RSA, derBitString(derSequence(derUnsignedInteger(modulus), derInteger(3), derNull()))),
      'der.trailing-data',
    ],
    [
      'bytes after the sequence',
      derSequence(RSA, derBitString(concatBytes([rsa.publicKey.material, derNull()]))),
      'der.trailing-data',
    ],
    [
      'parameters that are not NULL',
      rsaKey(modulus, E65537, derSequence(derOid('1.2.840.113549.1.1.1'), derInteger(1))),
      'algorithm.parameters',
    ],
    [
      'a bit string with unused bits',
      derSequence(RSA, derBitString(concatBytes([rsa.publicKey.material, Uint8Array.of(0)]), 4)),
      'der.unexpected',
    ],
  ])('with %s is refused as %s', (_, spki, code) => {
    expect(() => readPublicKey(spki)).toThrow(expect.objectContaining({ code }))
  })
})

describe('a key on a curve', () => {
  it('is read by the name of its curve', () => {
    expect(readPublicKey(ecKey(P256, point)).curve).toBe('P-256')
  })

  const compressed = concatBytes([Uint8Array.of(2), point.subarray(1, 33)])
  const explicit = derSequence(
    derInteger(1),
    derSequence(derOid('1.2.840.10045.1.1'), derInteger(23)),
    derOctetString(point),
  )
  it.each<readonly [string, Uint8Array, Uint8Array, string]>([
    ['explicit parameters, which may carry another base point', explicit, point, 'key.malformed'],
    ['NULL for a curve', derNull(), point, 'key.malformed'],
    ['a curve that is not offered', derOid('1.2.840.10045.3.1.1'), point, 'algorithm.unknown'],
    ['a compressed point', P256, compressed, 'key.malformed'],
    ['the point at infinity', P256, Uint8Array.of(0), 'key.malformed'],
    ['a hybrid point', P256, concatBytes([Uint8Array.of(6), point.subarray(1)]), 'key.malformed'],
    ['a point that is too short', P256, point.subarray(0, 64), 'key.malformed'],
    ['a point of another curve', derOid(CURVES['P-384'].oid), point, 'key.malformed'],
  ])('with %s is refused', (_, parameters, material, code) => {
    expect(() => readPublicKey(ecKey(parameters, material))).toThrow(expect.objectContaining({ code }))
  })
})

const PRIME = 2n ** 255n - 19n
const minusOne = PRIME - 1n
const OF_ORDER_EIGHT = [
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]

const littleEndian = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))

describe('an Edwards key', () => {
  const ed25519 = (parameters: readonly Uint8Array[], raw: Uint8Array): Uint8Array =>
    derSequence(derSequence(derOid('1.3.101.112'), ...parameters), derBitString(raw))

  it('has 32 bytes and no parameters', () => {
    expect(readPublicKey(ed25519([], new Uint8Array(32).fill(9))).kind).toBe('ed25519')
  })

  it('is refused when it is a point of small order, under which everybody can sign, or one of two encodings', () => {
    const first = Uint8Array.of(1, ...new Uint8Array(31))
    const second = Uint8Array.of(0xee, ...new Uint8Array(30).fill(0xff), 0x7f)
    for (const raw of [first, new Uint8Array(32), second])
      expect(() => readPublicKey(ed25519([], raw))).toThrow('small order')
  })

  it('is refused when it is a point of order 2 or 8, with either sign', () => {
    for (const y of [minusOne, ...OF_ORDER_EIGHT]) {
      for (const sign of [0, 0x80]) {
        const raw = littleEndian(y)
        raw[31] = (raw[31] ?? 0) | sign
        expect(() => readPublicKey(ed25519([], raw))).toThrow('small order')
      }
    }
  })

  // Twice such a point has y = 0: x² = −y² in −x² + y² = 1 + d·x²·y², the curve (RFC 8032 §5.1).
  it.each(OF_ORDER_EIGHT)('has an order of 8 with y = %d', (y) => {
    expect((121_666n * 2n * y * y - 121_665n * y ** 4n - 121_666n) % PRIME).toBe(0n)
  })

  it('is refused with NULL, and with 31 or 33 bytes', () => {
    expect(() => readPublicKey(ed25519([derNull()], new Uint8Array(32).fill(9)))).toThrow('parameters')
    for (const length of [31, 33])
      expect(() => readPublicKey(ed25519([], new Uint8Array(length)))).toThrow('bytes')
  })
})

it('a key of an algorithm that nobody knows is refused as algorithm.unknown', () => {
  const spki = derSequence(derSequence(derOid('1.2.3.4')), derBitString(Uint8Array.of(1)))
  expect(() => readPublicKey(spki)).toThrow(expect.objectContaining({ code: 'algorithm.unknown' }))
})
