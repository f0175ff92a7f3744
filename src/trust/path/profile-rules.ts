import { equalBytes } from '../../base/bytes.js'
import { finding, type Finding } from '../../base/findings/finding.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { contextTag, TAG } from '../../formats/der/tag.js'
import { hasPositiveSerialNumber, type Certificate } from '../../formats/x509/certificate.js'
import { subjectAlternativeNamesOf, type GeneralName } from '../../formats/x509/extensions.js'
import { nameConstraintsOf } from '../../formats/x509/name-constraints.js'
import { formatName, nameEquals } from '../../formats/x509/name.js'
import { EXTENSION } from '../../formats/x509/oids.js'
import type { CertificateFacts } from './certificate-facts.js'
import { isHostName, mailboxOf } from './names/host-name.js'
import type { JudgedPath } from './path-options.js'

/**
 * Returns `certificate.profile` for what RFC 5280 §4 asks of those who issue certificates and a validator may let pass: which extensions there
 * must be and which of them critical, how names and serial numbers are written. The certificate of the anchor is held to it too.
 */
export function checkProfile(path: JudgedPath): readonly Finding[] {
  const { anchor, anchorFacts, certificates, facts } = path
  const findings = certificates.flatMap((certificate, position) => {
    const of = facts[position]
    const signer = certificates[position + 1]?.spki ?? anchor.spki
    return of === undefined ? [] : breaches({ certificate, facts: of, issues: position > 0, signer }, RULES)
  })
  if (anchor.certificate === undefined || anchorFacts === undefined) return findings
  const issuer = { certificate: anchor.certificate, facts: anchorFacts, issues: true }
  // Who issued to an anchor is nobody's question: a hint at his key is not missed there. Old anchors say nothing of the usage of their own.
  const rules = RULES.filter((rule) => rule !== ISSUER_KEY && rule !== ISSUER_USAGE)
  return [...findings, ...anchorFacts.findings, ...breaches(issuer, rules)]
}

/** Like `checkProfile`, to the letter: an anchor that somebody else certified has the hint at the key of that one too. */
export function checkProfileToTheLetter(path: JudgedPath): readonly Finding[] {
  const { anchor, anchorFacts } = path
  if (anchor.certificate === undefined || anchorFacts === undefined) return checkProfile(path)
  const issuer = { certificate: anchor.certificate, facts: anchorFacts, issues: true }
  return [...checkProfile(path), ...breaches(issuer, [ISSUER_KEY])]
}

interface Subject {
  readonly certificate: Certificate
  readonly facts: CertificateFacts
  /** It stands above another certificate. */
  readonly issues: boolean
  /** The key that signed it, where the path tells. */
  readonly signer?: Uint8Array
}

type Rule = readonly [what: string, isBroken: (subject: Subject) => boolean]

const isAuthority = ({ facts, issues }: Subject): boolean => issues || facts.constraints?.ca === true

function isThereUncritical({ certificate }: Subject, oid: string): boolean {
  return certificate.extensions.get(oid)?.critical === false
}

const ISSUER_KEY: Rule = ['no authority key identifier (§4.2.1.1)', (subject) => lacksIssuerKey(subject)]

const ISSUER_USAGE: Rule = [
  'no key usage (§4.2.1.3)',
  ({ facts, issues }) => issues && facts.keyUsage === undefined,
]

const RULES: readonly Rule[] = [
  ['serial number (§4.1.2.2)', ({ certificate }) => !hasSerialNumber(certificate)],
  ['issuer without a name (§4.1.2.4)', ({ certificate }) => certificate.issuer.relativeNames.length === 0],
  ['no name at all (§4.2.1.6)', (subject) => isNameless(subject)],
  ISSUER_KEY,
  [
    'no subject key identifier (§4.2.1.2)',
    (each) => isAuthority(each) && each.facts.subjectKey === undefined,
  ],
  ['no basic constraints (§4.2.1.9)', ({ facts, issues }) => issues && facts.constraints?.ca !== true],
  [
    'basic constraints not critical (§4.2.1.9)',
    (each) => isAuthority(each) && isThereUncritical(each, EXTENSION.basicConstraints),
  ],
  [
    'length of paths of no authority (§4.2.1.9)',
    ({ facts }) => facts.constraints?.pathLength !== undefined && !mayIssue(facts),
  ],
  ISSUER_USAGE,
  ['empty key usage (§4.2.1.3)', ({ facts }) => facts.keyUsage?.size === 0],
  [
    'keyCertSign of no authority (§4.2.1.9)',
    ({ facts }) => facts.keyUsage?.has('keyCertSign') === true && facts.constraints?.ca !== true,
  ],
  ['name constraints not critical (§4.2.1.10)', (each) => isThereUncritical(each, EXTENSION.nameConstraints)],
  ['form of a date (§4.1.2.5)', datesOddly],
  ['name constraints on hosts (§4.2.1.10)', constrainsOddly],
  [
    'policy constraints not critical (§4.2.1.11)',
    (each) => isThereUncritical(each, EXTENSION.policyConstraints),
  ],
  [
    'inhibitAnyPolicy not critical (§4.2.1.14)',
    (each) => isThereUncritical(each, EXTENSION.inhibitAnyPolicy),
  ],
  [
    'alternative name (§4.2.1.6)',
    ({ certificate }) => !subjectAlternativeNamesOf(certificate).every(isWellFormed),
  ],
]

/** A full stop in front is for URIs and e-mail; of a host, what stands below it counts anyway. */
function constrainsOddly({ certificate }: Subject): boolean {
  const { permitted = [], excluded = [] } = nameConstraintsOf(certificate) ?? {}
  return [...permitted, ...excluded].some((base) => base.kind === 'dNSName' && base.text.startsWith('.'))
}

const IN_TWO_DIGITS = Date.UTC(2050, 0)

/** The form of a date is not kept with it. */
function datesOddly({ certificate }: Subject): boolean {
  const fields = DerCursor.open(certificate.tbs).sequence()
  fields.skipOptional(contextTag(0))
  for (const tag of [TAG.integer, TAG.sequence, TAG.sequence]) fields.skip(tag)
  const validity = fields.sequence()
  return [certificate.notBefore, certificate.notAfter].some((time) => {
    const isShort = validity.peek() === TAG.utcTime
    validity.skip()
    return isShort !== time < IN_TWO_DIGITS
  })
}

function breaches(subject: Subject, rules: readonly Rule[]): readonly Finding[] {
  return rules
    .filter(([, isBroken]) => isBroken(subject))
    .map(([what]) => finding('certificate.profile', `${what} in ${formatName(subject.certificate.subject)}`))
}

function hasSerialNumber(certificate: Certificate): boolean {
  const { serialNumber } = certificate
  const length = serialNumber[0] === 0 ? serialNumber.length - 1 : serialNumber.length
  return hasPositiveSerialNumber(certificate) && length <= 20
}

/** Without a subject, the alternative names are all there is, and critical; a list of none names nobody. */
function isNameless({ certificate }: Subject): boolean {
  const { extensions, subject } = certificate
  const alternative = extensions.get(EXTENSION.subjectAlternativeName)
  if (alternative !== undefined && subjectAlternativeNamesOf(certificate).length === 0) return true
  return subject.relativeNames.length === 0 && alternative?.critical !== true
}

/** Only who signs for himself, with that very key, may leave it out. */
function lacksIssuerKey({ certificate, facts, signer = certificate.spki }: Subject): boolean {
  const isSelfSigned =
    equalBytes(signer, certificate.spki) && nameEquals(certificate.issuer, certificate.subject)
  return facts.issuerKey === undefined && !isSelfSigned
}

const mayIssue = ({ constraints, keyUsage }: CertificateFacts): boolean =>
  constraints?.ca === true && keyUsage?.has('keyCertSign') !== false

function isWellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dNSName': {
      const host = name.text.toLowerCase()
      return isHostName(host.startsWith('*.') ? host.slice(2) : host)
    }
    case 'rfc822Name':
      return mailboxOf(name.text) !== undefined
    case 'uniformResourceIdentifier':
      return name.text.indexOf(':') > 0
    case 'iPAddress':
      return name.address.length === 4 || name.address.length === 16
    default:
      return true
  }
}
