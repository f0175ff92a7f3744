import { Malformed } from '../../../base/errors.js'
import type { DigestAlgorithm } from '../../digest-algorithm.js'
import type { CbcParameters, Pbkdf2Parameters } from '../types.js'
import { joinedBytes, ownBytes, subtleCrypto, webDigest, whereOffered } from './web-crypto.js'

/** Returns the derived key. */
export async function pbkdf2(parameters: Pbkdf2Parameters): Promise<Uint8Array> {
  const { password, salt, iterations, digest, length } = parameters
  const algorithm = { name: 'PBKDF2', salt: ownBytes(salt), iterations, hash: webDigest(digest) }
  const key = await subtleCrypto().importKey('raw', ownBytes(password), 'PBKDF2', false, ['deriveBits'])
  // Firefox derives no more than 256 bytes.
  const derived = whereOffered('PBKDF2', subtleCrypto().deriveBits(algorithm, key, length * 8))
  return new Uint8Array(await derived)
}

/** Returns HMAC (RFC 2104) of `message` in order. */
export async function hmac(
  digest: DigestAlgorithm,
  key: Uint8Array,
  message: readonly Uint8Array[],
): Promise<Uint8Array> {
  // WebCrypto refuses an empty key; HMAC pads keys with zeros, so that one zero is the same key.
  const raw = key.length === 0 ? new Uint8Array(1) : ownBytes(key)
  const algorithm = { name: 'HMAC', hash: webDigest(digest) }
  const imported = await subtleCrypto().importKey('raw', raw, algorithm, false, ['sign'])
  return new Uint8Array(await subtleCrypto().sign('HMAC', imported, joinedBytes(message)))
}

/** Returns the plain text of AES in CBC mode without its padding, or `undefined` when the padding is wrong. */
export async function aesCbcDecrypt(
  parameters: CbcParameters,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  const key = await importAes(parameters, 'decrypt')
  const algorithm = { name: 'AES-CBC', iv: ownBytes(parameters.iv) }
  try {
    return new Uint8Array(await subtleCrypto().decrypt(algorithm, key, ownBytes(ciphertext)))
  } catch {
    return undefined
  }
}

/** Returns the cipher text of AES in CBC mode with PKCS #7 padding. */
export async function aesCbcEncrypt(parameters: CbcParameters, plaintext: Uint8Array): Promise<Uint8Array> {
  const key = await importAes(parameters, 'encrypt')
  const algorithm = { name: 'AES-CBC', iv: ownBytes(parameters.iv) }
  return new Uint8Array(await subtleCrypto().encrypt(algorithm, key, ownBytes(plaintext)))
}

function importAes(parameters: CbcParameters, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const { key } = parameters
  // Chromium has no AES with keys of 192 bits.
  const imported = subtleCrypto().importKey('raw', ownBytes(key), 'AES-CBC', false, [use])
  return whereOffered(`AES-${key.length * 8}`, imported)
}

/** WebCrypto has no DES; throws `Malformed('algorithm.unavailable')`. */
export function tripleDesCbcDecrypt(
  _parameters: CbcParameters,
  _ciphertext: Uint8Array,
): Uint8Array | undefined {
  throw new Malformed('algorithm.unavailable', 'three-key DES')
}

/** `crypto.getRandomValues` gives at most this many bytes at once. */
const MAX_RANDOM = 65_536

/** Returns random bytes of the platform's generator. */
export function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let start = 0; start < length; start += MAX_RANDOM)
    crypto.getRandomValues(bytes.subarray(start, start + MAX_RANDOM))
  return bytes
}

/** Returns whether both are equal, in a time that does not depend on where they differ. */
export function equalSecrets(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}
