import { Malformed } from '../../base/errors.js'
import {
  readAlgorithmIdentifier,
  sameAlgorithm,
  type AlgorithmIdentifier,
} from '../../crypto/digest-algorithm.js'
import { parseOwned } from '../../base/owned.js'
import { DerCursor } from '../der/cursor.js'
import { CRL_LIMITS } from '../der/limits.js'
import { contextTag, TAG } from '../der/tag.js'
import { RevokedEntries } from './crl-entries.js'
import type { RevokedCertificate } from './crl-entry.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import { extensionValue, type Extended } from './extensions.js'
import { readName, type Name } from './name.js'
import { EXTENSION } from './oids.js'

export { invalidityDateOf, revocationReasonOf } from './crl-entry.js'
export type { RevocationReason, RevokedCertificate } from './crl-entry.js'

/** A certificate revocation list (RFC 5280 §5.1). Its entries are walked when one is asked for: see `findRevoked`. */
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
  /** `undefined` when nothing is revoked. */
  readonly entries: RevokedEntries | undefined
  readonly extensions: Extensions
}

/** Returns the CRL on bytes of its own, for who keeps it. Throws what `parseCrl` throws. */
export function ownedCrl(der: Uint8Array): CertificateList {
  return parseOwned(der, parseCrl)
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
  const entries = fields.peek() === TAG.sequence ? new RevokedEntries(fields.readRaw(), version) : undefined
  const explicit = version === 2 ? fields.enterOptional(contextTag(0)) : undefined
  const extensions = explicit === undefined ? NO_EXTENSIONS : readExtensions(explicit)
  explicit?.finish()
  fields.finish()
  return { version, issuer, thisUpdate, nextUpdate, entries, extensions }
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

/** Returns every entry for the serial number (content octets), in order: an indirect CRL may hold the same number of several issuers. Throws `Malformed`. */
export function entriesWith(crl: CertificateList, serialNumber: Uint8Array): readonly RevokedCertificate[] {
  return crl.entries?.find(serialNumber) ?? []
}

/** Returns the last entry for the serial number (content octets), or `undefined`. Throws `Malformed`. */
export function findRevoked(crl: CertificateList, serialNumber: Uint8Array): RevokedCertificate | undefined {
  return entriesWith(crl, serialNumber).at(-1)
}

/** Returns the number of the CRL as magnitude, or `undefined` (RFC 5280 §5.2.3). Throws `Malformed`. */
export function crlNumberOf(crl: Extended): Uint8Array | undefined {
  return extensionValue(crl, EXTENSION.crlNumber, (cursor) => cursor.unsignedInteger())
}

/** Returns which base a delta CRL changes, as the number of that CRL, or `undefined` for a complete CRL (RFC 5280 §5.2.4). Throws `Malformed`. */
export function baseCrlNumberOf(crl: Extended): Uint8Array | undefined {
  return extensionValue(crl, EXTENSION.deltaCrlIndicator, (cursor) => cursor.unsignedInteger())
}
