import { finding, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { CandidatePath, PathOptions } from './path-options.js'

/**
 * Returns `path.expired` or `path.not-yet-valid` when the signer's certificate was outside its validity at a proven time,
 * `path.expired-no-proof` when the time is not proven, and the like for its issuers (RFC 5280 §6.1.3 (a)(2), THREATS X-22).
 */
export function checkValidity(path: CandidatePath, options: PathOptions): readonly Finding[] {
  const leaf = path.certificates[0]
  if (leaf === undefined) return []
  const findings: Finding[] = []
  const fault = faultOf(leaf, path, options)
  if (fault !== undefined) findings.push(fault)
  for (let position = 1; position < path.certificates.length; position++)
    checkIssuerValidity(path.certificates[position], options, findings)
  if (options.anchorCertificate === 'constrains-and-expires')
    checkIssuerValidity(path.anchor.certificate, options, findings)
  return findings
}

function faultOf(leaf: Certificate, path: CandidatePath, options: PathOptions): Finding | undefined {
  const { validAfterExpiry } = path.anchor.leaf
  const isEarly = options.validationTime < leaf.notBefore
  const isLate = isOver(leaf, options.validationTime) && validAfterExpiry !== 'algorithm-still-safe'
  if (isEarly || isLate) {
    if (options.timeIsProven !== true) return finding('path.expired-no-proof', describe(leaf))
    return finding(isEarly ? 'path.not-yet-valid' : 'path.expired', describe(leaf))
  }
  const present = options.currentTime ?? options.validationTime
  const isExpiredNow = validAfterExpiry === 'never' && isOver(leaf, present)
  return isExpiredNow
    ? finding('path.expired', `${describe(leaf)}, and ${path.anchor.id} accepts no expired certificate`)
    : undefined
}

function checkIssuerValidity(
  issuer: Certificate | undefined,
  options: PathOptions,
  findings: Finding[],
): void {
  const { validationTime, timeIsProven } = options
  if (issuer === undefined || (issuer.notBefore <= validationTime && !isOver(issuer, validationTime))) return
  const code = timeIsProven === true ? 'path.issuer-expired' : 'path.issuer-expired-no-proof'
  findings.push(finding(code, describe(issuer)))
}

/** Dates name a second, the last of which still counts to its end (RFC 5280 §4.1.2.5). */
function isOver({ notAfter }: Certificate, time: number): boolean {
  return time >= notAfter + 1000
}

function describe(certificate: Certificate): string {
  return `${formatName(certificate.subject)}, valid ${toText(certificate.notBefore)} to ${toText(certificate.notAfter)}`
}

/** Returns a moment as ISO 8601. Years above 9999 and the end of time of RFC 5280 §4.1.2.5 stay dates. */
export function toText(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
