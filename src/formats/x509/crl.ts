import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import {
  readAlgorithmIdentifier,
  sameAlgorithm,
  type AlgorithmIdentifier,
} from '../../crypto/digest-algorithm.js'
import { DerCursor } from '../der/cursor.js'
import { CRL_LIMITS } from '../der/limits.js'
import { contextTag, TAG } from '../der/tag.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import { extensionValue, type Extended } from './extensions.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { readName, type Name } from './name.js'
import { EXTENSION } from './oids.js'

/** A certificate revocation list (RFC 5280 §5.1). Its entries are not taken apart: see `findRevoked`. */
export interface CertificateList {
  readonly der: Uint8Array
  /** The signed part, as it is hashed. */
  readonly tbs: Uint8Array
  /** 1 or 2. */
  readonly version: number
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Name
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /** Milliseconds since 1970; RFC 5280 asks for it, some lists have none. */
  readonly nextUpdate: number | undefined
  /** The whole element revokedCertificates, or `undefined` when nothing is revoked. */
  readonly revokedCertificates: Uint8Array | undefined
  readonly extensions: Extensions
}

/** Why a certificate was revoked (RFC 5280 §5.3.1), by number. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

/** Why a certificate was revoked. */
export type RevocationReason = NonNullable<(typeof REASONS)[number]>

/** One entry of a CRL. */
export interface RevokedCertificate extends Extended {
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Milliseconds since 1970. */
  readonly revocationDate: number
  /** Issuer of the certificate in an indirect CRL (RFC 5280 §5.3.3), empty when it is the issuer of the CRL. */
  readonly certificateIssuer: readonly GeneralName[]
}

/**
 * Returns the CRL that `der` is: DER, both signature algorithms the same, extensions only in version 2. The list of entries is bounded by its
 * size alone. Throws `Malformed('der.*' | 'certificate.malformed')`.
 */
export function parseCrl(der: Uint8Array): CertificateList {
  const cursor = DerCursor.open(der, CRL_LIMITS)
  const list = cursor.sequence()
  cursor.finish()
  const start = list.offset
  const tbsFields = list.sequence()
  const end = list.offset
  const signatureAlgorithm = readAlgorithmIdentifier(list)
  const signature = list.octetBits()
  list.finish()
  return {
    der,
    tbs: der.subarray(start, end),
    signatureAlgorithm,
    signature,
    ...readTbs(tbsFields, signatureAlgorithm),
  }
}

type Tbs = Omit<CertificateList, 'der' | 'tbs' | 'signatureAlgorithm' | 'signature'>

function readTbs(fields: DerCursor, outerAlgorithm: AlgorithmIdentifier): Tbs {
  const version = readVersion(fields)
  const offset = fields.offset
  if (!sameAlgorithm(readAlgorithmIdentifier(fields), outerAlgorithm)) {
    throw new Malformed('certificate.malformed', 'two different signature algorithms', offset)
  }
  const issuer = readName(fields)
  const thisUpdate = fields.time()
  const nextUpdate = isTime(fields.peek()) ? fields.time() : undefined
  const revokedCertificates = fields.peek() === TAG.sequence ? fields.readRaw() : undefined
  const explicit = version === 2 ? fields.enterOptional(contextTag(0)) : undefined
  const extensions = explicit === undefined ? NO_EXTENSIONS : readExtensions(explicit)
  explicit?.finish()
  fields.finish()
  return { version, issuer, thisUpdate, nextUpdate, revokedCertificates, extensions }
}

/** RFC 5280 §5.1.2.1: absent for version 1, else 1 for version 2. */
function readVersion(fields: DerCursor): number {
  if (fields.peek() !== TAG.integer) return 1
  const offset = fields.offset
  const version = fields.smallInteger()
  if (version !== 1) throw new Malformed('certificate.malformed', `CRL of version ${version + 1}`, offset)
  return 2
}

const isTime = (tag: number): boolean => tag === TAG.utcTime || tag === TAG.generalizedTime

/**
 * Returns the last entry for the serial number (content octets), or `undefined`. Reads the whole list once, without an object for each entry;
 * a list with a malformed entry throws `Malformed`, wherever the entry is. In an indirect CRL the caller compares `certificateIssuer`.
 */
export function findRevoked(crl: CertificateList, serialNumber: Uint8Array): RevokedCertificate | undefined {
  let found: RevokedCertificate | undefined
  for (const entry of entriesWith(crl, serialNumber)) found = entry
  return found
}

/** Returns every entry for the serial number: an indirect CRL may hold the same number of several issuers. */
export function entriesWith(crl: CertificateList, serialNumber: Uint8Array): readonly RevokedCertificate[] {
  if (crl.revokedCertificates === undefined) return []
  const list = DerCursor.open(crl.revokedCertificates, CRL_LIMITS).sequence()
  const entries: RevokedCertificate[] = []
  let certificateIssuer: readonly GeneralName[] = []
  while (!list.atEnd) {
    const fields = list.sequence()
    const serial = fields.integer()
    const matches = equalBytes(serial, serialNumber)
    const dateOffset = fields.offset
    const revocationDate = fields.time()
    const extensions = readEntryExtensions(fields, crl.version, dateOffset)
    if (extensions.size > 0) certificateIssuer = issuerOf({ extensions }) ?? certificateIssuer
    if (matches) entries.push({ serialNumber: serial, revocationDate, extensions, certificateIssuer })
  }
  return entries
}

function readEntryExtensions(fields: DerCursor, version: number, offset: number): Extensions {
  if (fields.atEnd) return NO_EXTENSIONS
  if (version !== 2)
    throw new Malformed('certificate.malformed', 'entry with extensions in a CRL of version 1', offset)
  const extensions = readExtensions(fields)
  fields.finish()
  return extensions
}

/** RFC 5280 §5.3.3: it holds for the entries that follow, until another entry names one. */
function issuerOf(entry: Extended): readonly GeneralName[] | undefined {
  return extensionValue(entry, EXTENSION.certificateIssuer, (cursor) => readGeneralNames(cursor.sequence()))
}

/** Returns why the certificate was revoked, `unspecified` when the entry does not say. Throws `Malformed`. */
export function revocationReasonOf(entry: Extended): RevocationReason {
  const number =
    extensionValue(entry, EXTENSION.reasonCode, (cursor) => cursor.smallInteger(TAG.enumerated)) ?? 0
  const reason = REASONS[number]
  if (reason === undefined) throw new Malformed('certificate.malformed', `revocation reason ${number}`)
  return reason
}

/** Returns since when the key is suspected (RFC 5280 §5.3.2), in milliseconds since 1970, or `undefined`. Throws `Malformed`. */
export function invalidityDateOf(entry: Extended): number | undefined {
  return extensionValue(entry, EXTENSION.invalidityDate, (cursor) => cursor.time())
}

/** Returns the number of the CRL as magnitude, or `undefined` (RFC 5280 §5.2.3). Throws `Malformed`. */
export function crlNumberOf(crl: Extended): Uint8Array | undefined {
  return extensionValue(crl, EXTENSION.crlNumber, (cursor) => cursor.unsignedInteger())
}
