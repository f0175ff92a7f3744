import { toBase64 } from '../../base/base64.js'
import { toHex } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { digestNow } from '../../crypto/digest.js'
import { formatName } from '../../formats/x509/name.js'
import type { AnchorEvidence, TrustAnchor, TrustListHeader } from './anchor.js'
import { checkAnchorCertificate, checkAnchorKey } from './anchor-certificate.js'
import {
  URI,
  readDocumentRules,
  readLeafRules,
  readPathRules,
  readRevocation,
  readStatus,
  readTaxIdBinding,
  readTimestampRules,
} from './anchor-rules.js'
import { invalidTrust, type RecordFields, toInstant } from './record-fields.js'
import { toRuleRecord } from './tax-id-rule.js'
import type { AnchorRecord } from './trust-list.js'

/** The fields of an anchor in a trust list. */
export const ANCHOR_FIELDS: readonly string[] = [
  'id',
  'environment',
  'jurisdiction',
  'authority',
  'role',
  'anchor',
  'status',
  'issuedNotAfter',
  'signedNotAfter',
  'path',
  'leaf',
  'taxIdBinding',
  'revocation',
  'timestamp',
  'document',
  'evidence',
]

const SHA256 = /^[0-9a-f]{64}$/

/** Returns the anchor that a record of a trust list describes; throws `FiscalSealError('trust.invalid')` with the place of the first mistake. */
export function readAnchor(record: RecordFields, list: TrustListHeader): TrustAnchor {
  const issuedNotAfter = record.optionalInstant('issuedNotAfter')
  const signedNotAfter = record.optionalInstant('signedNotAfter')
  return {
    ...readIdentification(record),
    ...readKey(record),
    status: readStatus(record),
    ...(issuedNotAfter === undefined ? {} : { issuedNotAfter }),
    ...(signedNotAfter === undefined ? {} : { signedNotAfter }),
    path: readPathRules(record),
    leaf: readLeafRules(record),
    taxIdBinding: readTaxIdBinding(record),
    revocation: readRevocation(record),
    timestamp: readTimestampRules(record),
    document: readDocumentRules(record),
    origin: 'list',
    evidence: readEvidence(record),
    list,
  }
}

/** Returns the fields that say who it is. */
export function readIdentification(
  record: RecordFields,
): Pick<TrustAnchor, 'id' | 'environment' | 'jurisdiction' | 'authority' | 'role'> {
  return {
    id: record.text('id', /^[a-z0-9][a-z0-9.-]{2,80}$/),
    environment: record.oneOf('environment', ['production', 'test']),
    jurisdiction: record.text('jurisdiction', /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/),
    authority: readAuthority(record),
    role: record.oneOf('role', [
      'issuer-ca',
      'accredited-ca',
      'direct-signer',
      'device-ca',
      'timestamp-authority',
    ]),
  }
}

function readAuthority(record: RecordFields): TrustAnchor['authority'] {
  const authority = record.object('authority', ['name', 'localName', 'url'])
  const localName = authority.optionalText('localName')
  const url = authority.optionalText('url', URI)
  return {
    name: authority.text('name'),
    ...(localName === undefined ? {} : { localName }),
    ...(url === undefined ? {} : { url }),
  }
}

/** Returns what field `evidence` says of where the bytes were taken from. */
export function readEvidence(record: RecordFields): readonly AnchorEvidence[] {
  const known = ['url', 'retrievedAt', 'sha256', 'note']
  return record.objects('evidence', known, { least: 1, most: 1000 }).map(readOneEvidence)
}

function readOneEvidence(evidence: RecordFields): AnchorEvidence {
  const note = evidence.optionalText('note')
  return {
    url: evidence.text('url', URI),
    retrievedAt: toInstant(evidence.instant('retrievedAt')),
    sha256: evidence.text('sha256', SHA256),
    ...(note === undefined ? {} : { note }),
  }
}

function readKey(
  record: RecordFields,
): Pick<TrustAnchor, 'certificate' | 'name' | 'spki' | 'sha256' | 'subject'> {
  const anchor = record.object('anchor', ['kind', 'der', 'sha256', 'subject'])
  const der = anchor.bytes('der')
  const sha256 = anchor.text('sha256', SHA256)
  const text = anchor.optionalText('subject')
  const subject = text === undefined ? {} : { subject: text }
  const computed = digestNow?.('SHA-256', [der])
  // Where the platform digests only asynchronously, the path search compares before it uses the anchor.
  if (computed !== undefined && toHex(computed) !== sha256) {
    throw invalidTrust(`${anchor.path}.sha256`, 'is not the digest of der')
  }
  try {
    if (anchor.oneOf('kind', ['certificate', 'spki']) === 'spki') {
      checkAnchorKey(der)
      return { certificate: undefined, name: undefined, spki: der, sha256, ...subject }
    }
    const certificate = checkAnchorCertificate(der)
    return { certificate, name: certificate.subject, spki: certificate.spki, sha256, ...subject }
  } catch (error) {
    if (error instanceof Malformed)
      throw invalidTrust(`${anchor.path}.der`, `cannot be used (${error.message})`)
    throw error
  }
}

/** Returns the record of an anchor that came from a trust list, as `readAnchor` reads it. */
export function toRecord(anchor: TrustAnchor): AnchorRecord {
  const { mode } = anchor.revocation
  if (mode === 'auto' || anchor.sha256 === undefined)
    throw invalidTrust(anchor.id, 'is not from a trust list')
  return {
    ...toRules(anchor),
    anchor: {
      kind: anchor.certificate === undefined ? 'spki' : 'certificate',
      der: toBase64(anchor.certificate?.der ?? anchor.spki),
      sha256: anchor.sha256,
      ...subjectOf(anchor),
    },
    taxIdBinding: toBindingRecord(anchor),
    revocation: { ...anchor.revocation, mode },
    evidence: anchor.evidence,
  }
}

function subjectOf({ subject, name }: TrustAnchor): { readonly subject?: string } {
  if (subject !== undefined) return { subject }
  return name === undefined ? {} : { subject: formatName(name) }
}

/** Returns the tax-id rules of an anchor without their compiled patterns. */
export function toBindingRecord(anchor: TrustAnchor): AnchorRecord['taxIdBinding'] {
  return {
    required: anchor.taxIdBinding.required,
    rules: anchor.taxIdBinding.rules.map(toRuleRecord),
  }
}

/** Returns what `readAnchor` and `anchorWithOptions` read the same way. */
export function toRules(
  anchor: TrustAnchor,
): Omit<AnchorRecord, 'anchor' | 'evidence' | 'revocation' | 'taxIdBinding'> {
  return {
    id: anchor.id,
    environment: anchor.environment,
    jurisdiction: anchor.jurisdiction,
    authority: anchor.authority,
    role: anchor.role,
    status: anchor.status.map((entry) => ({ ...entry, from: toInstant(entry.from) })),
    ...(anchor.issuedNotAfter === undefined ? {} : { issuedNotAfter: toInstant(anchor.issuedNotAfter) }),
    ...(anchor.signedNotAfter === undefined ? {} : { signedNotAfter: toInstant(anchor.signedNotAfter) }),
    path: anchor.path,
    leaf: anchor.leaf,
    timestamp: anchor.timestamp,
    document: anchor.document,
  }
}
