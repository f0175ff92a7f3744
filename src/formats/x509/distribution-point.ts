import { Malformed } from '../../base/errors.js'
import type { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag } from '../der/tag.js'
import { extensionValue, type Extended } from './extensions.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { EXTENSION } from './oids.js'

/** Name of a distribution point: whole names, or a part relative to the name of the issuer (raw content of the RDN). */
export interface DistributionPointName {
  readonly fullName: readonly GeneralName[]
  readonly relativeName: Uint8Array | undefined
}

/** DistributionPoint (RFC 5280 §4.2.1.13). */
export interface DistributionPoint {
  readonly name: DistributionPointName | undefined
  /** Bytes of ReasonFlags, or `undefined` when all reasons are covered. */
  readonly reasons: Uint8Array | undefined
  /** Who issues the CRL, when it is not the issuer of the certificate. */
  readonly crlIssuer: readonly GeneralName[]
}

/** Returns the points where CRLs are published, empty when the certificate names none. Throws `Malformed`. */
export function crlDistributionPointsOf(certificate: Extended): readonly DistributionPoint[] {
  return extensionValue(certificate, EXTENSION.crlDistributionPoints, readPoints) ?? []
}

/** Returns the points where delta lists are published (RFC 5280 §4.2.1.15, §5.2.6), empty when there are none. Throws `Malformed`. */
export function freshestCrlPointsOf(extended: Extended): readonly DistributionPoint[] {
  return extensionValue(extended, EXTENSION.freshestCrl, readPoints) ?? []
}

function readPoints(cursor: DerCursor): DistributionPoint[] {
  const list = cursor.sequence()
  const points: DistributionPoint[] = []
  while (!list.atEnd) points.push(readPoint(list.sequence()))
  return points
}

function readPoint(fields: DerCursor): DistributionPoint {
  const explicit = fields.enterOptional(contextTag(0))
  const name = explicit === undefined ? undefined : readDistributionPointName(explicit)
  const reasonsTag = contextPrimitiveTag(1)
  const reasons = fields.peek() === reasonsTag ? fields.bitString(reasonsTag).bytes : undefined
  const issuer = fields.enterOptional(contextTag(2))
  const crlIssuer = issuer === undefined ? [] : readGeneralNames(issuer)
  fields.finish()
  return { name, reasons, crlIssuer }
}

/** Reads DistributionPointName from the content of its explicit tag. */
export function readDistributionPointName(explicit: DerCursor): DistributionPointName {
  const full = explicit.enterOptional(contextTag(0))
  const fullName = full === undefined ? [] : readGeneralNames(full)
  const relativeName = full === undefined ? explicit.read(contextTag(1)) : undefined
  explicit.finish()
  return { fullName, relativeName }
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5): what a CRL is limited to. */
export interface IssuingDistributionPoint {
  readonly name: DistributionPointName | undefined
  readonly onlyUserCertificates: boolean
  readonly onlyAuthorityCertificates: boolean
  readonly onlySomeReasons: Uint8Array | undefined
  readonly indirect: boolean
  readonly onlyAttributeCertificates: boolean
}

/**
 * Returns issuingDistributionPoint of a CRL, or `undefined`. It limits the list in some way, and to one kind of certificates at most. Throws
 * `Malformed`.
 */
export function issuingDistributionPointOf(crl: Extended): IssuingDistributionPoint | undefined {
  return extensionValue(crl, EXTENSION.issuingDistributionPoint, (cursor) => {
    const fields = cursor.sequence()
    const isEmpty = fields.atEnd
    const explicit = fields.enterOptional(contextTag(0))
    const name = explicit === undefined ? undefined : readDistributionPointName(explicit)
    const onlyUserCertificates = readFlag(fields, 1)
    const onlyAuthorityCertificates = readFlag(fields, 2)
    const reasonsTag = contextPrimitiveTag(3)
    const onlySomeReasons = fields.peek() === reasonsTag ? fields.bitString(reasonsTag).bytes : undefined
    const indirect = readFlag(fields, 4)
    const onlyAttributeCertificates = readFlag(fields, 5)
    fields.finish()
    const kinds = [onlyUserCertificates, onlyAuthorityCertificates, onlyAttributeCertificates]
    if (isEmpty || kinds.filter(Boolean).length > 1)
      throw new Malformed('revocation.malformed', 'issuing distribution point')
    return {
      name,
      onlyUserCertificates,
      onlyAuthorityCertificates,
      onlySomeReasons,
      indirect,
      onlyAttributeCertificates,
    }
  })
}

function readFlag(fields: DerCursor, number: number): boolean {
  const tag = contextPrimitiveTag(number)
  return fields.peek() === tag && fields.boolean(tag)
}
