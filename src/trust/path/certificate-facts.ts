import { finding, type Finding } from '../../base/findings/finding.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import {
  authorityKeyIdentifierOf,
  basicConstraintsOf,
  extendedKeyUsageOf,
  keyUsageOf,
  subjectAlternativeNamesOf,
  subjectKeyIdentifierOf,
  type BasicConstraints,
  type KeyUsage,
} from '../../formats/x509/extensions.js'
import { formatName, nameEquals } from '../../formats/x509/name.js'
import { EXTENSION, UNDERSTOOD_EXTENSIONS } from '../../formats/x509/oids.js'
import {
  certificatePoliciesOf,
  inhibitAnyPolicyOf,
  policyConstraintsOf,
  policyMappingsOf,
  type PolicyConstraints,
  type PolicyMapping,
} from '../../formats/x509/policies.js'

/** What a certificate says, in the form in which the rules ask for it; what it says about names is in `NameFacts`. */
export interface CertificateFacts {
  readonly constraints: BasicConstraints | undefined
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  readonly purposes: readonly string[] | undefined
  readonly policies: readonly string[] | undefined
  readonly policyMappings: readonly PolicyMapping[]
  readonly policyConstraints: PolicyConstraints | undefined
  readonly inhibitAnyPolicy: number | undefined
  readonly subjectKey: Uint8Array | undefined
  /** Hint for the key of the issuer. */
  readonly issuerKey: Uint8Array | undefined
  /** Of an authority: issuer and subject are the same name (RFC 5280 §3.2). */
  readonly isSelfIssued: boolean
  /** What speaks against the certificate on whichever path. */
  readonly findings: readonly Finding[]
}

/** Returns what the certificate says; throws `Malformed` when one of its extensions cannot be read. */
export function readFacts(certificate: Certificate): CertificateFacts {
  const constraints = basicConstraintsOf(certificate)
  // It must be readable also where no rule asks for it.
  subjectAlternativeNamesOf(certificate)
  const isAuthority = constraints?.ca === true
  return {
    constraints,
    keyUsage: keyUsageOf(certificate),
    purposes: extendedKeyUsageOf(certificate),
    policies: certificatePoliciesOf(certificate),
    policyMappings: policyMappingsOf(certificate),
    policyConstraints: policyConstraintsOf(certificate),
    inhibitAnyPolicy: inhibitAnyPolicyOf(certificate),
    subjectKey: subjectKeyIdentifierOf(certificate),
    issuerKey: authorityKeyIdentifierOf(certificate)?.keyIdentifier,
    isSelfIssued: isAuthority && nameEquals(certificate.issuer, certificate.subject),
    findings: checkExtensions(certificate, isAuthority),
  }
}

/** §4.2.1.1, §4.2.1.2, §4.2.2.1: hints, which must not be marked as critical. */
const NEVER_CRITICAL: readonly string[] = [
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityInformationAccess,
]

/** §4.2: a critical extension is understood or refused; §4.2.1.10: only an authority constrains names. */
function checkExtensions(certificate: Certificate, isAuthority: boolean): readonly Finding[] {
  const findings: Finding[] = []
  for (const { critical, oid } of certificate.extensions.values()) {
    if (!critical && oid !== EXTENSION.nameConstraints) continue
    const detail = (): string => `${oid} in ${formatName(certificate.subject)}`
    if (critical && !isUnderstood(oid, certificate))
      findings.push(finding('path.unknown-critical-extension', detail()))
    if ((critical && NEVER_CRITICAL.includes(oid)) || (oid === EXTENSION.nameConstraints && !isAuthority))
      findings.push(finding('certificate.malformed', `extension ${detail()}`))
  }
  return findings
}

/** Microsoft's list of purposes says what extendedKeyUsage says, and counts for nothing beside it. */
function isUnderstood(oid: string, { extensions }: Certificate): boolean {
  return (
    UNDERSTOOD_EXTENSIONS.includes(oid) ||
    (oid === EXTENSION.applicationPolicies && extensions.has(EXTENSION.extendedKeyUsage))
  )
}
