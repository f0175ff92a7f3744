import {
  constants,
  createHash,
  generateKeyPairSync,
  privateEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../../src/base/bytes.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'

const message = toUtf8('what was signed')
const BYTES = 256
const INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')
const digest = createHash('sha256').update(message).digest()

/** Any block as the private key makes a signature of it, whatever the block says. */
let signatureOf: (block: Buffer) => Uint8Array
let check: (signature: Uint8Array) => boolean
let modulus: Uint8Array

beforeAll(() => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: BYTES * 8 })
  const key = readPublicKey(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))
  modulus = key.modulus ?? new Uint8Array()
  signatureOf = (block) =>
    new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block))
  check = (signature) => {
    const scheme = { kind: 'rsa-pkcs1', digest: 'SHA-256' } as const
    const holds = checkSignature({ scheme, key, message: [message], signature })
    expect(holds).toBe(verify('sha256', message, publicKey, signature))
    return holds as boolean
  }
})

const padded = (...end: readonly Uint8Array[]): Buffer => {
  const tail = Buffer.concat(end)
  const block = Buffer.alloc(BYTES, 0xff)
  block.set([0, 1])
  block[BYTES - tail.length - 1] = 0
  block.set(tail, BYTES - tail.length)
  return block
}

describe('a PKCS #1 v1.5 signature', () => {
  it('holds with the one encoding of its digest', () => {
    expect(check(signatureOf(padded(INFO, digest)))).toBe(true)
  })

  it.each([2048, 3072, 4096, 2056])(
    'holds as OpenSSL makes it, with a modulus of %i bits',
    (modulusLength) => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
      const key = readPublicKey(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))
      for (const digest of ['SHA-256', 'SHA-384', 'SHA-512', 'SHA-224'] as const) {
        const signature = sign(digest.replace('-', '').toLowerCase(), message, privateKey)
        const scheme = { kind: 'rsa-pkcs1', digest } as const
        expect(checkSignature({ scheme, key, message: [message], signature })).toBe(true)
        expect(checkSignature({ scheme, key, message: [message.subarray(1)], signature })).toBe(false)
        expect(
          checkSignature({ scheme: { ...scheme, digest: 'SHA-1' }, key, message: [message], signature }),
        ).toBe(false)
      }
    },
  )

  it('does not hold when any byte of the encoding is another', () => {
    const block = padded(INFO, digest)
    for (let index = 0; index < BYTES; index++) {
      const forged = Buffer.from(block)
      // The first byte stays below that of the modulus.
      forged[index] = (block[index] ?? 0) ^ 0x01
      expect([index, check(signatureOf(forged))]).toEqual([index, false])
    }
  })

  it.each([
    ['bytes after the digest', () => padded(INFO, digest, Buffer.alloc(9))],
    ['the digest not at the end, its padding short', () => shortened(randomBytes(190))],
    ['parameters that are absent', () => padded(hex('302f300b0609608648016503040201', '0420'), digest)],
    ['lengths in more bytes than they need', () => padded(hex('308131', INFO.subarray(2)), digest)],
    ['a digest of another kind', () => padded(hex('3021300906052b0e03021a05000414'), digest.subarray(0, 20))],
    ['the digest alone', () => padded(digest)],
    ['the block type of encryption', () => changed(padded(INFO, digest), 1, 2)],
    ['another zero within the padding', () => changed(padded(INFO, digest), 40, 0)],
  ])('does not hold with %s', (_, blockOf) => {
    const block = blockOf()
    block[0] = 0
    expect(check(signatureOf(block))).toBe(false)
  })

  it('does not hold when it is no number below the modulus, or of another length', () => {
    const genuine = signatureOf(padded(INFO, digest))
    expect(check(genuine)).toBe(true)
    expect(check(plusModulus(genuine))).toBe(false)
    expect(check(modulus)).toBe(false)
    expect(check(new Uint8Array(BYTES).fill(0xff))).toBe(false)
    expect(check(new Uint8Array(BYTES))).toBe(false)
    expect(check(genuine.subarray(1))).toBe(false)
    expect(check(new Uint8Array([0, ...genuine]))).toBe(false)
  })
})

function hex(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
}

function changed(block: Buffer, index: number, value: number): Buffer {
  block[index] = value
  return block
}

/** Eight bytes of padding, and room for whatever helps a forger after the digest. */
function shortened(rest: Uint8Array): Buffer {
  const begin = Buffer.concat([Buffer.of(0, 1), Buffer.alloc(8, 0xff), Buffer.of(0), INFO, digest])
  return Buffer.concat([begin, rest, Buffer.alloc(BYTES)]).subarray(0, BYTES)
}

/** The same residue, in the same length where that is possible. */
function plusModulus(signature: Uint8Array): Uint8Array {
  const sum =
    BigInt(`0x${Buffer.from(signature).toString('hex')}`) +
    BigInt(`0x${Buffer.from(modulus).toString('hex')}`)
  const text = sum.toString(16)
  return text.length > BYTES * 2
    ? new Uint8Array(BYTES).fill(0xff)
    : Buffer.from(text.padStart(BYTES * 2, '0'), 'hex')
}
