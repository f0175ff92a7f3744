import { describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../src/crypto/operation-counter.js'
import type { SignatureScheme } from '../../src/crypto/algorithms.js'
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
