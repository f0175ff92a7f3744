import { Malformed } from '../../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../../crypto/digest-algorithm.js'
import { TAG } from '../../../formats/der/tag.js'
import { passesOf } from './derivation-budget.js'
import {
  keyDerivationOf,
  parametersOf,
  readCount,
  type KeyDerivation,
  type SaltAndCount,
} from './key-derivation.js'

/** A block cipher in CBC mode, or the stream cipher RC4; RC2 says how many bits of its key count. */
export type Cipher =
  | { readonly kind: 'rc4'; readonly keyLength: 5 | 16 }
  | { readonly kind: 'aes'; readonly keyLength: 16 | 24 | 32 }
  | { readonly kind: '3des'; readonly keyLength: 16 | 24 }
  | { readonly kind: 'des'; readonly keyLength: 8 }
  | { readonly kind: 'rc2'; readonly keyLength: number; readonly effectiveBits: number }

/** How a key file is encrypted: PBES2 and PBES1 of RFC 8018, or the schemes of PKCS #12 (RFC 7292 §C). */
export type EncryptionScheme =
  | {
      readonly kind: 'pbes2'
      readonly derivation: KeyDerivation
      readonly cipher: Cipher
      readonly iv: Uint8Array
    }
  | {
      readonly kind: 'pbes1'
      readonly digest: 'MD5' | 'SHA-1'
      readonly cipher: Cipher
      readonly derivation: SaltAndCount
    }
  | { readonly kind: 'pkcs12'; readonly cipher: Cipher; readonly derivation: SaltAndCount }

const PKCS12_CIPHERS: ReadonlyMap<string, Cipher> = new Map<string, Cipher>([
  ['1.2.840.113549.1.12.1.1', { kind: 'rc4', keyLength: 16 }],
  ['1.2.840.113549.1.12.1.2', { kind: 'rc4', keyLength: 5 }],
  ['1.2.840.113549.1.12.1.3', { kind: '3des', keyLength: 24 }],
  ['1.2.840.113549.1.12.1.4', { kind: '3des', keyLength: 16 }],
  ['1.2.840.113549.1.12.1.5', { kind: 'rc2', keyLength: 16, effectiveBits: 128 }],
  ['1.2.840.113549.1.12.1.6', { kind: 'rc2', keyLength: 5, effectiveBits: 40 }],
])

const DES: Cipher = { kind: 'des', keyLength: 8 }
const RC2_64: Cipher = { kind: 'rc2', keyLength: 8, effectiveBits: 64 }

const PBES1: ReadonlyMap<string, readonly ['MD5' | 'SHA-1', Cipher]> = new Map<
  string,
  readonly ['MD5' | 'SHA-1', Cipher]
>([
  ['1.2.840.113549.1.5.3', ['MD5', DES]],
  ['1.2.840.113549.1.5.6', ['MD5', RC2_64]],
  ['1.2.840.113549.1.5.10', ['SHA-1', DES]],
  ['1.2.840.113549.1.5.11', ['SHA-1', RC2_64]],
])

/** Bytes of the initialization vector that the schemes of PKCS #12 derive: that of a block cipher with blocks of eight. */
export const VECTOR_LENGTH = 8

/** Returns how often `scheme` runs its iterations, for the budget to be charged. */
export function passesOfScheme({ kind, derivation, cipher }: EncryptionScheme): number {
  // PBKDF1 gives one output of its digest, and scrypt was counted whole.
  if (kind === 'pbes1') return 1
  if (kind === 'pkcs12') return passesOf('SHA-1', cipher.keyLength) + passesOf('SHA-1', VECTOR_LENGTH)
  return derivation.kind === 'scrypt' ? 1 : passesOf(derivation.digest, cipher.keyLength)
}

const PBES2 = '1.2.840.113549.1.5.13'

/** Returns the scheme that `id` names. Throws `Malformed('algorithm.unknown' | 'algorithm.parameters' | 'der.*')`. */
export function encryptionSchemeOf(id: AlgorithmIdentifier): EncryptionScheme {
  if (id.oid === PBES2) return readPbes2(id)
  const cipher = PKCS12_CIPHERS.get(id.oid)
  if (cipher !== undefined) return { kind: 'pkcs12', cipher, derivation: readSaltAndCount(id) }
  const pbes1 = PBES1.get(id.oid)
  if (pbes1 === undefined) throw new Malformed('algorithm.unknown', `encryption ${id.oid}`)
  return { kind: 'pbes1', digest: pbes1[0], cipher: pbes1[1], derivation: readSaltAndCount(id) }
}

function readSaltAndCount(id: AlgorithmIdentifier): SaltAndCount {
  const fields = parametersOf(id).sequence()
  const salt = fields.octetString()
  const iterations = readCount(fields)
  fields.finish()
  return { salt, iterations }
}

function readPbes2(id: AlgorithmIdentifier): EncryptionScheme {
  const fields = parametersOf(id).sequence()
  const derivation = keyDerivationOf(readAlgorithmIdentifier(fields))
  const encryption = readAlgorithmIdentifier(fields)
  fields.finish()
  return { kind: 'pbes2', derivation, ...readCipher(encryption, derivation) }
}

const BLOCK_CIPHERS: ReadonlyMap<string, Cipher> = new Map<string, Cipher>([
  ['2.16.840.1.101.3.4.1.2', { kind: 'aes', keyLength: 16 }],
  ['2.16.840.1.101.3.4.1.22', { kind: 'aes', keyLength: 24 }],
  ['2.16.840.1.101.3.4.1.42', { kind: 'aes', keyLength: 32 }],
  ['1.2.840.113549.3.7', { kind: '3des', keyLength: 24 }],
  ['1.3.14.3.2.7', DES],
])

/** In bytes: RC2 takes more, but no program ever wrote them, and deriving them costs more the more there are. */
const MAX_RC2_KEY = 16

const RC2_CBC = '1.2.840.113549.3.2'

function readCipher(
  id: AlgorithmIdentifier,
  derivation: KeyDerivation,
): { readonly cipher: Cipher; readonly iv: Uint8Array } {
  if (id.oid === RC2_CBC) return readRc2(id, derivation)
  const cipher = BLOCK_CIPHERS.get(id.oid)
  if (cipher === undefined) throw new Malformed('algorithm.unknown', `cipher ${id.oid}`)
  const { keyLength } = derivation
  const iv = parametersOf(id).octetString()
  const blockLength = cipher.kind === 'aes' ? 16 : 8
  const fits = iv.length === blockLength && (keyLength === undefined || keyLength === cipher.keyLength)
  if (!fits)
    throw new Malformed(
      'algorithm.parameters',
      'key or initialization vector of another length than the cipher has',
    )
  return { cipher, iv }
}

/** RFC 8018 §B.2.3: the parameter version is a code for the effective key bits. */
const RC2_VERSIONS: ReadonlyMap<number, number> = new Map([
  [160, 40],
  [120, 64],
  [58, 128],
])

function readRc2(
  id: AlgorithmIdentifier,
  derivation: KeyDerivation,
): { readonly cipher: Cipher; readonly iv: Uint8Array } {
  const fields = parametersOf(id).sequence()
  const version = fields.peek() === TAG.integer ? fields.smallInteger() : undefined
  const iv = fields.octetString()
  fields.finish()
  const effectiveBits = version === undefined ? 32 : RC2_VERSIONS.get(version)
  const keyLength = derivation.keyLength ?? 16
  if (effectiveBits === undefined || iv.length !== 8 || keyLength < 1 || keyLength > MAX_RC2_KEY) {
    throw new Malformed('algorithm.parameters', 'RC2')
  }
  return { cipher: { kind: 'rc2', keyLength, effectiveBits }, iv }
}
