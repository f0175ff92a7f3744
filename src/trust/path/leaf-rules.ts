import { finding, type Finding } from '../../base/findings/finding.js'
import type { DerCursor } from '../../formats/der/cursor.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import {
  basicConstraintsOf,
  extendedKeyUsageOf,
  extensionValue,
  keyUsageOf,
} from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { EXTENSION, KEY_PURPOSE } from '../../formats/x509/oids.js'
import type { LeafRules } from '../store/anchor.js'
import { matchesOid } from '../store/tax-id-rule.js'
import type { CandidatePath } from './path-options.js'

/**
 * Returns what speaks against the signer's certificate under the rules of its anchor: `path.key-usage`, `path.extended-key-usage`,
 * `path.certificate-policy`.
 */
export function checkLeaf(path: CandidatePath): readonly Finding[] {
  const [leaf, ...intermediates] = path.certificates
  if (leaf === undefined) return []
  const rules = path.anchor.leaf
  return [
    ...checkKeyUsage(leaf, rules),
    ...checkPurpose(leaf, rules.extendedKeyUsage),
    // The purposes of an authority bound those of what it issues, where it states any.
    ...intermediates.flatMap((issuer) =>
      checkPurpose(issuer, { ...rules.extendedKeyUsage, forbid: [], ifAbsent: 'allow' }),
    ),
    ...checkPolicies(leaf, rules),
    ...checkStatements(leaf, rules),
  ]
}

function checkKeyUsage(leaf: Certificate, { keyUsage }: LeafRules): readonly Finding[] {
  const usages = keyUsageOf(leaf)
  // RFC 5280 §4.2.1.9: without the CA flag a certificate may not claim to issue others.
  if (usages?.has('keyCertSign') === true && basicConstraintsOf(leaf)?.ca !== true) {
    return [finding('path.key-usage', `${formatName(leaf.subject)} with keyCertSign`)]
  }
  const isAllowed =
    usages === undefined ? keyUsage.ifAbsent === 'allow' : keyUsage.anyOf.some((each) => usages.has(each))
  return isAllowed ? [] : [finding('path.key-usage', formatName(leaf.subject))]
}

function checkPurpose(certificate: Certificate, rule: LeafRules['extendedKeyUsage']): readonly Finding[] {
  const purposes = extendedKeyUsageOf(certificate)
  return isPurposeAllowed(purposes, rule)
    ? []
    : [finding('path.extended-key-usage', formatName(certificate.subject))]
}

function isPurposeAllowed(
  purposes: readonly string[] | undefined,
  rule: LeafRules['extendedKeyUsage'],
): boolean {
  if (purposes === undefined) return rule.ifAbsent === 'allow'
  if (purposes.some((purpose) => rule.forbid.includes(purpose))) return false
  const { anyOf } = rule
  return (
    anyOf === undefined || purposes.some((purpose) => purpose === KEY_PURPOSE.any || anyOf.includes(purpose))
  )
}

function checkPolicies(leaf: Certificate, { policies }: LeafRules): readonly Finding[] {
  if (policies === undefined) return []
  const stated = extensionValue(leaf, EXTENSION.certificatePolicies, readFirstOids) ?? []
  const isMet = stated.some((oid) => policies.some((pattern) => matchesOid(oid, pattern)))
  return isMet ? [] : [finding('path.certificate-policy', `none of ${policies.join(', ')}`)]
}

function checkStatements(leaf: Certificate, { qcStatements }: LeafRules): readonly Finding[] {
  if (qcStatements === undefined) return []
  const stated = extensionValue(leaf, EXTENSION.qcStatements, readFirstOids) ?? []
  const missing = qcStatements.filter((oid) => !stated.includes(oid))
  return missing.map((oid) => finding('path.certificate-policy', `statement ${oid}`))
}

/** Certificate policies (RFC 5280 §4.2.1.4) and statements (RFC 3739 §3.2.6) are both lists of sequences that begin with an identifier. */
function readFirstOids(cursor: DerCursor): readonly string[] {
  const list = cursor.sequence()
  const oids: string[] = []
  while (!list.atEnd) oids.push(list.sequence().oid())
  return oids
}
