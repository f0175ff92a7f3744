import { aesCbcEncrypt, pbkdf2, randomBytes } from '../../../crypto/ciphers.js'
import { derInteger, derNull, derOctetString, derOid, derSequence } from '../../../formats/der/writer.js'
import type { Passphrase } from '../passphrase.js'

/** Rounds of PBKDF2-HMAC-SHA-256 that OWASP asks for (Password Storage Cheat Sheet, 2023). */
export const DEFAULT_PKCS8_ITERATIONS = 600_000

const SALT_LENGTH = 16
const KEY_LENGTH = 32
const VECTOR_LENGTH = 16

/** What was encrypted, and the AlgorithmIdentifier that says how. */
export interface Encrypted {
  readonly algorithm: Uint8Array
  readonly ciphertext: Uint8Array
}

/** How to encrypt: PBKDF2 with so many rounds under a passphrase. */
export interface EncryptionAccess {
  readonly passphrase: Passphrase
  readonly iterations: number
}

/** Returns `plain` under AES-256 in CBC mode with a key of PBKDF2-HMAC-SHA-256, as PBES2 (RFC 8018 §6.2). */
export async function encrypt(plain: Uint8Array, access: EncryptionAccess): Promise<Encrypted> {
  const { passphrase, iterations } = access
  const salt = randomBytes(SALT_LENGTH)
  const iv = randomBytes(VECTOR_LENGTH)
  const key = await pbkdf2({
    password: passphrase.utf8(),
    salt,
    iterations,
    digest: 'SHA-256',
    length: KEY_LENGTH,
  })
  const ciphertext = await aesCbcEncrypt({ key, iv }, plain)
  key.fill(0)
  return { algorithm: pbes2(salt, iterations, iv), ciphertext }
}

function pbes2(salt: Uint8Array, iterations: number, iv: Uint8Array): Uint8Array {
  const hmacSha256 = derSequence(derOid('1.2.840.113549.2.9'), derNull())
  const derivation = derSequence(
    derOid('1.2.840.113549.1.5.12'),
    derSequence(derOctetString(salt), derInteger(iterations), hmacSha256),
  )
  const cipher = derSequence(derOid('2.16.840.1.101.3.4.1.42'), derOctetString(iv))
  return derSequence(derOid('1.2.840.113549.1.5.13'), derSequence(derivation, cipher))
}

/** Returns the EncryptedPrivateKeyInfo of a PrivateKeyInfo (RFC 5958 §3). */
export async function encryptPkcs8(pkcs8: Uint8Array, access: EncryptionAccess): Promise<Uint8Array> {
  const { algorithm, ciphertext } = await encrypt(pkcs8, access)
  return derSequence(algorithm, derOctetString(ciphertext))
}
