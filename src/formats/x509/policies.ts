import { Malformed } from '../../base/errors.js'
import type { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, TAG } from '../der/tag.js'
import { extensionValue, sequenceValue, type Extended } from './extensions.js'
import { EXTENSION } from './oids.js'

/** Stands for every policy (RFC 5280 §4.2.1.4). */
export const ANY_POLICY = '2.5.29.32.0'

/**
 * Returns the policies of certificatePolicies, without their qualifiers, or `undefined` when there is no such extension (RFC 5280 §4.2.1.4).
 * One that is stated twice throws, like the rest, `Malformed`.
 */
export function certificatePoliciesOf(certificate: Extended): readonly string[] | undefined {
  const isCritical = certificate.extensions.get(EXTENSION.certificatePolicies)?.critical === true
  return sequenceValue(certificate, EXTENSION.certificatePolicies, (list) => {
    const policies = new Set<string>()
    do {
      const fields = list.sequence()
      const policy = fields.oid()
      if (isCritical) requireKnownQualifiers(fields)
      else fields.skipOptional(TAG.sequence)
      fields.finish()
      if (policies.has(policy))
        throw new Malformed('certificate.malformed', `policy ${policy} occurs twice`, list.offset)
      policies.add(policy)
    } while (!list.atEnd)
    return [...policies]
  })
}

/** CPS pointer and user notice: what they say is for people. */
const QUALIFIERS: readonly string[] = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2']

/** §4.2.1.4: where the extension is critical, its qualifiers must be understood too. */
function requireKnownQualifiers(fields: DerCursor): void {
  const qualifiers = fields.enterOptional(TAG.sequence)
  while (qualifiers?.atEnd === false) {
    const oid = qualifiers.sequence().oid()
    if (!QUALIFIERS.includes(oid))
      throw new Malformed('path.unknown-critical-extension', `policy qualifier ${oid}`)
  }
}

/** That a policy of the issuer counts as one of the subject. */
export type PolicyMapping = readonly [issuerDomainPolicy: string, subjectDomainPolicy: string]

/** Returns policyMappings, empty when there are none (RFC 5280 §4.2.1.5). To and from anyPolicy nothing may be mapped. Throws `Malformed`. */
export function policyMappingsOf(certificate: Extended): readonly PolicyMapping[] {
  const read = (list: DerCursor): readonly PolicyMapping[] => {
    const mappings: PolicyMapping[] = []
    do {
      const fields = list.sequence()
      const mapping = [fields.oid(), fields.oid()] as const
      fields.finish()
      if (mapping.includes(ANY_POLICY)) throw new Malformed('certificate.malformed', 'mapping of anyPolicy')
      mappings.push(mapping)
    } while (!list.atEnd)
    return mappings
  }
  return sequenceValue(certificate, EXTENSION.policyMappings, read) ?? []
}

/** PolicyConstraints (RFC 5280 §4.2.1.11): after how many certificates each begins to hold. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
}

/** Returns policyConstraints, or `undefined`. Throws `Malformed`, also when neither constraint is in it. */
export function policyConstraintsOf(certificate: Extended): PolicyConstraints | undefined {
  return sequenceValue(certificate, EXTENSION.policyConstraints, (fields) => {
    if (fields.atEnd)
      throw new Malformed('certificate.malformed', 'policy constraints that constrain nothing')
    const skip = (number: number): number | undefined => {
      const tag = contextPrimitiveTag(number)
      return fields.peek() === tag ? fields.smallInteger(tag) : undefined
    }
    return { requireExplicitPolicy: skip(0), inhibitPolicyMapping: skip(1) }
  })
}

/** Returns after how many certificates anyPolicy stands for nothing any more, or `undefined` (RFC 5280 §4.2.1.14). Throws `Malformed`. */
export function inhibitAnyPolicyOf(certificate: Extended): number | undefined {
  return extensionValue(certificate, EXTENSION.inhibitAnyPolicy, (cursor) => cursor.smallInteger())
}
