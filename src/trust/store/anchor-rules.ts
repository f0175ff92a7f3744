import {
  DEFAULT_LEAF_RULES,
  type AnchorStatus,
  type DocumentRules,
  type LeafRules,
  type RevocationMode,
  type TrustAnchor,
} from './anchor.js'
import { compilePattern, MAX_PATTERN_STEPS, patternSteps } from './pattern.js'
import { invalidTrust, type RecordFields } from './record-fields.js'
import type { TaxIdRule } from './tax-id-rule.js'

const OID = /^[0-2](\.(0|[1-9]\d*))+$/
const OID_PATTERN = /^[0-2](\.(0|[1-9]\d*|\*))+$/
/** RFC 3986 §3.1: what every URI begins with. */
export const URI = /^[A-Za-z][A-Za-z0-9+.-]*:/

/** Returns the rules for signers of field `leaf`. */
export function readLeafRules(record: RecordFields): LeafRules {
  const leaf = record.object('leaf', [
    'keyUsage',
    'extendedKeyUsage',
    'policies',
    'forbiddenPolicies',
    'qcStatements',
    'algorithms',
    'validAfterExpiry',
  ])
  const keyUsage = leaf.object('keyUsage', ['anyOf', 'ifAbsent'])
  const extended = leaf.object('extendedKeyUsage', ['anyOf', 'forbid', 'ifAbsent'])
  return {
    keyUsage: {
      anyOf: keyUsage
        .with('anyOf')
        .someOf('anyOf', ['digitalSignature', 'nonRepudiation', 'keyEncipherment']),
      ifAbsent: keyUsage.has('ifAbsent') ? keyUsage.oneOf('ifAbsent', ['allow', 'deny']) : 'deny',
    },
    extendedKeyUsage: {
      ...(extended.has('anyOf') ? { anyOf: extended.texts('anyOf', OID) } : {}),
      forbid: extended.texts('forbid', OID),
      ifAbsent: extended.oneOf('ifAbsent', ['allow', 'deny']),
    },
    ...(leaf.has('policies') ? { policies: leaf.texts('policies', OID_PATTERN) } : {}),
    ...(leaf.has('forbiddenPolicies')
      ? { forbiddenPolicies: leaf.texts('forbiddenPolicies', OID_PATTERN) }
      : {}),
    ...(leaf.has('qcStatements') ? { qcStatements: leaf.texts('qcStatements', OID) } : {}),
    algorithms: readAlgorithms(leaf),
    validAfterExpiry: leaf.has('validAfterExpiry')
      ? leaf.oneOf('validAfterExpiry', ['never', 'with-proof-of-time', 'algorithm-still-safe'])
      : DEFAULT_LEAF_RULES.validAfterExpiry,
  }
}

const CURVES = [
  'P-256',
  'P-384',
  'P-521',
  'secp256k1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'Ed25519',
] as const

function readAlgorithms(leaf: RecordFields): LeafRules['algorithms'] {
  const algorithms = leaf.object('algorithms', ['minRsaBits', 'curves', 'hashes'])
  const minRsaBits = algorithms.optionalInteger('minRsaBits', { least: 1024, most: 65_536 })
  return {
    ...(minRsaBits === undefined ? {} : { minRsaBits }),
    ...(algorithms.has('curves') ? { curves: algorithms.someOf('curves', CURVES) } : {}),
    ...(algorithms.has('hashes')
      ? { hashes: algorithms.someOf('hashes', ['SHA-256', 'SHA-384', 'SHA-512']) }
      : {}),
  }
}

/** Returns the history of field `status`, ascending by time. */
export function readStatus(record: RecordFields): readonly AnchorStatus[] {
  const history = record
    .objects('status', ['value', 'from', 'reason'], { least: 1, most: 1000 })
    .map((entry) => {
      const reason = entry.optionalText('reason')
      const value = entry.oneOf('value', ['granted', 'sunset', 'withdrawn'])
      return { value, from: entry.instant('from'), ...(reason === undefined ? {} : { reason }) }
    })
  return history.sort((left, right) => left.from - right.from)
}

/** Returns the limits on paths of field `path`; none when it is absent. */
export function readPathRules(record: RecordFields): TrustAnchor['path'] {
  const path = record.optionalObject('path', [
    'maxIntermediates',
    'initialPolicies',
    'requireExplicitPolicy',
    'permittedSubtrees',
  ])
  if (path === undefined) return { initialPolicies: [], requireExplicitPolicy: false, permittedSubtrees: [] }
  const maxIntermediates = path.optionalInteger('maxIntermediates', { least: 0, most: 8 })
  return {
    ...(maxIntermediates === undefined ? {} : { maxIntermediates }),
    initialPolicies: path.texts('initialPolicies', OID),
    requireExplicitPolicy: path.flag('requireExplicitPolicy'),
    permittedSubtrees: path.texts('permittedSubtrees'),
  }
}

/** Returns the tax-id rules of field `taxIdBinding`, their patterns compiled; a pattern that could take long on some input throws. */
export function readTaxIdBinding(record: RecordFields): TrustAnchor['taxIdBinding'] {
  const binding = record.object('taxIdBinding', ['required', 'rules'])
  const known = [
    'source',
    'oid',
    'extract',
    'country',
    'scheme',
    'compareTo',
    'holder',
    'checksum',
    'without',
  ]
  const rules = binding.objects('rules', known, { least: 0, most: 32 }).map(readTaxIdRule)
  const steps = rules.reduce((sum, { extract }) => sum + patternSteps(extract).steps, 0)
  if (steps > MAX_PATTERN_STEPS) throw invalidTrust(`${binding.path}.rules`, 'could take too long together')
  return { required: binding.with('required').flag('required'), rules }
}

function readTaxIdRule(rule: RecordFields): TaxIdRule {
  const extract = rule.text('extract')
  const pattern = compilePattern(extract)
  if (typeof pattern === 'string') throw invalidTrust(`${rule.path}.extract`, pattern)
  const country = rule.optionalText('country', /^([A-Z]{2}|group)$/)
  if (country === 'group' && !extract.includes('(?<cc>'))
    throw invalidTrust(`${rule.path}.extract`, 'has no group named cc')
  return {
    source: rule.oneOf('source', ['subject', 'san.otherName', 'extension']),
    oid: rule.text('oid', OID_PATTERN),
    extract,
    pattern,
    ...(country === undefined ? {} : { country }),
    scheme: rule.text('scheme'),
    compareTo: rule.has('compareTo')
      ? rule.oneOf('compareTo', ['seller.taxIds', 'seller.registrationId'])
      : 'seller.taxIds',
    ...(rule.has('holder') ? { holder: rule.oneOf('holder', ['company', 'any', 'person']) } : {}),
    ...(rule.has('checksum') ? { checksum: rule.oneOf('checksum', ['th-13']) } : {}),
    ...(rule.has('without') ? { without: rule.text('without', OID) } : {}),
  }
}

/** Returns what field `revocation` asks for. */
export function readRevocation(record: RecordFields): TrustAnchor['revocation'] {
  const revocation = record.object('revocation', ['mode', 'crl', 'ocsp', 'maxAgeHours'])
  const mode: RevocationMode = revocation.oneOf('mode', ['require', 'prefer', 'none'])
  const maxAgeHours = revocation.optionalInteger('maxAgeHours', { least: 1, most: 1_000_000 })
  return {
    mode,
    crl: revocation.texts('crl', URI),
    ocsp: revocation.texts('ocsp', URI),
    ...(maxAgeHours === undefined ? {} : { maxAgeHours }),
  }
}

/** Returns what field `timestamp` asks for; nothing when it is absent. */
export function readTimestampRules(record: RecordFields): TrustAnchor['timestamp'] {
  const timestamp = record.optionalObject('timestamp', ['required', 'authorities'])
  if (timestamp === undefined) return { required: false, authorities: [] }
  return { required: timestamp.flag('required'), authorities: timestamp.texts('authorities') }
}

/** Returns what field `document` asks for; nothing when it is absent. */
export function readDocumentRules(record: RecordFields): DocumentRules {
  const document = record.optionalObject('document', ['subFilters', 'minLevel', 'pdfa'])
  if (document === undefined) return {}
  const subFilters = ['adbe.pkcs7.detached', 'ETSI.CAdES.detached', 'ETSI.RFC3161'] as const
  return {
    ...(document.has('subFilters') ? { subFilters: document.someOf('subFilters', subFilters) } : {}),
    ...(document.has('minLevel')
      ? { minLevel: document.oneOf('minLevel', ['CMS', 'B-B', 'B-T', 'B-LT', 'B-LTA']) }
      : {}),
    ...(document.has('pdfa') ? { pdfa: document.someOf('pdfa', ['3a', '3b', '3u']) } : {}),
  }
}
