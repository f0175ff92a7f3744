import { toBase64 } from '../../base/base64.js'
import { toHex } from '../../base/bytes.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { firstValue, formatName } from '../../formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import { DEFAULT_LEAF_RULES, type TrustAnchor } from './anchor.js'
import { issuesCertificates } from './anchor-certificate.js'
import { ANCHOR_FIELDS, readEvidence, readIdentification, toBindingRecord, toRules } from './anchor-record.js'
import {
  readDocumentRules,
  readLeafRules,
  readPathRules,
  readRevocation,
  readStatus,
  readTaxIdBinding,
  readTimestampRules,
} from './anchor-rules.js'
import { GENERIC_TAX_ID_RULES } from './generic-rules.js'
import { RecordFields } from './record-fields.js'
import type { AnchorOptions } from './trust-list.js'

/**
 * Returns the anchor of a certificate that came without rules: everything under it counts, from the first day on. Its own dates are
 * not judged (THREATS X-15): who wants a window states it.
 */
export function bareAnchor(certificate: Certificate): TrustAnchor {
  const { subject } = certificate
  const name =
    firstValue(subject, NAME_ATTRIBUTE.organization) ??
    firstValue(subject, NAME_ATTRIBUTE.commonName) ??
    formatName(subject)
  const country = firstValue(subject, NAME_ATTRIBUTE.country)?.toUpperCase() ?? ''
  return {
    id: `certificate-${toHex(certificate.signature.subarray(-8))}`,
    environment: 'production',
    jurisdiction: /^[A-Z]{2}$/.test(country) ? country : 'ZZ',
    authority: { name },
    role: issuesCertificates(certificate) ? 'issuer-ca' : 'direct-signer',
    certificate,
    name: subject,
    spki: certificate.spki,
    status: [{ value: 'granted', from: 0 }],
    path: { initialPolicies: [], requireExplicitPolicy: false, permittedSubtrees: [] },
    leaf: DEFAULT_LEAF_RULES,
    taxIdBinding: { required: false, rules: GENERIC_TAX_ID_RULES },
    revocation: { mode: 'auto', crl: [], ocsp: [] },
    timestamp: { required: false, authorities: [] },
    document: {},
    origin: 'certificate',
    evidence: [],
  }
}

/** Returns the anchor of a certificate with the rules that the caller states; throws `FiscalSealError('trust.invalid')` with the place of the first mistake. */
export function anchorWithOptions(
  certificate: Certificate,
  options: AnchorOptions,
  path: string,
): TrustAnchor {
  const bare = bareAnchor(certificate)
  const record = new RecordFields(options, path, OPTION_FIELDS)
  if (Object.keys(options).length === 1) return bare
  const issuedNotAfter = record.optionalInstant('issuedNotAfter')
  const signedNotAfter = record.optionalInstant('signedNotAfter')
  return {
    ...bare,
    ...readIdentification(withDefaults(options, bare, path)),
    ...(record.has('status') ? { status: readStatus(record) } : {}),
    ...(issuedNotAfter === undefined ? {} : { issuedNotAfter }),
    ...(signedNotAfter === undefined ? {} : { signedNotAfter }),
    path: readPathRules(record),
    ...(record.has('leaf') ? { leaf: readLeafRules(record) } : {}),
    ...(record.has('taxIdBinding') ? { taxIdBinding: readTaxIdBinding(record) } : {}),
    ...(record.has('revocation') ? { revocation: readRevocation(record) } : {}),
    timestamp: readTimestampRules(record),
    document: readDocumentRules(record),
    ...(record.has('evidence') ? { evidence: readEvidence(record) } : {}),
    origin: 'options',
  }
}

/** The key is that of the certificate. */
const OPTION_FIELDS = ['certificate', ...ANCHOR_FIELDS.filter((field) => field !== 'anchor')]

function withDefaults(options: AnchorOptions, bare: TrustAnchor, path: string): RecordFields {
  const { id, environment, jurisdiction, authority, role } = bare
  const stated = { id, environment, jurisdiction, authority, role, ...options }
  return new RecordFields(stated, path, OPTION_FIELDS)
}

/** Returns what `anchorWithOptions` reads as the same anchor, for JSON. */
export function toOptions(anchor: TrustAnchor): AnchorOptions {
  const certificate = toBase64(anchor.certificate?.der ?? new Uint8Array(0))
  if (anchor.origin === 'certificate') return { certificate }
  const { mode } = anchor.revocation
  const isGeneric = anchor.taxIdBinding.rules === GENERIC_TAX_ID_RULES
  return {
    certificate,
    ...toRules(anchor),
    ...(mode === 'auto' ? {} : { revocation: { ...anchor.revocation, mode } }),
    ...(isGeneric ? {} : { taxIdBinding: toBindingRecord(anchor) }),
    ...(anchor.evidence.length === 0 ? {} : { evidence: anchor.evidence }),
  }
}
