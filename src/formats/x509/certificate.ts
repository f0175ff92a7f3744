import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { isOwned, parseOwned } from '../../base/owned.js'
import {
  readAlgorithmIdentifier,
  sameAlgorithm,
  type AlgorithmIdentifier,
} from '../../crypto/digest-algorithm.js'
import { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../der/tag.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import { readName, type Name } from './name.js'

export type { Extension, Extensions } from './extension.js'

/** A certificate (RFC 5280 §4.1): what is written, nothing judged. Byte arrays are views on what was parsed. */
export interface Certificate {
  readonly der: Uint8Array
  /** The signed part, as it is hashed. */
  readonly tbs: Uint8Array
  /** 1, 2 or 3. */
  readonly version: number
  /** Content octets of the INTEGER, with its sign octet. */
  readonly serialNumber: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Name
  readonly subject: Name
  /** Milliseconds since 1970, the instant included. */
  readonly notBefore: number
  /** Milliseconds since 1970, the instant included. */
  readonly notAfter: number
  /** SubjectPublicKeyInfo, for `readPublicKey`. */
  readonly spki: Uint8Array
  readonly extensions: Extensions
}

/**
 * Returns the certificate that `der` is. It must be DER without bytes after it; extensions only in version 3 and none twice; both signature
 * algorithms the same. Values of extensions are read by the functions of `extensions.ts`.
 * Throws `Malformed('der.*' | 'certificate.malformed')`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  return new ParsedCertificate(der)
}

/**
 * Returns the certificate on bytes of its own, for who keeps it: those of a parsed one are views on what was parsed. Throws what
 * `parseCertificate` throws.
 */
export function ownedCertificate(certificate: Certificate | Uint8Array): Certificate {
  if (certificate instanceof Uint8Array) return parseOwned(certificate, parseCertificate)
  return isOwned(certificate) ? certificate : parseOwned(certificate.der, parseCertificate)
}

/**
 * An object of a class, as an extension and a key are: those of a literal are made among what lives long, and slower, once many that were made
 * there stayed, as those of a trust store do.
 */
class ParsedCertificate implements Certificate {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly version: number
  readonly serialNumber: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Name
  readonly subject: Name
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  readonly extensions: Extensions

  constructor(der: Uint8Array) {
    this.der = der
    const cursor = DerCursor.open(der)
    const outer = cursor.descend(TAG.sequence)
    const start = cursor.offset
    const fields = cursor.enter(TAG.sequence)
    const end = cursor.offset
    this.tbs = der.subarray(start, end)
    const algorithm = readAlgorithmIdentifier(cursor)
    this.signatureAlgorithm = algorithm
    const algorithmDer = { start: end, end: cursor.offset }
    this.signature = cursor.octetBits()
    cursor.ascend(outer)
    cursor.finish()
    this.version = readVersion(fields)
    this.serialNumber = fields.integer()
    if (!repeats(der, algorithmDer, fields)) requireSameAlgorithm(fields, algorithm)
    this.issuer = readName(fields)
    const validity = fields.descend(TAG.sequence)
    this.notBefore = fields.time()
    this.notAfter = fields.time()
    fields.ascend(validity)
    this.subject = readName(fields)
    checkSerialNumber(this.serialNumber, equalBytes(this.issuer.der, this.subject.der))
    this.spki = fields.readRaw(TAG.sequence)
    this.extensions = readTail(fields, this.version)
  }
}

/** Reads over the next element if it is, byte for byte, the one that stands from `start` to `end`, and returns whether it is. */
function repeats(
  der: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  fields: DerCursor,
): boolean {
  const { offset } = fields
  for (let index = start; index < end; index++) if (der[index] !== der[offset + index - start]) return false
  fields.skip()
  return true
}

/** RFC 5280 §4.1.1.2: both MUST be the same. Real authorities write NULL in one and nothing in the other. */
function requireSameAlgorithm(fields: DerCursor, signatureAlgorithm: AlgorithmIdentifier): void {
  const { offset } = fields
  if (sameAlgorithm(readAlgorithmIdentifier(fields), signatureAlgorithm)) return
  throw new Malformed('certificate.malformed', 'two different signature algorithms', offset)
}

/** X.690 §11.5: the default, version 1, is not written. */
function readVersion(fields: DerCursor): number {
  const offset = fields.offset
  if (fields.peek() !== contextTag(0)) return 1
  const outer = fields.descend(contextTag(0))
  const version = fields.smallInteger()
  fields.ascend(outer)
  if (version === 0) throw new Malformed('der.not-canonical', 'default value written', offset)
  if (version > 2) throw new Malformed('certificate.malformed', `version ${version + 1}`, offset)
  return version + 1
}

/**
 * RFC 5280 §4.1.2.2: at most 20 octets. Roots of tax authorities are longer, and nothing depends on the number of a root.
 * Sign and zero are left to path validation: see `hasPositiveSerialNumber`.
 */
function checkSerialNumber(serialNumber: Uint8Array, isSelfIssued: boolean): void {
  const length = serialNumber[0] === 0 ? serialNumber.length - 1 : serialNumber.length
  if (length > (isSelfIssued ? 64 : 20))
    throw new Malformed('certificate.malformed', 'serial number of more than 20 octets')
}

/** Returns whether the serial number is positive, as RFC 5280 §4.1.2.2 asks. Old roots have zero. */
export function hasPositiveSerialNumber(certificate: Certificate): boolean {
  const { serialNumber } = certificate
  const first = serialNumber[0] ?? 0
  const second = serialNumber[1] ?? 0
  return first < 0x80 && first + second > 0
}

function readTail(fields: DerCursor, version: number): Extensions {
  if (fields.atEnd) return NO_EXTENSIONS
  const offset = fields.offset
  // RFC 5280 §4.1.2.8, §4.1.2.9: unique identifiers from version 2, extensions from version 3.
  if (version >= 2) {
    readUniqueIdentifier(fields, contextPrimitiveTag(1))
    readUniqueIdentifier(fields, contextPrimitiveTag(2))
  }
  if (version !== 3 || fields.peek() !== contextTag(3)) {
    if (fields.peek() < 0) return NO_EXTENSIONS
    throw new Malformed('certificate.malformed', `field that version ${version} does not have`, offset)
  }
  const outer = fields.descend(contextTag(3))
  const extensions = readExtensions(fields)
  fields.ascend(outer)
  fields.finish()
  return extensions
}

function readUniqueIdentifier(fields: DerCursor, tag: number): void {
  if (fields.peek() === tag) fields.bitString(tag)
}
