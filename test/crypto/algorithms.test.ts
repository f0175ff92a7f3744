import { describe, expect, it } from '@jest/globals'
import {
  digestAlgorithmOf,
  policyFindings,
  signatureSchemeOf,
  type SignatureScheme,
} from '../../src/crypto/algorithms.js'
import { generatePrivateKey } from '../../src/crypto/private-key.js'
import { buildPssParameters, parsePssParameters } from '../../src/crypto/pss.js'
import { ImportedKeys, type PublicKey } from '../../src/crypto/public-key.js'
import { derContext, derInteger, derNull, derOid, derSequence } from '../../src/formats/der/writer.js'

const NULL = derNull()
const PSS = '1.2.840.113549.1.1.10'
const pss256 = { digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 } as const

describe('an algorithm identifier', () => {
  it.each([
    ['1.2.840.113549.1.1.11', NULL, { kind: 'rsa-pkcs1', digest: 'SHA-256' }],
    ['1.2.840.113549.1.1.11', undefined, { kind: 'rsa-pkcs1', digest: 'SHA-256' }],
    ['1.2.840.10045.4.3.3', undefined, { kind: 'ecdsa', digest: 'SHA-384' }],
    ['1.3.101.112', undefined, { kind: 'eddsa', curve: 'Ed25519' }],
    [PSS, buildPssParameters(pss256), { kind: 'rsa-pss', ...pss256 }],
  ])('%s names its scheme', (oid, parameters, scheme) => {
    expect(signatureSchemeOf({ oid, parameters })).toEqual(scheme)
  })

  it('of a key takes the digest of the signer', () => {
    const rsaEncryption = { oid: '1.2.840.113549.1.1.1', parameters: NULL }
    expect(signatureSchemeOf(rsaEncryption, 'SHA-512')).toEqual({ kind: 'rsa-pkcs1', digest: 'SHA-512' })
    expect(() => signatureSchemeOf(rsaEncryption)).toThrow(
      expect.objectContaining({ code: 'algorithm.unknown' }),
    )
    for (const oid of ['1.2.840.10045.2.1', '1.2.840.10045.4'])
      expect(signatureSchemeOf({ oid, parameters: undefined }, 'SHA-384')).toEqual({
        kind: 'ecdsa',
        digest: 'SHA-384',
      })
  })

  it.each<readonly [string, string, Uint8Array | undefined, string]>([
    ['parameters of its own', '1.2.840.113549.1.1.11', derInteger(1), 'algorithm.parameters'],
    ['NULL with content', '1.2.840.10045.4.3.2', Uint8Array.of(5, 1, 0), 'algorithm.parameters'],
    ['RSASSA-PSS without parameters', PSS, undefined, 'algorithm.parameters'],
    ['an OID that nobody knows', '1.2.3', undefined, 'algorithm.unknown'],
    ['an OID that is a property of every object', 'constructor', undefined, 'algorithm.unknown'],
  ])('with %s is refused', (_, oid, parameters, code) => {
    expect(() => signatureSchemeOf({ oid, parameters }, 'SHA-256')).toThrow(expect.objectContaining({ code }))
  })

  it('of SHAKE256 must say 512 bits', () => {
    const oid = '2.16.840.1.101.3.4.2.18'
    expect(digestAlgorithmOf({ oid, parameters: derInteger(512) })).toBe('SHAKE256-512')
    expect(() => digestAlgorithmOf({ oid, parameters: derInteger(256) })).toThrow('algorithm.parameters')
    expect(() => digestAlgorithmOf({ oid, parameters: undefined })).toThrow('algorithm.parameters')
  })
})

describe('RSASSA-PSS parameters', () => {
  it('that are left out have the defaults of RFC 4055, and are left out when written', () => {
    const defaults = { digest: 'SHA-1', mgfDigest: 'SHA-1', saltLength: 20 } as const
    expect(parsePssParameters(derSequence())).toEqual(defaults)
    expect(buildPssParameters(defaults)).toEqual(derSequence())
  })

  it('are read as they were written', () => {
    const parameters = { digest: 'SHA-384', mgfDigest: 'SHA-256', saltLength: 0 } as const
    expect(parsePssParameters(buildPssParameters(parameters))).toEqual(parameters)
  })

  it.each([
    ['another trailer', derSequence(derContext(3, derInteger(2)))],
    ['another mask', derSequence(derContext(1, derSequence(derOid('1.2.3'), NULL)))],
    ['a salt that is longer than any key', derSequence(derContext(2, derInteger(5000)))],
    ['a field twice', derSequence(derContext(2, derInteger(32)), derContext(2, derInteger(32)))],
    ['fields out of order', derSequence(derContext(3, derInteger(1)), derContext(2, derInteger(32)))],
  ])('with %s are refused', (_, parameters) => {
    expect(() => parsePssParameters(parameters)).toThrow(expect.objectContaining({ name: 'Malformed' }))
  })
})

describe('policy', () => {
  const rsa = (bits: number): PublicKey => ({
    kind: 'rsa',
    bits,
    spki: new Uint8Array(0),
    material: new Uint8Array(0),
    curve: undefined,
    modulus: undefined,
    exponent: undefined,
    restriction: undefined,
    imported: new ImportedKeys(),
  })
  const codes = (scheme: SignatureScheme, key: PublicKey): string[] =>
    policyFindings(scheme, key).map(({ code }) => code)

  it.each<readonly [SignatureScheme, number, readonly string[]]>([
    [{ kind: 'rsa-pkcs1', digest: 'SHA-256' }, 2048, []],
    [{ kind: 'rsa-pkcs1', digest: 'SHA-1' }, 2048, ['algorithm.weak']],
    [{ kind: 'rsa-pkcs1', digest: 'MD5' }, 1024, ['algorithm.weak', 'key.weak']],
    [{ kind: 'rsa-pkcs1', digest: 'SHA3-256' }, 3072, ['algorithm.unknown']],
    [{ kind: 'rsa-pkcs1', digest: 'SHA-256' }, 2047, ['key.weak']],
    [{ kind: 'rsa-pkcs1', digest: 'SHA-256' }, 16_384, ['key.weak']],
    [{ kind: 'rsa-pss', ...pss256 }, 2048, []],
    [{ kind: 'rsa-pss', ...pss256, saltLength: 222 }, 2048, ['algorithm.salt-length']],
    [{ kind: 'rsa-pss', ...pss256, mgfDigest: 'SHA-1' }, 2048, ['algorithm.parameters']],
  ])('on %j with %d bits finds %j', (scheme, bits, expected) => {
    expect(codes(scheme, rsa(bits))).toEqual(expected)
  })

  it('accepts a curve beside those of NIST only where an anchor lists it', async () => {
    const { publicKey } = await generatePrivateKey({ kind: 'ec', curve: 'brainpoolP256r1' })
    const scheme = { kind: 'ecdsa', digest: 'SHA-256' } as const
    expect(codes(scheme, publicKey)).toEqual(['algorithm.unknown'])
    expect(policyFindings(scheme, publicKey, { curves: ['brainpoolP256r1'] })).toEqual([])
  })
})
