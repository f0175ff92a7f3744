import { finding, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { CertificateFacts } from './certificate-facts.js'
import type { JudgedPath } from './path-options.js'

/**
 * Returns `path.not-a-ca`, `path.key-usage` and `path.length-exceeded` for the issuers of a path (RFC 5280 §6.1.4 (k) to (n)). The certificate
 * of the anchor is held to what it says of itself too.
 */
export function checkAuthorities(path: JudgedPath): readonly Finding[] {
  const { anchor, anchorFacts, certificates, facts } = path
  const findings: Finding[] = []
  for (let position = 1; position < certificates.length; position++) {
    const issuer = certificates[position]
    const of = facts[position]
    if (issuer === undefined || of === undefined) continue
    // Versions 1 and 2 cannot say that they are a CA (§6.1.4 (k)): only an anchor may be one.
    if (of.constraints?.ca === true) checkAuthority(issuer, of, { facts, position, findings })
    else findings.push(finding('path.not-a-ca', formatName(issuer.subject)))
  }
  const { maxIntermediates = Infinity } = anchor.path
  if (countedUpTo(facts, facts.length) > maxIntermediates)
    findings.push(finding('path.length-exceeded', anchor.id))
  if (anchor.certificate === undefined || anchorFacts === undefined) return findings
  if (anchor.certificate.version === 3 && anchorFacts.constraints?.ca === false)
    findings.push(finding('path.not-a-ca', anchor.id))
  checkAuthority(anchor.certificate, anchorFacts, { facts, position: facts.length, findings })
  return findings
}

function checkAuthority(
  issuer: Certificate,
  of: CertificateFacts,
  within: {
    readonly facts: readonly CertificateFacts[]
    readonly position: number
    readonly findings: Finding[]
  },
): void {
  const { facts, position, findings } = within
  const name = (): string => formatName(issuer.subject)
  // §4.1.2.6: an issuer without a name could stand for any other.
  if (issuer.subject.relativeNames.length === 0)
    findings.push(finding('certificate.malformed', 'an authority without a name'))
  if (of.keyUsage?.has('keyCertSign') === false)
    findings.push(finding('path.key-usage', `${name()} without keyCertSign`))
  const limit = of.constraints?.pathLength
  if (limit === undefined) return
  if (countedUpTo(facts, position) > limit) findings.push(finding('path.length-exceeded', name()))
}

/** How many intermediate certificates stand below a position; self-issued ones do not count (§4.2.1.9). */
function countedUpTo(facts: readonly CertificateFacts[], position: number): number {
  let count = 0
  for (let index = 1; index < position; index++) if (facts[index]?.isSelfIssued === false) count++
  return count
}
