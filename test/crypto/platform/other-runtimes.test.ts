import * as crypto from 'node:crypto'
import { describe, expect, it, jest } from '@jest/globals'
import { toUtf8 } from '../../../src/base/bytes.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'

type Derived = (error: Error | null | undefined, key: Buffer) => void

/** node:crypto as Bun and Deno have it: fewer curves and ciphers, no keys with a mask of their own, and `undefined` for no error. */
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  getCurves: () => ['prime256v1'],
  getCiphers: () => ['aes-128-cbc', 'aes-256-cbc'],
  createPublicKey: () => {
    throw new TypeError('not supported')
  },
  createDecipheriv: () => {
    throw new TypeError('Unknown cipher')
  },
  scrypt: (...[password, salt, length, options, done]: [string, string, number, object, Derived]) => {
    crypto.scrypt(password, salt, length, options, (error, key) => {
      done(error ?? undefined, key)
    })
  },
}))
const platform = await import('../../../src/crypto/platform/node.js')

const publicKey = (key: crypto.KeyObject): ReturnType<typeof readPublicKey> =>
  readPublicKey(key.export({ type: 'spki', format: 'der' }))
const onCurve = (namedCurve: string): ReturnType<typeof readPublicKey> =>
  publicKey(crypto.generateKeyPairSync('ec', { namedCurve }).publicKey)

describe('a runtime with less of node:crypto', () => {
  it('says algorithm.unavailable of a curve or a mask that it lacks, and key.malformed of a key that it refuses', () => {
    const check = { message: [toUtf8('message')], signature: new Uint8Array(256).fill(1) }
    const ecdsa = { kind: 'ecdsa', digest: 'SHA-256' } as const
    const masked = { kind: 'rsa-pss', digest: 'SHA-512', mgfDigest: 'SHA-256', saltLength: 32 } as const
    const rsa = publicKey(crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
    const ed448 = publicKey(crypto.generateKeyPairSync('ed448').publicKey)
    for (const lacking of [
      { scheme: ecdsa, key: onCurve('brainpoolP256r1') },
      { scheme: masked, key: rsa },
      { scheme: { kind: 'eddsa', curve: 'Ed448' }, key: ed448 },
    ] as const)
      expect(() => platform.verifySignature({ ...check, ...lacking })).toThrow('algorithm.unavailable')
    expect(() => platform.verifySignature({ ...check, scheme: ecdsa, key: onCurve('P-256') })).toThrow(
      'key.malformed',
    )
  })

  it('says algorithm.unavailable of a cipher that it lacks', () => {
    const parameters = { key: new Uint8Array(24), iv: new Uint8Array(16) }
    expect(() => platform.aesCbcDecrypt(parameters, new Uint8Array(16))).toThrow('algorithm.unavailable')
  })

  it('derives with scrypt whatever it says for no error', async () => {
    const parameters = { password: toUtf8('secret'), salt: toUtf8('salt'), length: 32 }
    const key = await platform.scrypt({ ...parameters, cost: 16, blockSize: 1, parallelism: 1 })
    expect(key).toHaveLength(32)
  })
})
