// The least that a seal or a check can cost on this machine: the digest of the bytes and the public-key operations.
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'

const pairs = {
  'rsa-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'p-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
}

/** As long as the signed attributes of a seal, and as long as the signed part of a certificate. */
const attributes = randomBytes(200)
const certificate = randomBytes(700)

/** The digest alone. */
export const digest = (bytes) => createHash('sha256').update(bytes).digest()

/**
 * A function that hashes what it is given once and makes as many public-key operations of `algorithm` as were counted.
 * Keys are imported beforehand, which is what both sides may do.
 */
export const makeRaw = (algorithm, { made, checked }) => {
  const { privateKey, publicKey } = pairs[algorithm]()
  const signature = sign('sha256', certificate, privateKey)
  return (bytes) => {
    digest(bytes)
    for (let count = 0; count < made; count += 1) sign('sha256', attributes, privateKey)
    for (let count = 0; count < checked; count += 1) {
      if (!verify('sha256', certificate, publicKey, signature)) throw new Error('raw check failed')
    }
  }
}
