import type { LeafKeyUsage } from '../../store/anchor.js'
import type { Criteria, Qualification, ServicePeriod } from './trusted-service.js'
import type { TrustedListsOptions } from './trusted-lists-options.js'

/** Which of the certificates that a service issues count; of all fields that are there, each must hold. */
export interface LeafLimits {
  readonly qcStatements?: readonly string[]
  /** One of them must be there. */
  readonly policies?: readonly string[]
  /** None of them may be there. */
  readonly forbiddenPolicies?: readonly string[]
  /** One of them must be there. */
  readonly keyUsage?: readonly LeafKeyUsage[]
}

/** The limits under which certificates of a service count, and whether something of it could not be said in them. */
export interface LimitsOfPeriod {
  /** Each suffices. */
  readonly limits: readonly LeafLimits[]
  /** A qualification, or an extension, that was not understood: what it is about is left out. */
  readonly isNarrowed: boolean
}

/** What certificates are wanted for. */
export type Purpose = NonNullable<TrustedListsOptions['purpose']>

const QC_COMPLIANCE = '0.4.0.1862.1.1'
const QC_TYPE: Readonly<Record<Purpose, readonly string[]>> = {
  any: [],
  signatures: ['0.4.0.1862.1.6.1'],
  seals: ['0.4.0.1862.1.6.2'],
}
const NONE: LimitsOfPeriod = { limits: [], isNarrowed: true }

/**
 * Returns which certificates of a CA/QC service count in a period. A certificate is qualified when it says so itself (EN 319 412-5 §4.2.1) or
 * the list says so of it (QCStatement), and the list does not deny it (NotQualified). What cannot be said in limits makes them narrower, never
 * wider.
 */
export function limitsOfPeriod(period: ServicePeriod, purpose: Purpose): LimitsOfPeriod {
  if (!isServiceFor(period, purpose)) return { limits: [], isNarrowed: false }
  if (period.hasUnknownExtension) return NONE
  const denied = deniedBy(period.qualifications)
  if (denied === undefined) return NONE
  const stated = period.qualifications.filter(
    ({ qualifiers }) => !qualifiers.includes('NotQualified') && namesPurpose(qualifiers, purpose),
  )
  const further = stated.map(({ criteria, qualifiers }) => {
    const limits = limitsOf(criteria)
    return (
      limits && {
        ...limits,
        ...(qualifiers.includes('QCStatement') ? {} : { qcStatements: [QC_COMPLIANCE] }),
      }
    )
  })
  const own = { qcStatements: [QC_COMPLIANCE, ...QC_TYPE[purpose]] }
  const limits = [own, ...further.filter((each) => each !== undefined)].flatMap((each) => join(each, denied))
  return { limits, isNarrowed: further.includes(undefined) }
}

/** Before eIDAS no purpose was named, and all was for signatures. */
function isServiceFor({ additional }: ServicePeriod, purpose: Purpose): boolean {
  const named = additional.filter((each) => each.startsWith('For') || each.startsWith('fore'))
  if (purpose === 'seals') return named.includes('ForeSeals')
  const isForSignatures = named.length === 0 || named.includes('ForeSignatures')
  return isForSignatures || (purpose === 'any' && named.includes('ForeSeals'))
}

/** Whether a qualification says of certificates that they are qualified, or for what, where that is what is wanted. */
function namesPurpose(qualifiers: readonly string[], purpose: Purpose): boolean {
  const isForSeals = qualifiers.includes('QCForESeal')
  const isForSites = qualifiers.includes('QCForWSA')
  const isForSignatures = qualifiers.includes('QCForESig')
  const isQualified = qualifiers.includes('QCStatement')
  if (purpose === 'seals') return isForSeals
  if (purpose === 'signatures') return isForSignatures || (isQualified && !isForSeals && !isForSites)
  return isQualified && (isForSeals || isForSignatures || !isForSites)
}

/** What NotQualified leaves: certificates without `forbidden`, and with one of `required` where that is there. */
interface Denied {
  readonly forbidden: readonly string[]
  readonly required: readonly string[] | undefined
}

function deniedBy(qualifications: readonly Qualification[]): Denied | undefined {
  let denied: Denied = { forbidden: [], required: undefined }
  for (const { qualifiers, criteria } of qualifications) {
    if (!qualifiers.includes('NotQualified')) continue
    const next = deniedByCriteria(criteria)
    if (next === undefined) return undefined
    denied = {
      forbidden: [...denied.forbidden, ...next.forbidden],
      required: intersection(denied.required, next.required),
    }
  }
  return denied
}

function deniedByCriteria(criteria: Criteria): Denied | undefined {
  const { assert, policySets, keyUsages, nested, hasOthers } = criteria
  if (assert === 'none') {
    // Denied to all but those who meet one of these: only who meets one that can be said is let pass.
    const required = [criteria, ...nested.filter((each) => each.assert === 'atLeastOne')].flatMap(
      anyOfPolicies,
    )
    return required.length === 0 ? undefined : { forbidden: [], required }
  }
  const hasMore = keyUsages.length > 0 || nested.length > 0 || hasOthers
  // Of what must hold together, one part is enough to deny more; of alternatives, each must be said.
  if (policySets.length === 0 || (assert === 'atLeastOne' && hasMore)) return undefined
  return { forbidden: policySets.flat(), required: undefined }
}

function anyOfPolicies({ policySets }: Criteria): readonly string[] {
  return policySets.flatMap((set) => (set.length === 1 ? set : []))
}

/** Returns limits that let pass no certificate that does not meet `criteria`, or `undefined` where that cannot be said. */
function limitsOf(criteria: Criteria): LeafLimits | undefined {
  if (criteria.assert === 'none') return undefined
  return criteria.assert === 'all' ? limitsOfAll(criteria) : limitsOfAny(criteria)
}

/** Of alternatives, those that can be said are enough. */
function limitsOfAny(criteria: Criteria): LeafLimits | undefined {
  const policies = anyOfPolicies(criteria)
  if (policies.length > 0) return { policies }
  const [keyUsage, ...others] = criteria.keyUsages.map(wantedKeyUsage)
  return keyUsage !== undefined && others.length === 0 ? { keyUsage } : undefined
}

/** Of what must hold together, everything must be said: at most one policy and one bit of key usage can be. */
function limitsOfAll({ policySets, keyUsages, nested, hasOthers }: Criteria): LeafLimits | undefined {
  const policies = policySets.flat()
  if (nested.length > 0 || hasOthers || policies.length > 1 || keyUsages.length > 1) return undefined
  const [keyUsage] = keyUsages.map(wantedKeyUsage)
  if (keyUsage === undefined && (keyUsages.length > 0 || policies.length === 0)) return undefined
  return { ...(policies.length > 0 && { policies }), ...(keyUsage && { keyUsage }) }
}

/** One bit that must be set can be said; bits that must not be set cannot. */
function wantedKeyUsage(usage: Readonly<Record<string, boolean>>): readonly LeafKeyUsage[] | undefined {
  const [bit, ...others] = Object.entries(usage)
  const isWanted = bit?.[1] === true && others.length === 0
  const usages = (['digitalSignature', 'nonRepudiation', 'keyEncipherment'] as const).filter(
    (each) => each === bit?.[0],
  )
  return isWanted && usages.length > 0 ? usages : undefined
}

function join(limits: LeafLimits, { forbidden, required }: Denied): readonly LeafLimits[] {
  const policies = intersection(limits.policies, required)
  if (policies?.length === 0) return []
  return [
    {
      ...limits,
      ...(policies === undefined ? {} : { policies }),
      ...(forbidden.length === 0 ? {} : { forbiddenPolicies: [...new Set(forbidden)].sort() }),
    },
  ]
}

function intersection(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return left.filter((each) => right.includes(each))
}
