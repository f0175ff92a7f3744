import { describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../src/crypto/operation-counter.js'
import { policyFindings, signatureSchemeOf, type SignatureScheme } from '../../src/crypto/algorithms.js'
import { toFixedLength } from '../../src/crypto/ecdsa-signature.js'
import {
  exportPkcs8,
  generatePrivateKey,
  importPrivateKey,
  publicKeyOf,
  signBytes,
  type KeyParameters,
} from '../../src/crypto/private-key.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { toUtf8 } from '../../src/base/bytes.js'
import { derOid } from '../../src/formats/der/writer.js'

const message = [toUtf8('first '), toUtf8('second')]

const cases: readonly (readonly [string, KeyParameters, SignatureScheme])[] = [
  ['RSA PKCS #1 with SHA-256', { kind: 'rsa', bits: 2048 }, { kind: 'rsa-pkcs1', digest: 'SHA-256' }],
  [
    'RSA-PSS',
    { kind: 'rsa', bits: 2048 },
    { kind: 'rsa-pss', digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 },
  ],
  ['P-256', { kind: 'ec', curve: 'P-256' }, { kind: 'ecdsa', digest: 'SHA-256' }],
  ['P-384', { kind: 'ec', curve: 'P-384' }, { kind: 'ecdsa', digest: 'SHA-384' }],
  ['P-521', { kind: 'ec', curve: 'P-521' }, { kind: 'ecdsa', digest: 'SHA-512' }],
  ['secp256k1', { kind: 'ec', curve: 'secp256k1' }, { kind: 'ecdsa', digest: 'SHA-256' }],
  ['brainpoolP384r1', { kind: 'ec', curve: 'brainpoolP384r1' }, { kind: 'ecdsa', digest: 'SHA-384' }],
  ['Ed25519', { kind: 'ed25519' }, { kind: 'eddsa', curve: 'Ed25519' }],
]

describe.each(cases)('%s', (_, parameters, scheme) => {
  it('signs what then verifies, in pieces and whole, and nothing else', async () => {
    const key = await generatePrivateKey(parameters)
    const signature = await signBytes(key, scheme, message)
    const counter = newOperationCounter()
    const publicKey = readPublicKey(publicKeyOf(key))
    const check = { scheme, key: publicKey, message, signature, counter }
    expect(await checkSignature(check)).toBe(true)
    expect(await checkSignature({ ...check, message: [toUtf8('first second')] })).toBe(true)
    expect(await checkSignature({ ...check, message: [toUtf8('first Second')] })).toBe(false)
    expect(counter.publicKey).toBe(3)
  })

  it('survives export and import and prints no key', async () => {
    const key = await generatePrivateKey(parameters)
    const again = await importPrivateKey(await exportPkcs8(key))
    expect(publicKeyOf(again)).toEqual(publicKeyOf(key))
    expect(Object.keys(JSON.parse(JSON.stringify(again)) as object)).not.toContain('opaque')
  })
})

it('an RSA-PSS signature holds only with the salt length that is declared', async () => {
  const key = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
  const scheme = { kind: 'rsa-pss', digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 20 } as const
  const signature = await signBytes(key, scheme, message)
  expect(await checkSignature({ scheme, key: key.publicKey, message, signature })).toBe(true)
  expect(
    await checkSignature({ scheme: { ...scheme, saltLength: 32 }, key: key.publicKey, message, signature }),
  ).toBe(false)
})

it('a plain ECDSA signature holds as two numbers of the length of its curve, and is not trusted', async () => {
  const key = await generatePrivateKey({ kind: 'ec', curve: 'P-384' })
  const plain = signatureSchemeOf({ oid: '0.4.0.127.0.7.1.1.4.1.4', parameters: undefined })
  const der = await signBytes(key, { kind: 'ecdsa', digest: 'SHA-384' }, message)
  const signature = toFixedLength(der, 48)
  const holds = (value: Uint8Array) =>
    checkSignature({ scheme: plain, key: key.publicKey, message, signature: value })
  expect(await holds(signature)).toBe(true)
  expect(await holds(der)).toBe(false)
  expect(await holds(new Uint8Array([0, ...signature.subarray(0, 48), 0, ...signature.subarray(48)]))).toBe(
    false,
  )
  expect(await holds(new Uint8Array(96))).toBe(false)
  expect(policyFindings(plain, key.publicKey)).toMatchObject([{ code: 'algorithm.unknown' }])
  const curve = derOid('1.3.132.0.34')
  expect(signatureSchemeOf({ oid: '0.4.0.127.0.7.1.1.4.1.4', parameters: curve })).toEqual(plain)
  expect(() => signatureSchemeOf({ oid: '0.4.0.127.0.7.1.1.4.1.6', parameters: undefined })).toThrow(
    expect.objectContaining({ code: 'algorithm.unknown' }),
  )
})
