import { formatName } from '../../formats/x509/name.js'
import { toPrintable } from '../../seal/report/printable.js'
import type { TaxIdRule } from '../../trust/store/tax-id-rule.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { statusAt } from '../../trust/store/anchor-status.js'

/** What is said, and what about it; a value of several lines is shown one below the other, an empty one not at all. */
type Line = readonly [label: string, ...values: readonly (string | undefined)[]]

/** Returns all that a trust store says of an anchor, in words, as of `at`. Nothing in it can steer a terminal. */
export function anchorText(anchor: TrustAnchor, at: Date): string {
  const groups: readonly (readonly Line[])[] = [
    identityLines(anchor),
    acceptanceLines(anchor, at),
    signerLines(anchor),
    taxIdLines(anchor),
    documentLines(anchor),
    originLines(anchor),
  ]
  const shown = groups.map((group) => group.map(toText).join('')).filter((text) => text !== '')
  return `${toPrintable(anchor.id)}\n\n${shown.join('\n')}`
}

function toText([label, ...values]: Line): string {
  const [first, ...others] = values.filter((value) => value !== undefined && value !== '')
  if (first === undefined) return ''
  const rest = others.map((value) => `${' '.repeat(20)}${toPrintable(value ?? '')}\n`)
  return `${`  ${label}`.padEnd(20)}${toPrintable(first)}\n${rest.join('')}`
}

function identityLines({
  authority,
  jurisdiction,
  environment,
  role,
  certificate,
  name,
  subject,
  sha256,
}: TrustAnchor): readonly Line[] {
  const { localName, url } = authority
  return [
    ['Authority', authority.name, localName, url],
    ['Where', jurisdiction === 'ZZ' ? 'nobody said' : jurisdiction],
    [
      'Environment',
      environment === 'test' ? 'test: counts only where test authorities are allowed' : undefined,
    ],
    ['Role', ROLES[role]],
    [
      'Certificate',
      name === undefined
        ? `a bare public key${subject === undefined ? '' : ` of ${subject}`}`
        : formatName(name),
    ],
    [
      'Valid',
      certificate === undefined ? undefined : `${day(certificate.notBefore)} to ${day(certificate.notAfter)}`,
    ],
    ['SHA-256', sha256],
  ]
}

const ROLES: Readonly<Record<TrustAnchor['role'], string>> = {
  'issuer-ca': "issuer-ca: the authority's own CA",
  'accredited-ca': 'accredited-ca: a CA that the authority accredited',
  'direct-signer': 'direct-signer: signs documents itself',
  'device-ca': 'device-ca: issues for devices such as tills',
  'timestamp-authority': 'timestamp-authority: stands behind time-stamps, never behind documents',
}

function acceptanceLines(anchor: TrustAnchor, at: Date): readonly Line[] {
  const { status, issuedNotAfter, signedNotAfter, list } = anchor
  const present = statusAt(anchor, at.getTime())?.value ?? 'not yet accepted'
  const history = status.map(({ value, from, reason }) => {
    const since = from === 0 ? 'always' : `from ${day(from)}`
    return `${value} ${since}${reason === undefined ? '' : `: ${reason}`}`
  })
  return [
    ['Status', `${present}, on ${day(at.getTime())}`],
    ['History', ...history],
    [
      'Signers until',
      issuedNotAfter === undefined ? undefined : `only certificates issued until ${day(issuedNotAfter)}`,
    ],
    [
      'Seals until',
      signedNotAfter === undefined ? undefined : `only seals made until ${day(signedNotAfter)}`,
    ],
    [
      'List',
      list === undefined
        ? undefined
        : `${list.listId}, version ${list.version}, until ${day(list.expiresAt)}`,
    ],
  ]
}

function signerLines({ leaf, path }: TrustAnchor): readonly Line[] {
  const { keyUsage, extendedKeyUsage, algorithms } = leaf
  return [
    ['Key usage', `${oneOf(keyUsage.anyOf)}; without: ${keyUsage.ifAbsent}`],
    [
      'Purpose',
      `${oneOf(extendedKeyUsage.anyOf)}; without: ${extendedKeyUsage.ifAbsent}`,
      extendedKeyUsage.forbid.length === 0 ? undefined : `never ${extendedKeyUsage.forbid.join(', ')}`,
    ],
    ['Policies', leaf.policies === undefined ? undefined : oneOf(leaf.policies)],
    ['Statements', leaf.qcStatements === undefined ? undefined : `all of ${leaf.qcStatements.join(', ')}`],
    [
      'Keys',
      algorithms.minRsaBits === undefined ? undefined : `RSA of at least ${algorithms.minRsaBits} bits`,
      algorithms.curves === undefined ? undefined : `curves ${algorithms.curves.join(', ')}`,
      algorithms.hashes === undefined ? undefined : `digests ${algorithms.hashes.join(', ')}`,
    ],
    ['After expiry', AFTER_EXPIRY[leaf.validAfterExpiry]],
    [
      'Path',
      path.maxIntermediates === undefined ? undefined : `at most ${path.maxIntermediates} intermediates`,
      path.initialPolicies.length === 0
        ? undefined
        : `under policy ${path.initialPolicies.join(', ')}${path.requireExplicitPolicy ? ', required' : ''}`,
    ],
    ['Names', ...path.permittedSubtrees],
  ]
}

const AFTER_EXPIRY: Readonly<Record<TrustAnchor['leaf']['validAfterExpiry'], string>> = {
  never: 'an expired certificate never counts',
  'with-proof-of-time': 'counts where the seal is proven to be older',
  'algorithm-still-safe': 'counts as long as the algorithm is safe',
}

function oneOf(names: readonly string[] | undefined): string {
  if (names === undefined) return 'any'
  return names.length === 0 ? 'none' : `one of ${names.join(', ')}`
}

function taxIdLines({ taxIdBinding: { required, rules } }: TrustAnchor): readonly Line[] {
  const without = required ? 'a signer without a tax id is refused' : 'a signer without a tax id is reported'
  return [['Tax id', ...rules.map(ruleText), without]]
}

const PLACES: Readonly<Record<TaxIdRule['source'], string>> = {
  subject: 'in the subject, attribute',
  'san.otherName': 'in subjectAltName, otherName',
  extension: 'in extension',
}

function ruleText({ source, oid, extract, scheme, country, compareTo }: TaxIdRule): string {
  const of = country === undefined || country === 'group' ? '' : ` of ${country}`
  const number = compareTo === 'seller.registrationId' ? 'registration number' : 'tax id'
  return `${scheme}${of} ${PLACES[source]} ${oid}, as ${number}: ${extract}`
}

function documentLines({ revocation, timestamp, document }: TrustAnchor): readonly Line[] {
  const { mode, crl, ocsp, maxAgeHours } = revocation
  return [
    [
      'Revocation',
      MODES[mode],
      maxAgeHours === undefined ? undefined : `evidence at most ${maxAgeHours} hours old`,
      ...crl,
      ...ocsp,
    ],
    [
      'Time-stamp',
      timestamp.required ? 'required' : undefined,
      timestamp.authorities.length === 0 ? undefined : `of ${timestamp.authorities.join(', ')}`,
    ],
    [
      'Documents',
      document.subFilters === undefined ? undefined : `sealed as ${document.subFilters.join(' or ')}`,
      document.minLevel === undefined ? undefined : `level ${document.minLevel} or better`,
      document.pdfa === undefined ? undefined : `PDF/A-${document.pdfa.join(' or ')}`,
    ],
  ]
}

const MODES: Readonly<Record<TrustAnchor['revocation']['mode'], string>> = {
  require: 'required: without evidence the answer is indeterminate',
  prefer: 'checked where there is evidence',
  none: 'not checked',
  auto: 'required where a certificate names a list or a responder',
}

function originLines({ evidence, origin }: TrustAnchor): readonly Line[] {
  if (evidence.length === 0)
    return [
      [
        'Taken from',
        origin === 'certificate' ? 'a bare certificate, without rules' : 'a certificate with rules',
      ],
    ]
  return [
    [
      'Taken from',
      ...evidence.map(
        ({ url, retrievedAt, sha256, note }) =>
          `${url} on ${retrievedAt.slice(0, 10)}, SHA-256 ${sha256}${note === undefined ? '' : `: ${note}`}`,
      ),
    ],
  ]
}

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
