import { finding, type Finding } from '../../../base/findings/finding.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { CertificateList, RevocationReason } from '../../../formats/x509/crl.js'
import { crlDistributionPointsOf } from '../../../formats/x509/distribution-point.js'
import { ACCESS_METHOD, authorityInformationOf } from '../../../formats/x509/extensions.js'
import { formatName } from '../../../formats/x509/name.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { RevocationMode } from '../../store/anchor.js'
import { isAnchorItself } from '../anchor-itself.js'
import { checkAgainstList, type ListAnswer, type Revoked } from './crl-rules.js'
import type { RevocationOptions, RevocationSubject } from './revocation-options.js'

/** What is known about the revocation of a path. */
export interface RevocationResult {
  readonly outcome: 'good' | 'revoked' | 'unknown' | 'not-checked'
  readonly findings: readonly Finding[]
  /** The revocation that counts, where there is one. */
  readonly revoked?: {
    readonly certificate: Certificate
    readonly at: number
    readonly reason: RevocationReason
  }
  /** The lists that the answer rests on, to be embedded for later. */
  readonly evidence: readonly CertificateList[]
}

/**
 * Returns whether a certificate of the path was revoked at the time `at` (RFC 5280 §6.3). Missing evidence is never fine where the anchor asks
 * for it: `revocation.unknown`, or `revocation.stale` when there is only an old list. `path` is leaf first, without the anchor.
 */
export async function checkRevocation(
  path: readonly Certificate[],
  options: RevocationOptions,
): Promise<RevocationResult> {
  const results: RevocationResult[] = []
  for (const [position, certificate] of path.entries()) {
    // What is trusted by itself has nobody above it who could revoke it but the trust list.
    if (isAnchorItself(certificate, options.anchor)) continue
    const issuer = path[position + 1]
    results.push(await checkCertificate({ certificate, issuer, isLeaf: position === 0 }, options))
  }
  if (results.length === 0) return notChecked(options.anchor.id)
  return joined(results)
}

function notChecked(detail: string): RevocationResult {
  return { outcome: 'not-checked', findings: [finding('revocation.not-checked', detail)], evidence: [] }
}

async function checkCertificate(
  subject: RevocationSubject,
  options: RevocationOptions,
): Promise<RevocationResult> {
  const mode = modeFor(subject.certificate, options)
  const name = (): string => formatName(subject.certificate.subject)
  if (mode === 'none') return notChecked(name())
  const answers: ListAnswer[] = []
  for (const crl of options.crls) answers.push(await checkAgainstList(crl, subject, options))
  const good = newestGood(answers)
  const revoked = answers.find((answer) => answer.kind === 'revoked' && !isLifted(answer, good))
  if (revoked?.kind === 'revoked') return revokedResult(subject, revoked, options)
  const malformed = answers.flatMap((answer) => (answer.kind === 'unusable' ? [answer.finding] : []))
  if (good !== undefined) return { outcome: 'good', findings: malformed, evidence: [good.crl] }
  if (mode === 'prefer') {
    return {
      outcome: 'not-checked',
      findings: [...malformed, finding('revocation.not-checked', name())],
      evidence: [],
    }
  }
  const isStale = answers.some((answer) => answer.kind === 'stale')
  const missing = finding(isStale ? 'revocation.stale' : 'revocation.unknown', name())
  return { outcome: 'unknown', findings: [...malformed, missing], evidence: [] }
}

function newestGood(answers: readonly ListAnswer[]): (ListAnswer & { readonly kind: 'good' }) | undefined {
  let newest: (ListAnswer & { readonly kind: 'good' }) | undefined
  for (const answer of answers) {
    if (answer.kind !== 'good') continue
    if (newest === undefined || answer.crl.thisUpdate > newest.crl.thisUpdate) newest = answer
  }
  return newest
}

/** RFC 5280 §5.3.1: only a hold can be lifted, by a later list on which the certificate is no more. */
function isLifted(answer: Revoked, good: (ListAnswer & { readonly kind: 'good' }) | undefined): boolean {
  return (
    answer.reason === 'certificateHold' && good !== undefined && good.crl.thisUpdate > answer.crl.thisUpdate
  )
}

/** By default revocation is asked for where the certificate names a CRL or an OCSP responder; elsewhere the lists that are there count. */
function modeFor(certificate: Certificate, options: RevocationOptions): Exclude<RevocationMode, 'auto'> {
  const mode = options.mode ?? options.anchor.revocation.mode
  if (mode !== 'auto') return mode
  // RFC 9608 §4: the issuer states that there is nothing to ask for.
  if (certificate.extensions.has(EXTENSION.noRevocationAvailable)) return 'none'
  const namesResponder = authorityInformationOf(certificate).some(
    ({ method }) => method === ACCESS_METHOD.ocsp,
  )
  return namesResponder || crlDistributionPointsOf(certificate).length > 0 ? 'require' : 'prefer'
}

function revokedResult(
  subject: RevocationSubject,
  answer: Revoked,
  options: RevocationOptions,
): RevocationResult {
  const { at, reason, crl } = answer
  const detail = `${formatName(subject.certificate.subject)}, ${reason}, ${new Date(at).toISOString()}`
  const evidence = [crl]
  const revoked = { certificate: subject.certificate, at, reason }
  // Only a proven time keeps a signature before a revocation; without proof the key's thief may have made it.
  if (options.timeIsProven === true && at > options.at) {
    return { outcome: 'good', findings: [finding('revocation.revoked-later', detail)], revoked, evidence }
  }
  const code = subject.isLeaf ? 'revocation.revoked' : 'revocation.issuer-revoked'
  return { outcome: 'revoked', findings: [finding(code, detail)], revoked, evidence }
}

/** The worst of all; where nothing is bad, what is known of the signer. */
function joined(results: readonly RevocationResult[]): RevocationResult {
  const worst = (['revoked', 'unknown'] as const).find((each) =>
    results.some((result) => result.outcome === each),
  )
  const outcome = worst ?? results[0]?.outcome ?? 'not-checked'
  const revoked = results.find(
    (result) => result.outcome === outcome && result.revoked !== undefined,
  )?.revoked
  return {
    outcome,
    findings: results.flatMap((result) => result.findings),
    ...(revoked === undefined ? {} : { revoked }),
    evidence: results.flatMap((result) => result.evidence),
  }
}
