import { finding, type Finding } from '../../base/findings/finding.js'
import type { DerCursor } from '../../formats/der/cursor.js'
import { contextPrimitiveTag } from '../../formats/der/tag.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import {
  authorityKeyIdentifierOf,
  extensionValue,
  subjectAlternativeNamesOf,
  subjectKeyIdentifierOf,
} from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { EXTENSION, UNDERSTOOD_EXTENSIONS } from '../../formats/x509/oids.js'
import { isAnchorItself } from './anchor-itself.js'
import type { CandidatePath } from './path-options.js'

/**
 * Returns `path.unknown-critical-extension` for critical extensions that are not on the allow-list (RFC 5280 §4.2), and
 * `path.constraints-unsupported` for constraints on names or policies, which are not evaluated: critical or not, a path under them is refused.
 */
export function checkExtensions(path: CandidatePath): readonly Finding[] {
  return [...path.certificates.flatMap(checkCertificate), ...checkAnchorConstraints(path)]
}

/** §4.2.1.1, §4.2.1.2, §4.2.2.1: hints, which must not be marked as critical. */
const NEVER_CRITICAL: readonly string[] = [
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityInformationAccess,
]

/** What a certificate says of itself can be read, also where no rule asks for it. Throws `Malformed`. */
function requireReadable(certificate: Certificate): void {
  subjectAlternativeNamesOf(certificate)
  subjectKeyIdentifierOf(certificate)
  authorityKeyIdentifierOf(certificate)
}

function checkCertificate(certificate: Certificate): readonly Finding[] {
  requireReadable(certificate)
  const findings: Finding[] = []
  if (!isPositive(certificate.serialNumber)) {
    findings.push(finding('certificate.malformed', `serial number of ${formatName(certificate.subject)}`))
  }
  for (const { critical, oid } of certificate.extensions.values()) {
    if (!critical) continue
    const detail = (): string => `${oid} in ${formatName(certificate.subject)}`
    if (!UNDERSTOOD_EXTENSIONS.includes(oid))
      findings.push(finding('path.unknown-critical-extension', detail()))
    if (NEVER_CRITICAL.includes(oid))
      findings.push(finding('certificate.malformed', `critical extension ${detail()}`))
  }
  return [...findings, ...checkConstraints(certificate, () => formatName(certificate.subject))]
}

/** §4.1.2.2: authorities number from 1; only anchors, which were there before the rule, may do otherwise. */
function isPositive(serialNumber: Uint8Array): boolean {
  return (serialNumber[0] ?? 0) < 0x80 && serialNumber.some((byte) => byte !== 0)
}

/**
 * Policies as such restrict nothing: every policy is acceptable to begin with (§6.1.1 (c)), so mappings and inhibitAnyPolicy cannot make a path
 * fail. Only where some certificate asks for an explicit policy would they have to be processed.
 */
function checkConstraints(certificate: Certificate, name: () => string): readonly Finding[] {
  if (certificate.extensions.has(EXTENSION.nameConstraints)) {
    return [finding('path.constraints-unsupported', `constraints on names in ${name()}`)]
  }
  if (extensionValue(certificate, EXTENSION.policyConstraints, asksForExplicitPolicy) === true) {
    return [finding('path.constraints-unsupported', `explicit policy in ${name()}`)]
  }
  return []
}

/** PolicyConstraints of §4.2.1.11. */
function asksForExplicitPolicy(cursor: DerCursor): boolean {
  const fields = cursor.sequence()
  const requireExplicitPolicy = fields.optional(contextPrimitiveTag(0))
  fields.skipOptional(contextPrimitiveTag(1))
  fields.finish()
  return requireExplicitPolicy !== undefined
}

function checkAnchorConstraints(path: CandidatePath): readonly Finding[] {
  const isLeaf = path.certificates.some((each) => isAnchorItself(each, path.anchor))
  const { id, certificate, path: rules } = path.anchor
  const asks =
    rules.requireExplicitPolicy || rules.initialPolicies.length > 0 || rules.permittedSubtrees.length > 0
  return [
    ...(asks ? [finding('path.constraints-unsupported', `of the anchor ${id}`)] : []),
    ...(certificate === undefined || isLeaf ? [] : checkConstraints(certificate, () => id)),
  ]
}
