import { Malformed } from '../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../../formats/der/tag.js'
import { derInteger, derNull, derOctetString, derOid, derSequence } from '../../formats/der/writer.js'
import type { DerivationBudget } from './encryption/derivation-budget.js'
import { decrypt } from './encryption/decryption.js'
import { encryptionSchemeOf } from './encryption/scheme.js'
import { nameOfCurve } from './explicit-curve.js'
import type { Passphrase } from './passphrase.js'

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const EC_PUBLIC_KEY = '1.2.840.10045.2.1'

/** Returns the PrivateKeyInfo of a PKCS #1 RSAPrivateKey (RFC 8017 §A.1.2; RFC 5958 §2). */
export function fromPkcs1(rsaPrivateKey: Uint8Array): Uint8Array {
  return derSequence(
    derInteger(0),
    derSequence(derOid(RSA_ENCRYPTION), derNull()),
    derOctetString(rsaPrivateKey),
  )
}

/** Returns the PrivateKeyInfo of a SEC 1 ECPrivateKey, which must say its curve (RFC 5915 §3). */
export function fromSec1(ecPrivateKey: Uint8Array): Uint8Array {
  const fields = DerCursor.open(ecPrivateKey).sequence()
  fields.smallInteger()
  fields.octetString()
  const parameters = fields.enterOptional(contextTag(0))
  if (parameters === undefined) throw new Malformed('key.malformed', 'the key does not name its curve')
  const curve = parameters.readRaw()
  return derSequence(derInteger(0), derSequence(derOid(EC_PUBLIC_KEY), curve), derOctetString(ecPrivateKey))
}

/**
 * Returns the PrivateKeyInfo inside an EncryptedPrivateKeyInfo (RFC 5958 §3), or `undefined` when the passphrase does not open it.
 * Throws `Malformed` when it cannot be read, `FiscalSealError('identity.limit')` when it asks for too much.
 */
export async function decryptPkcs8(
  encrypted: Uint8Array,
  access: { readonly passphrase: Passphrase; readonly budget: DerivationBudget },
): Promise<Uint8Array | undefined> {
  const cursor = DerCursor.open(encrypted)
  const fields = cursor.sequence()
  cursor.finish()
  const scheme = encryptionSchemeOf(readAlgorithmIdentifier(fields))
  const ciphertext = fields.octetString()
  fields.finish()
  const plain = await decrypt(ciphertext, scheme, access)
  return plain !== undefined && isPrivateKeyInfo(plain) ? plain : undefined
}

/**
 * Returns a copy of a PrivateKeyInfo in its first version, with the algorithm and the key alone: attributes and public key (RFC 5958 §2), which
 * not every platform reads, are left out, and the curve is named. Throws `Malformed`.
 */
export function plainPkcs8(pkcs8: Uint8Array): Uint8Array {
  const cursor = DerCursor.open(pkcs8)
  const fields = cursor.sequence()
  cursor.finish()
  const version = fields.smallInteger()
  const algorithm = readAlgorithmIdentifier(fields)
  const key = fields.octetString()
  fields.skipOptional(contextTag(0))
  const hasPublicKey = fields.peek() === contextPrimitiveTag(1)
  fields.skipOptional(contextPrimitiveTag(1))
  fields.finish()
  // The second version is the one with a public key.
  if (version > 1 || (version === 1 && !hasPublicKey))
    throw new Malformed('der.unexpected', `private key of version ${version}`)
  return derSequence(derInteger(0), ...keyFields(algorithm, key))
}

/**
 * A curve that is spelled out becomes a named one, in both places where it may stand. A public half in a compressed form (SEC 1 §2.3.3) is left
 * out: platforms would give it on as it is, and what is compressed is not read.
 */
function keyFields({ oid, parameters }: AlgorithmIdentifier, key: Uint8Array): readonly Uint8Array[] {
  const isExplicit = oid === EC_PUBLIC_KEY && parameters?.[0] === TAG.sequence
  if (isExplicit) {
    return [derSequence(derOid(oid), nameOfCurve(parameters)), derOctetString(privateValue(key))]
  }
  // RFC 8017 §A.1: NULL must stand there; files without it exist, and Chromium refuses them.
  const given = parameters ?? (oid === RSA_ENCRYPTION ? derNull() : undefined)
  const algorithm = derSequence(derOid(oid), ...(given === undefined ? [] : [given]))
  const isWhole = oid !== EC_PUBLIC_KEY || !isCompressed(key)
  return [algorithm, derOctetString(isWhole ? key : privateValue(key))]
}

const UNCOMPRESSED = 4

function isCompressed(ecPrivateKey: Uint8Array): boolean {
  const fields = DerCursor.open(ecPrivateKey).sequence()
  fields.smallInteger()
  fields.octetString()
  fields.skipOptional(contextTag(0))
  const point = fields.enterOptional(contextTag(1))?.octetBits()
  return point !== undefined && point[0] !== UNCOMPRESSED
}

/** Returns an ECPrivateKey with its value alone: what else it may hold (RFC 5915 §3) would repeat the curve. */
function privateValue(ecPrivateKey: Uint8Array): Uint8Array {
  const fields = DerCursor.open(ecPrivateKey).sequence()
  fields.smallInteger()
  return derSequence(derInteger(1), derOctetString(fields.octetString()))
}

/** One wrong passphrase in 256 leaves a padding that looks right: what comes out must also be a key. */
function isPrivateKeyInfo(plain: Uint8Array): boolean {
  try {
    plainPkcs8(plain).fill(0)
    return true
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}
