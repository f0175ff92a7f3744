import { describe, expect, it, jest } from '@jest/globals'
import { toUtf8 } from '../../../src/base/bytes.js'
import type { SignatureScheme } from '../../../src/crypto/algorithms.js'
import * as node from '../../../src/crypto/platform/node.js'
import type { KeyParameters } from '../../../src/crypto/platform/types.js'
import * as web from '../../../src/crypto/platform/web.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { pssKeyInfo } from '../../../src/crypto/spki.js'

const message = [toUtf8('first '), toUtf8('second')]

const cases: readonly (readonly [string, KeyParameters, SignatureScheme])[] = [
  ['RSA PKCS #1', { kind: 'rsa', bits: 2048 }, { kind: 'rsa-pkcs1', digest: 'SHA-384' }],
  [
    'RSA-PSS',
    { kind: 'rsa', bits: 2048 },
    { kind: 'rsa-pss', digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 },
  ],
  ['P-256', { kind: 'ec', curve: 'P-256' }, { kind: 'ecdsa', digest: 'SHA-256' }],
  ['P-521', { kind: 'ec', curve: 'P-521' }, { kind: 'ecdsa', digest: 'SHA-512' }],
  ['Ed25519', { kind: 'ed25519' }, { kind: 'eddsa', curve: 'Ed25519' }],
]

describe.each(cases)('WebCrypto and Node with %s', (_, parameters, scheme) => {
  it('accept what the other signed, and refuse another message', async () => {
    const onWeb = await web.generatePrivateKey(parameters)
    const onNode = node.importPrivateKey(web.exportPrivateKey(onWeb))
    const spki = await web.exportPublicKey(onWeb)
    expect(node.exportPublicKey(onNode)).toEqual(spki)
    const key = readPublicKey(spki)
    const ofWeb = await web.signMessage(onWeb, scheme, message)
    const ofNode = node.signMessage(onNode, scheme, message)
    const other = [toUtf8('another')]
    for (const signature of [ofWeb, ofNode]) {
      expect(node.verifySignature({ scheme, key, message, signature })).toBe(true)
      expect(await web.verifySignature({ scheme, key: readPublicKey(spki), message, signature })).toBe(true)
      expect(await web.verifySignature({ scheme, key: readPublicKey(spki), message: other, signature })).toBe(
        false,
      )
    }
  })
})

describe('WebCrypto', () => {
  it('takes a key that is marked for RSASSA-PSS', async () => {
    const parameters = { digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 } as const
    const key = await web.generatePrivateKey({ kind: 'rsa', bits: 2048 })
    const marked = readPublicKey(pssKeyInfo(readPublicKey(await web.exportPublicKey(key)), parameters))
    const scheme: SignatureScheme = { kind: 'rsa-pss', ...parameters }
    const signature = await web.signMessage(key, scheme, message)
    expect(marked.kind).toBe('rsa-pss')
    expect(await web.verifySignature({ scheme, key: marked, message, signature })).toBe(true)
    expect(node.verifySignature({ scheme, key: marked, message, signature })).toBe(true)
  })

  it('says algorithm.unavailable for what it does not have', async () => {
    const unavailable: unknown = expect.objectContaining({ code: 'algorithm.unavailable' })
    await expect(web.digest('MD5', message)).rejects.toEqual(unavailable)
    for (const curve of ['secp256k1', 'brainpoolP256r1'] as const) {
      const key = await node.generatePrivateKey({ kind: 'ec', curve })
      const scheme: SignatureScheme = { kind: 'ecdsa', digest: 'SHA-256' }
      const signature = node.signMessage(key, scheme, message)
      const check = { scheme, key: readPublicKey(node.exportPublicKey(key)), message, signature }
      expect(node.verifySignature(check)).toBe(true)
      await expect(web.verifySignature(check)).rejects.toEqual(unavailable)
    }
  })

  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)(
    'computes %s as Node does, whole and in pieces',
    async (name) => {
      const running = web.startDigest(name)
      for (const chunk of message) running.update(chunk)
      expect(await running.finish()).toEqual(node.digest(name, message))
      expect(await web.digest(name, message)).toEqual(node.digest(name, message))
    },
  )

  it('derives, authenticates and enciphers as Node does', async () => {
    const derivation = {
      password: toUtf8('secret'),
      salt: toUtf8('salt'),
      iterations: 1000,
      digest: 'SHA-256',
      length: 32,
    } as const
    const key = await web.pbkdf2(derivation)
    expect(key).toEqual(await node.pbkdf2(derivation))
    expect(await web.hmac('SHA-256', key, message)).toEqual(node.hmac('SHA-256', key, message))
    expect(await web.hmac('SHA-256', new Uint8Array(0), message)).toEqual(
      node.hmac('SHA-256', new Uint8Array(0), message),
    )
    const parameters = { key, iv: web.randomBytes(16) }
    const ciphertext = await web.aesCbcEncrypt(parameters, toUtf8('plain'))
    expect(node.aesCbcEncrypt(parameters, toUtf8('plain'))).toEqual(ciphertext)
    expect(await web.aesCbcDecrypt(parameters, ciphertext)).toEqual(toUtf8('plain'))
    expect(node.aesCbcDecrypt(parameters, ciphertext)).toEqual(toUtf8('plain'))
    expect(await web.aesCbcDecrypt({ ...parameters, key: web.randomBytes(32) }, ciphertext)).toBeUndefined()
  })
  it('says algorithm.unavailable where a browser refuses what others offer', async () => {
    const refusal = (): Promise<never> => Promise.reject(new DOMException('not here', 'OperationError'))
    const unavailable: unknown = expect.objectContaining({ code: 'algorithm.unavailable' })
    const aes = { key: web.randomBytes(24), iv: web.randomBytes(16) }
    const derivation = { password: aes.key, salt: aes.iv, iterations: 1, digest: 'SHA-256' } as const
    jest.spyOn(crypto.subtle, 'importKey').mockImplementationOnce(refusal).mockImplementationOnce(refusal)
    await expect(web.aesCbcEncrypt(aes, toUtf8('plain'))).rejects.toEqual(unavailable)
    await expect(web.aesCbcDecrypt(aes, web.randomBytes(32))).rejects.toEqual(unavailable)
    jest.spyOn(crypto.subtle, 'deriveBits').mockImplementation(refusal)
    await expect(web.pbkdf2({ ...derivation, length: 257 })).rejects.toEqual(unavailable)
    jest.restoreAllMocks()
  })

  it('calls a key that is refused malformed only where a point may be', async () => {
    const refusal = (): Promise<never> => Promise.reject(new DOMException('not here', 'DataError'))
    const outcomeOf = async (key: KeyParameters, scheme: SignatureScheme): Promise<unknown> => {
      const own = await web.generatePrivateKey(key)
      const check = { scheme, key: readPublicKey(await web.exportPublicKey(own)), message }
      jest.spyOn(crypto.subtle, 'importKey').mockImplementationOnce(refusal)
      return web.verifySignature({ ...check, signature: new Uint8Array(64) }).catch((error: unknown) => error)
    }
    const rsa = await outcomeOf({ kind: 'rsa', bits: 2048 }, { kind: 'rsa-pkcs1', digest: 'SHA-256' })
    expect(rsa).toMatchObject({ code: 'algorithm.unavailable' })
    const point = await outcomeOf({ kind: 'ec', curve: 'P-256' }, { kind: 'ecdsa', digest: 'SHA-256' })
    expect(point).toMatchObject({ code: 'key.malformed' })
    jest.restoreAllMocks()
  })

  it('needs no long derivation for scrypt, which Firefox refuses', async () => {
    const parameters = {
      ...{ password: toUtf8('secret'), salt: toUtf8('salt') },
      ...{ cost: 16, blockSize: 8, parallelism: 2, length: 64 },
    }
    const derive = jest.spyOn(crypto.subtle, 'deriveBits')
    expect(await web.scrypt(parameters)).toEqual(await node.scrypt(parameters))
    expect(derive).not.toHaveBeenCalled()
    jest.restoreAllMocks()
  })
})
