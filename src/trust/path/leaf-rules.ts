import { finding, NO_FINDINGS, type Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import type { DerCursor } from '../../formats/der/cursor.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { extensionValue, type KeyUsage } from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { EXTENSION, KEY_PURPOSE } from '../../formats/x509/oids.js'
import type { LeafRules } from '../store/anchor.js'
import { matchesOid } from '../store/tax-id-rule.js'
import type { CertificateFacts } from './certificate-facts.js'
import type { JudgedPath, PathUsage } from './path-options.js'

/**
 * Returns what speaks against the certificate at the front of the path for the use that is wanted: `path.key-usage`,
 * `path.extended-key-usage`; for the signer of a document also what its anchor asks for: `path.certificate-policy`, `certificate.malformed`.
 */
export function checkLeaf(path: JudgedPath, usage: PathUsage): readonly Finding[] {
  const leaf = path.certificates[0]
  const facts = path.facts[0]
  if (leaf === undefined || facts === undefined) return NO_FINDINGS
  const isForDocuments = usage === 'document-signature'
  // RFC 5280 §4.2.1.9: without the CA flag a certificate may not claim to issue others. That is asked of those who issue for signers.
  const claims =
    isForDocuments && facts.keyUsage?.has('keyCertSign') === true && facts.constraints?.ca !== true
  const findings: Finding[] = []
  if (claims) findings.push(finding('path.key-usage', `${formatName(leaf.subject)} with keyCertSign`))
  if (usage === 'any') return findings
  const rules = path.anchor.leaf
  const { anyOf, ifAbsent } = isForDocuments ? rules.keyUsage : { anyOf: usage.keyUsage, ifAbsent: 'allow' }
  const isAllowed = facts.keyUsage === undefined ? ifAbsent !== 'deny' : hasOneOf(facts.keyUsage, anyOf)
  if (!claims && !isAllowed) findings.push(finding('path.key-usage', formatName(leaf.subject)))
  const purposes = checkPurposes(path, isForDocuments ? rules.extendedKeyUsage : usage)
  if (!isForDocuments) return joinLists([findings, purposes])
  return joinLists([findings, purposes, checkPolicies(facts, rules), checkStatements(leaf, rules)])
}

function hasOneOf(keyUsage: ReadonlySet<KeyUsage>, anyOf: readonly KeyUsage[] | undefined): boolean {
  if (anyOf === undefined) return true
  for (const each of anyOf) if (keyUsage.has(each)) return true
  return false
}

/**
 * The purposes of an authority bound those of what it issues: one that is wanted must be left on the way up. Any purpose is none of them where
 * it is forbidden.
 */
function checkPurposes(path: JudgedPath, rule: LeafRules['extendedKeyUsage']): readonly Finding[] {
  const { certificates, facts, anchor, anchorFacts } = path
  const isAnyForbidden = rule.forbid.includes(KEY_PURPOSE.any)
  let left = isRefused(facts[0]?.purposes, rule) ? [] : rule.anyOf
  for (let position = 0; position <= facts.length; position++) {
    const purposes = (facts[position] ?? anchorFacts)?.purposes
    if (purposes !== undefined && (!purposes.includes(KEY_PURPOSE.any) || isAnyForbidden))
      left = left === undefined ? purposes : left.filter((purpose) => purposes.includes(purpose))
    if (left?.length === 0) {
      const { subject } = certificates[position] ?? anchor.certificate ?? {}
      return [finding('path.extended-key-usage', subject === undefined ? anchor.id : formatName(subject))]
    }
  }
  return NO_FINDINGS
}

function isRefused(purposes: readonly string[] | undefined, rule: LeafRules['extendedKeyUsage']): boolean {
  if (purposes === undefined) return rule.ifAbsent === 'deny'
  return purposes.some((purpose) => rule.forbid.includes(purpose))
}

function checkPolicies(
  { policies = [] }: CertificateFacts,
  { policies: wanted, forbiddenPolicies: unwanted = [] }: LeafRules,
): readonly Finding[] {
  if (wanted === undefined && unwanted.length === 0) return NO_FINDINGS
  const hasOne = (patterns: readonly string[]): boolean =>
    policies.some((oid) => patterns.some((pattern) => matchesOid(oid, pattern)))
  if (hasOne(unwanted)) return [finding('path.certificate-policy', `one of ${unwanted.join(', ')}`)]
  if (wanted === undefined || hasOne(wanted)) return []
  return [finding('path.certificate-policy', `none of ${wanted.join(', ')}`)]
}

function checkStatements(leaf: Certificate, { qcStatements }: LeafRules): readonly Finding[] {
  if (qcStatements === undefined) return NO_FINDINGS
  const stated = extensionValue(leaf, EXTENSION.qcStatements, readStatements) ?? []
  const missing = qcStatements.filter((oid) => !stated.includes(oid))
  return missing.map((oid) => finding('path.certificate-policy', `statement ${oid}`))
}

/** Statements (RFC 3739 §3.2.6) are sequences that begin with an identifier. */
function readStatements(cursor: DerCursor): readonly string[] {
  const list = cursor.sequence()
  const oids: string[] = []
  while (!list.atEnd) {
    const statement = list.sequence()
    const oid = statement.oid()
    oids.push(oid)
    if (oid === QC_TYPE) oids.push(...readTypes(statement.sequence()))
  }
  return oids
}

const QC_TYPE = '0.4.0.1862.1.6'

/** EN 319 412-5 §4.2.3: a certificate is for one of signature, seal and web site; one that says two says nothing. */
function readTypes(types: DerCursor): readonly string[] {
  const oid = types.oid()
  return types.atEnd ? [oid] : []
}
