import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  getCiphers,
  pbkdf2 as derive,
  randomFillSync,
  scrypt as mix,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { Malformed } from '../../../base/errors.js'
import type { DigestAlgorithm } from '../../digest-algorithm.js'
import type { CbcParameters, Pbkdf2Parameters, ScryptParameters } from '../types.js'
import { OPENSSL_DIGESTS, toBytes } from './names.js'

const derivePbkdf2 = promisify(derive)

/** Returns the derived key; runs beside the event loop, since a million rounds take half a second. */
export async function pbkdf2(parameters: Pbkdf2Parameters): Promise<Uint8Array> {
  const { password, salt, iterations, digest, length } = parameters
  return toBytes(await derivePbkdf2(password, salt, iterations, length, OPENSSL_DIGESTS[digest]))
}

/** Returns the derived key; runs beside the event loop. */
export function scrypt(parameters: ScryptParameters): Promise<Uint8Array> {
  const { password, salt, cost, blockSize, parallelism, length } = parameters
  // OpenSSL counts the blocks of every lane and two more.
  const maxmem = 128 * blockSize * (cost + parallelism + 2)
  return new Promise((resolve, reject) => {
    mix(password, salt, length, { cost, blockSize, parallelization: parallelism, maxmem }, (error, key) => {
      // Bun says undefined where Node says null.
      if (error) reject(error)
      else resolve(toBytes(key))
    })
  })
}

/** Returns HMAC (RFC 2104) of `message` in order. */
export function hmac(digest: DigestAlgorithm, key: Uint8Array, message: readonly Uint8Array[]): Uint8Array {
  const running = createHmac(OPENSSL_DIGESTS[digest], key)
  for (const chunk of message) running.update(chunk)
  return toBytes(running.digest())
}

/** Returns the plain text of AES-128, -192 or -256 in CBC mode without its padding (PKCS #7), or `undefined` when the padding is wrong. */
export function aesCbcDecrypt(parameters: CbcParameters, ciphertext: Uint8Array): Uint8Array | undefined {
  return decipher(`aes-${parameters.key.length * 8}-cbc`, parameters, ciphertext)
}

/** Returns the cipher text of AES in CBC mode with PKCS #7 padding. */
export function aesCbcEncrypt(parameters: CbcParameters, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${parameters.key.length * 8}-cbc`, parameters.key, parameters.iv)
  return toBytes(Buffer.concat([cipher.update(plaintext), cipher.final()]))
}

/** Returns the plain text of three-key DES in CBC mode without its padding, or `undefined` when the padding is wrong. */
export function tripleDesCbcDecrypt(
  parameters: CbcParameters,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  return decipher('des-ede3-cbc', parameters, ciphertext)
}

function decipher(name: string, parameters: CbcParameters, ciphertext: Uint8Array): Uint8Array | undefined {
  // Deno has no AES with keys of 192 bits.
  if (!getCiphers().includes(name)) throw new Malformed('algorithm.unavailable', name)
  const cipher = createDecipheriv(name, parameters.key, parameters.iv)
  try {
    return toBytes(Buffer.concat([cipher.update(ciphertext), cipher.final()]))
  } catch {
    return undefined
  }
}

/** Returns random bytes of the operating system's generator. */
export function randomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
}

/** Returns whether both are equal, in a time that does not depend on where they differ. */
export function equalSecrets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
