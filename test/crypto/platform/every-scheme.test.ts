import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import type { SignatureScheme } from '../../../src/crypto/algorithms.js'
import { DIGEST_OIDS, type DigestAlgorithm } from '../../../src/crypto/digest-algorithm.js'
import * as node from '../../../src/crypto/platform/node.js'
import * as web from '../../../src/crypto/platform/web.js'
import { readPublicKey, type PublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { pssKeyInfo } from '../../../src/crypto/spki.js'

const DIGESTS = Object.keys(DIGEST_OIDS) as DigestAlgorithm[]
const MESSAGES = [[toUtf8('in one piece')], [toUtf8('in '), toUtf8('two')], []]

const read = (key: KeyObject): PublicKey => readPublicKey(key.export({ type: 'spki', format: 'der' }))
const rsa = read(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)
const KEYS: Readonly<Record<string, PublicKey>> = {
  RSA: rsa,
  'RSA of 512 bits': read(generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey),
  'RSA for PSS': readPublicKey(pssKeyInfo(rsa, { digest: 'SHA-256', mgfDigest: 'SHA3-256', saltLength: 32 })),
  'P-256': read(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
  'P-521': read(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey),
  secp256k1: read(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey),
  DSA: read(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey),
  Ed25519: read(generateKeyPairSync('ed25519').publicKey),
  Ed448: read(generateKeyPairSync('ed448').publicKey),
}

const SCHEMES: readonly SignatureScheme[] = [
  ...DIGESTS.flatMap((digest): SignatureScheme[] => [
    { kind: 'rsa-pkcs1', digest },
    { kind: 'ecdsa', digest },
    { kind: 'dsa', digest },
    ...DIGESTS.flatMap((mgfDigest) =>
      [0, 32, 2048].map((saltLength) => ({ kind: 'rsa-pss', digest, mgfDigest, saltLength }) as const),
    ),
  ]),
  { kind: 'eddsa', curve: 'Ed25519' },
  { kind: 'eddsa', curve: 'Ed448' },
]

/** Values of a form that each kind of key may have; none of them is a signature. */
function valuesFor(key: PublicKey): readonly Uint8Array[] {
  if (key.modulus === undefined)
    return [Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1), randomBytes(64), randomBytes(114)]
  const low = new Uint8Array(randomBytes(key.modulus.length))
  low[0] = 0
  return [low, new Uint8Array(key.modulus.length).fill(255)]
}

async function endOf(check: () => unknown): Promise<unknown> {
  try {
    return await check()
  } catch (error) {
    return error instanceof Malformed ? error.code : error
  }
}

describe.each(Object.keys(KEYS))('under a key of %s', (name) => {
  const key = KEYS[name] ?? rsa

  it('every scheme and digest ends as an answer or as a typed refusal', async () => {
    const ends = new Set<unknown>()
    for (const scheme of SCHEMES)
      for (const message of MESSAGES)
        for (const signature of valuesFor(key))
          ends.add(await endOf(() => checkSignature({ scheme, key, message, signature })))
    for (const end of ends) expect([true, false, 'algorithm.unavailable', 'key.malformed']).toContain(end)
  })

  it('the platforms by themselves throw nothing else either', async () => {
    const [message = []] = MESSAGES
    const [signature = message[0] ?? randomBytes(1)] = valuesFor(key)
    for (const scheme of SCHEMES) {
      for (const platform of [node, web]) {
        const end = await endOf(() => platform.verifySignature({ scheme, key, message, signature }))
        expect([true, false, 'algorithm.unavailable', 'key.malformed']).toContain(end)
      }
    }
  })
})
