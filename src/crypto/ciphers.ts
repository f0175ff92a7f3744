import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import type { DigestAlgorithm } from './digest-algorithm.js'
import type { CbcParameters, Pbkdf2Parameters, ScryptParameters } from './platform/types.js'

export type { CbcParameters, Pbkdf2Parameters, ScryptParameters } from './platform/types.js'

/** Returns the key of PBKDF2 (RFC 8018 §5.2). The caller has bounded the iterations. */
export function pbkdf2(parameters: Pbkdf2Parameters): Promise<Uint8Array> {
  return platform.pbkdf2(parameters)
}

/** Returns the key of scrypt (RFC 7914 §6). The caller has bounded time and memory, which is 128 · blockSize · cost bytes. */
export function scrypt(parameters: ScryptParameters): Promise<Uint8Array> {
  return platform.scrypt(parameters)
}

/** Returns HMAC (RFC 2104) over `message` in order. */
export function hmac(
  digest: DigestAlgorithm,
  key: Uint8Array,
  message: readonly Uint8Array[],
): Awaitable<Uint8Array> {
  return platform.hmac(digest, key, message)
}

/** Returns the plain text of AES in CBC mode, its PKCS #7 padding taken off, or `undefined` when the padding is wrong. */
export function aesCbcDecrypt(
  parameters: CbcParameters,
  ciphertext: Uint8Array,
): Awaitable<Uint8Array | undefined> {
  return platform.aesCbcDecrypt(parameters, ciphertext)
}

/** Returns the cipher text of AES in CBC mode with PKCS #7 padding. */
export function aesCbcEncrypt(parameters: CbcParameters, plaintext: Uint8Array): Awaitable<Uint8Array> {
  return platform.aesCbcEncrypt(parameters, plaintext)
}

/**
 * Returns the plain text of three-key DES in CBC mode, or `undefined` when the padding is wrong: for reading old key files only.
 * Throws `Malformed('algorithm.unavailable')` where the platform has no DES.
 */
export function tripleDesCbcDecrypt(
  parameters: CbcParameters,
  ciphertext: Uint8Array,
): Awaitable<Uint8Array | undefined> {
  return platform.tripleDesCbcDecrypt(parameters, ciphertext)
}

/** Returns `length` random bytes of the platform's generator. */
export function randomBytes(length: number): Uint8Array {
  return platform.randomBytes(length)
}

/** Returns whether both are equal, in a time that does not depend on where they differ. */
export function equalSecrets(left: Uint8Array, right: Uint8Array): boolean {
  return platform.equalSecrets(left, right)
}
