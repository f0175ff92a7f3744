import { describe, expect, it } from '@jest/globals'
import { concatBytes, toUtf8 } from '../../src/base/bytes.js'
import { CURVES } from '../../src/crypto/curve.js'
import { fromFixedLength, toFixedLength } from '../../src/crypto/ecdsa-signature.js'
import { newOperationCounter } from '../../src/crypto/operation-counter.js'
import { generatePrivateKey, signBytes } from '../../src/crypto/private-key.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { canHold } from '../../src/crypto/signature-form.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { pssKeyInfo } from '../../src/crypto/spki.js'
import { derInteger, derNull, derSequence, derUnsignedInteger } from '../../src/formats/der/writer.js'

const ec = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
const rsa = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
const ecdsa = { kind: 'ecdsa', digest: 'SHA-256' } as const
const pkcs1 = { kind: 'rsa-pkcs1', digest: 'SHA-256' } as const
const message = [toUtf8('Total 100.00')]
const order = Uint8Array.from(Buffer.from(CURVES['P-256'].order, 'hex'))
const below = order.slice()
below[31] = (below[31] ?? 0) - 1

describe('an ECDSA signature', () => {
  it('is a sequence of r and s from 1 to the order − 1', () => {
    const [one, most] = [derInteger(1), derUnsignedInteger(below)]
    expect(canHold(ecdsa, ec.publicKey, derSequence(one, most))).toBe(true)
  })

  const one = derInteger(1)
  it.each<readonly [string, Uint8Array]>([
    ['r = s = 0', derSequence(derInteger(0), derInteger(0))],
    ['r = 0', derSequence(derInteger(0), one)],
    ['s = the order', derSequence(one, derUnsignedInteger(order))],
    ['a negative s', derSequence(one, Uint8Array.of(2, 1, 0x81))],
    ['a padded r', derSequence(Uint8Array.of(2, 2, 0, 1), one)],
    ['a third integer', derSequence(one, one, one)],
    ['bytes after it', concatBytes([derSequence(one, one), derNull()])],
    ['a length with padding', Uint8Array.of(0x30, 0x81, 6, 2, 1, 1, 2, 1, 1)],
    ['r and s of fixed length', new Uint8Array(64).fill(1)],
    ['nothing', new Uint8Array(0)],
  ])('with %s cannot hold, and no platform is asked', async (_, signature) => {
    const counter = newOperationCounter()
    expect(await checkSignature({ scheme: ecdsa, key: ec.publicKey, message, signature, counter })).toBe(
      false,
    )
    expect(counter.publicKey).toBe(0)
  })

  it('holds with the high s as well, so it identifies nothing', async () => {
    const signature = await signBytes(ec, ecdsa, message)
    const fixed = toFixedLength(signature, 32)
    expect(fromFixedLength(fixed)).toEqual(signature)
    const s = BigInt(`0x${Buffer.from(fixed.subarray(32)).toString('hex')}`)
    const twin = (BigInt(`0x${CURVES['P-256'].order}`) - s).toString(16).padStart(64, '0')
    fixed.set(Buffer.from(twin, 'hex'), 32)
    const check = { scheme: ecdsa, key: ec.publicKey, message, signature: fromFixedLength(fixed) }
    expect(await checkSignature(check)).toBe(true)
  })
})

describe('an RSA signature', () => {
  it('has exactly the length of the modulus', async () => {
    const signature = await signBytes(rsa, pkcs1, message)
    const check = { scheme: pkcs1, key: rsa.publicKey, message }
    expect(await checkSignature({ ...check, signature })).toBe(true)
    expect(await checkSignature({ ...check, signature: concatBytes([Uint8Array.of(0), signature]) })).toBe(
      false,
    )
    expect(await checkSignature({ ...check, signature: signature.subarray(1) })).toBe(false)
  })

  it('is below the modulus, so that it has no twin', () => {
    const modulus = rsa.publicKey.modulus ?? new Uint8Array(0)
    const most = modulus.slice()
    most[255] = (most[255] ?? 0) - 1
    expect(canHold(pkcs1, rsa.publicKey, most)).toBe(true)
    expect(canHold(pkcs1, rsa.publicKey, modulus)).toBe(false)
    most[0] = 255
    expect(canHold(pkcs1, rsa.publicKey, most)).toBe(modulus[0] === 255)
    expect(canHold(pkcs1, rsa.publicKey, new Uint8Array(256).fill(255))).toBe(false)
  })
})

describe('a key', () => {
  it('holds for schemes of its own kind alone', () => {
    const signature = new Uint8Array(256).fill(1)
    expect(canHold(pkcs1, rsa.publicKey, signature)).toBe(true)
    expect(canHold(pkcs1, ec.publicKey, signature)).toBe(false)
    expect(canHold(ecdsa, rsa.publicKey, derSequence(derInteger(1), derInteger(1)))).toBe(false)
    expect(canHold({ kind: 'eddsa', curve: 'Ed25519' }, ec.publicKey, new Uint8Array(64))).toBe(false)
  })

  it('that is restricted to RSASSA-PSS holds within its restrictions', () => {
    const restriction = { digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: 32 } as const
    const marked = readPublicKey(pssKeyInfo(rsa.publicKey, restriction))
    const signature = new Uint8Array(256).fill(1)
    expect(marked.restriction).toEqual(restriction)
    expect(canHold({ kind: 'rsa-pss', ...restriction }, marked, signature)).toBe(true)
    expect(canHold({ kind: 'rsa-pss', ...restriction, saltLength: 64 }, marked, signature)).toBe(true)
    expect(canHold({ kind: 'rsa-pss', ...restriction, saltLength: 20 }, marked, signature)).toBe(false)
    expect(canHold({ kind: 'rsa-pss', ...restriction, digest: 'SHA-512' }, marked, signature)).toBe(false)
    expect(canHold(pkcs1, marked, signature)).toBe(false)
  })
})
