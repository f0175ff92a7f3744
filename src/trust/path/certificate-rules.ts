import { finding, type Finding } from '../../base/findings/finding.js'
import { hasPositiveSerialNumber } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { JudgedPath, PathUsage } from './path-options.js'

/**
 * Returns what speaks against the certificates of a path each by itself: `path.unknown-critical-extension`, `certificate.malformed`. RFC 5280
 * §4.1.2.2 asks to be lenient with serial numbers that are not positive; whoever issues for the signers of documents gets no such leniency.
 */
export function checkCertificates({ certificates, facts }: JudgedPath, usage: PathUsage): readonly Finding[] {
  const findings: Finding[] = []
  for (const each of facts) for (const found of each.findings) findings.push(found)
  if (usage !== 'document-signature') return findings
  for (const each of certificates) {
    if (hasPositiveSerialNumber(each)) continue
    findings.push(finding('certificate.malformed', `serial number of ${formatName(each.subject)}`))
  }
  return findings
}
