import { Malformed } from '../../../base/errors.js'
import { finding, type Finding } from '../../../base/findings/finding.js'
import { policyFindings, signatureSchemeOf } from '../../../crypto/algorithms.js'
import { checkSignature } from '../../../crypto/signature.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import {
  findRevoked,
  invalidityDateOf,
  revocationReasonOf,
  type CertificateList,
  type RevocationReason,
} from '../../../formats/x509/crl.js'
import {
  crlDistributionPointsOf,
  issuingDistributionPointOf,
  type DistributionPointName,
} from '../../../formats/x509/distribution-point.js'
import { basicConstraintsOf, keyUsageOf, type GeneralName } from '../../../formats/x509/extensions.js'
import { formatName, nameEquals } from '../../../formats/x509/name.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import { algorithmPolicyOf } from '../algorithm-rules.js'
import type { RevocationOptions, RevocationSubject } from './revocation-options.js'
import { isNote } from '../telling.js'

/** What one CRL says about one certificate. */
export type ListAnswer =
  | { readonly kind: 'good'; readonly crl: CertificateList }
  | { readonly kind: 'stale'; readonly crl: CertificateList }
  | Revoked
  /** It comes from the right issuer, but may not be believed. */
  | { readonly kind: 'unusable'; readonly finding: Finding }
  /** It is of another issuer, or for other certificates. */
  | { readonly kind: 'elsewhere' }

/** A certificate is on a list. */
export interface Revoked {
  readonly kind: 'revoked'
  readonly crl: CertificateList
  /** Since when, in milliseconds since 1970: the date of revocation, or the earlier one since when the key is suspected. */
  readonly at: number
  readonly reason: RevocationReason
}

const ELSEWHERE: ListAnswer = { kind: 'elsewhere' }

/** Extensions of a CRL that may be critical: they say what the list covers, and are honoured (RFC 5280 §5.2). */
const UNDERSTOOD: readonly string[] = [EXTENSION.issuingDistributionPoint, EXTENSION.deltaCrlIndicator]

/**
 * Returns what a full CRL of the certificate's issuer says about it (RFC 5280 §6.3.3). Indirect lists, lists for some reasons only and lists
 * with unknown critical extensions are not used; a delta list can only tell that something was revoked.
 */
export async function checkAgainstList(
  crl: CertificateList,
  subject: RevocationSubject,
  options: RevocationOptions,
): Promise<ListAnswer> {
  if (!options.cache.isSameName(crl.issuer, subject.certificate.issuer)) return ELSEWHERE
  try {
    if (!covers(crl, subject.certificate)) return ELSEWHERE
    if (!(await isSignedByIssuer(crl, subject, options))) return unusable(crl, 'signature')
    return answer(crl, subject.certificate, options)
  } catch (error) {
    if (error instanceof Malformed) return unusable(crl, error.message)
    throw error
  }
}

function unusable(crl: CertificateList, why: string): ListAnswer {
  return { kind: 'unusable', finding: finding('revocation.malformed', `${formatName(crl.issuer)}: ${why}`) }
}

/** §5.2.5, §6.3.3 (b): whether the list speaks of certificates of this kind, and for all reasons. */
function covers(crl: CertificateList, certificate: Certificate): boolean {
  for (const { critical, oid } of crl.extensions.values()) {
    if (critical && !UNDERSTOOD.includes(oid))
      throw new Malformed('revocation.malformed', `critical extension ${oid}`)
  }
  const point = issuingDistributionPointOf(crl)
  if (point === undefined) return true
  if (point.indirect || point.onlySomeReasons !== undefined || point.onlyAttributeCertificates) return false
  if (point.name !== undefined && !isNamedBy(point.name, certificate)) return false
  const isAuthority = basicConstraintsOf(certificate)?.ca === true
  return isAuthority ? !point.onlyUserCertificates : !point.onlyAuthorityCertificates
}

/** §6.3.3 (b) (2) (i): a list with a name of its own speaks of the certificates that name it, by one full name at least. */
function isNamedBy(name: DistributionPointName, certificate: Certificate): boolean {
  const points = crlDistributionPointsOf(certificate)
  return points.some((point) =>
    name.fullName.some((one) => point.name?.fullName.some((other) => isSameName(one, other)) === true),
  )
}

function isSameName(left: GeneralName, right: GeneralName): boolean {
  if (left.kind === 'directoryName')
    return right.kind === 'directoryName' && nameEquals(left.name, right.name)
  return 'text' in left && 'text' in right && left.kind === right.kind && left.text === right.text
}

/** §6.3.3 (f), (g): signed by the key that issued the certificate, which may sign CRLs, with an algorithm that is accepted. */
async function isSignedByIssuer(
  crl: CertificateList,
  subject: RevocationSubject,
  options: RevocationOptions,
): Promise<boolean> {
  const { anchor, cache } = options
  const issuer = subject.issuer ?? anchor.certificate
  const usage = issuer === undefined ? undefined : keyUsageOf(issuer)
  if (usage !== undefined && !usage.has('cRLSign')) return false
  const spki = subject.issuer?.spki ?? anchor.spki
  const key = cache.publicKey(spki)
  const scheme = signatureSchemeOf(crl.signatureAlgorithm)
  if (!policyFindings(scheme, key, algorithmPolicyOf(anchor)).every(isNote)) return false
  if (cache.hasLink(crl, spki)) return true
  const { tbs, signature } = crl
  if (!(await checkSignature({ scheme, key, message: [tbs], signature, counter: options.counter })))
    return false
  cache.addLink(crl, spki)
  return true
}

/** A list that says "revoked" is believed however old it is; one that does not is evidence only while it is current. */
function answer(crl: CertificateList, certificate: Certificate, options: RevocationOptions): ListAnswer {
  const entry = findRevoked(crl, certificate.serialNumber)
  const isDelta = crl.extensions.has(EXTENSION.deltaCrlIndicator)
  // §5.2.4: without its base a delta list can only tell that something was revoked, never that it was not.
  if (isDelta && entry === undefined) return ELSEWHERE
  const isCurrent = isCurrentAt(crl, certificate, options)
  if (entry === undefined) return { kind: isCurrent ? 'good' : 'stale', crl }
  for (const { critical, oid } of entry.extensions.values()) {
    const isUnderstood = oid === EXTENSION.reasonCode || oid === EXTENSION.invalidityDate
    if (critical && !isUnderstood) return unusable(crl, `critical extension ${oid} of an entry`)
  }
  const reason = revocationReasonOf(entry)
  if (isDelta && reason === 'removeFromCRL') return ELSEWHERE
  if (reason === 'removeFromCRL') return { kind: isCurrent ? 'good' : 'stale', crl }
  const since = Math.min(entry.revocationDate, invalidityDateOf(entry) ?? entry.revocationDate)
  return { kind: 'revoked', crl, at: since, reason }
}

/**
 * Current: not past its nextUpdate and not older than the anchor allows, at the time of the question. A list made later is evidence too, as
 * long as the certificate had not expired by then: expired certificates are taken off lists.
 */
function isCurrentAt(crl: CertificateList, certificate: Certificate, options: RevocationOptions): boolean {
  const { at, anchor } = options
  if (crl.nextUpdate === undefined || at > crl.nextUpdate) return false
  const { maxAgeHours } = anchor.revocation
  if (maxAgeHours !== undefined && at - crl.thisUpdate > maxAgeHours * 3_600_000) return false
  return crl.thisUpdate <= Math.max(at, certificate.notAfter)
}
