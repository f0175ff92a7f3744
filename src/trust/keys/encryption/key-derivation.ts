import { Malformed } from '../../../base/errors.js'
import { pbkdf2, scrypt } from '../../../crypto/ciphers.js'
import {
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
  type DigestAlgorithm,
} from '../../../crypto/digest-algorithm.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { TAG } from '../../../formats/der/tag.js'
import type { Passphrase } from '../passphrase.js'

/** Salt and iterations, which every derivation has: PBEParameter of RFC 8018 §A.3, pkcs-12PbeParams of RFC 7292 §C. */
export interface SaltAndCount {
  readonly salt: Uint8Array
  /** What it costs, counted in rounds of a digest. */
  readonly iterations: number
}

/** PBKDF2 as a file asks for it (RFC 8018 §A.2). */
export interface Pbkdf2Request extends SaltAndCount {
  readonly kind: 'pbkdf2'
  /** In bytes, where the file says it. */
  readonly keyLength: number | undefined
  readonly digest: DigestAlgorithm
}

/** Scrypt as a file asks for it (RFC 7914 §7). */
export interface ScryptRequest extends SaltAndCount {
  readonly kind: 'scrypt'
  readonly keyLength: number | undefined
  /** N: a power of two. */
  readonly cost: number
  /** r: in units of 128 bytes. */
  readonly blockSize: number
  /** p. */
  readonly parallelism: number
}

/** A key derivation of PBES2. */
export type KeyDerivation = Pbkdf2Request | ScryptRequest

const PBKDF2 = '1.2.840.113549.1.5.12'
const SCRYPT = '1.3.6.1.4.1.11591.4.11'

/** Returns the key derivation that `id` names; throws `Malformed('algorithm.unknown' | 'algorithm.parameters' | 'der.*')`. */
export function keyDerivationOf(id: AlgorithmIdentifier): KeyDerivation {
  return id.oid === SCRYPT ? scryptOf(id) : pbkdf2Of(id)
}

/** Returns what PBKDF2-params ask for; throws `Malformed('algorithm.unknown')` for another key derivation. */
export function pbkdf2Of(id: AlgorithmIdentifier): Pbkdf2Request {
  if (id.oid !== PBKDF2) throw new Malformed('algorithm.unknown', `key derivation ${id.oid}`)
  const fields = parametersOf(id).sequence()
  const salt = fields.octetString()
  const iterations = readCount(fields)
  const keyLength = fields.peek() === TAG.integer ? fields.smallInteger() : undefined
  const digest = fields.atEnd ? 'SHA-1' : hmacDigestOf(readAlgorithmIdentifier(fields))
  fields.finish()
  return { kind: 'pbkdf2', salt, iterations, keyLength, digest }
}

/** RFC 7914 §7.1. Mixing one block of 128 bytes costs about as much as one round of HMAC; memory is 128 · r · N, so that bounding the cost bounds it too. */
function scryptOf(id: AlgorithmIdentifier): ScryptRequest {
  const fields = parametersOf(id).sequence()
  const salt = fields.octetString()
  const cost = readCount(fields)
  const blockSize = readCount(fields)
  const parallelism = readCount(fields)
  const keyLength = fields.atEnd ? undefined : fields.smallInteger()
  fields.finish()
  // RFC 7914 §2: N is a power of two above one.
  if (cost < 2 || !Number.isInteger(Math.log2(cost)))
    throw new Malformed('algorithm.parameters', 'cost of scrypt')
  const iterations = cost * blockSize * parallelism
  return { kind: 'scrypt', salt, iterations, keyLength, cost, blockSize, parallelism }
}

/** Returns the parameters of `id`, which must have some. Throws `Malformed('algorithm.parameters')`. */
export function parametersOf(id: AlgorithmIdentifier): DerCursor {
  if (id.parameters === undefined) throw new Malformed('algorithm.parameters', id.oid)
  return DerCursor.open(id.parameters)
}

/** Reads a positive integer (RFC 8018 §4.2). */
export function readCount(fields: DerCursor): number {
  const count = fields.smallInteger()
  if (count < 1) throw new Malformed('algorithm.parameters', 'no iterations')
  return count
}

const HMAC_DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  ['1.2.840.113549.2.7', 'SHA-1'],
  ['1.2.840.113549.2.8', 'SHA-224'],
  ['1.2.840.113549.2.9', 'SHA-256'],
  ['1.2.840.113549.2.10', 'SHA-384'],
  ['1.2.840.113549.2.11', 'SHA-512'],
  ['1.2.840.113549.2.12', 'SHA-512/224'],
  ['1.2.840.113549.2.13', 'SHA-512/256'],
  ['2.16.840.1.101.3.4.2.13', 'SHA3-224'],
  ['2.16.840.1.101.3.4.2.14', 'SHA3-256'],
  ['2.16.840.1.101.3.4.2.15', 'SHA3-384'],
  ['2.16.840.1.101.3.4.2.16', 'SHA3-512'],
])

/** Returns the digest of an HMAC algorithm (RFC 8018 §B.1.2); throws `Malformed('algorithm.unknown')` for any other. */
export function hmacDigestOf(id: AlgorithmIdentifier): DigestAlgorithm {
  const digest = HMAC_DIGESTS.get(id.oid)
  if (digest === undefined) throw new Malformed('algorithm.unknown', `pseudo-random function ${id.oid}`)
  return digest
}

/** Returns `length` bytes derived from the passphrase; the caller has charged the budget. */
export function deriveKey(
  derivation: KeyDerivation,
  passphrase: Passphrase,
  length: number,
): Promise<Uint8Array> {
  const password = passphrase.utf8()
  return derivation.kind === 'scrypt'
    ? scrypt({ ...derivation, password, length })
    : pbkdf2({ ...derivation, password, length })
}
