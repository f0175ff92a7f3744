import { FiscalSealError } from '../../base/errors.js'
import type { AnchorRole, TrustAnchor } from './anchor.js'

/** Which anchors are wanted: those that meet all that is stated. Of a list, one is enough. */
export interface AnchorFilter {
  readonly id?: string | readonly string[]
  /** ISO 3166-1 or -2; a country stands for its parts too: `PT` finds `PT-20`. */
  readonly jurisdiction?: string | readonly string[]
  /** Name of the authority, in English or its own language; case does not count. */
  readonly authority?: string | readonly string[]
  readonly environment?: TrustAnchor['environment']
  readonly role?: AnchorRole | readonly AnchorRole[]
}

const FIELDS: readonly string[] = ['id', 'jurisdiction', 'authority', 'environment', 'role']

/**
 * Returns the anchors that `filter` asks for. Throws `FiscalSealError('argument.invalid')` for a field that is not known: a filter that is
 * misspelled would let everybody through.
 */
export function filterAnchors(anchors: readonly TrustAnchor[], filter: AnchorFilter): readonly TrustAnchor[] {
  const given: unknown = filter
  if (typeof given !== 'object' || given === null)
    throw new FiscalSealError('argument.invalid', 'filter says which anchors are wanted; {} wants all.')
  const unknown = Object.keys(filter).find((field) => !FIELDS.includes(field))
  if (unknown !== undefined) throw new FiscalSealError('argument.invalid', `filter.${unknown} is not known.`)
  const { environment } = filter
  const ids = listed(filter.id)
  const jurisdictions = listed(filter.jurisdiction)?.map((each) => each.toUpperCase())
  const authorities = listed(filter.authority)?.map(fold)
  const roles = listed<string>(filter.role)
  return anchors.filter(
    (anchor) =>
      (ids === undefined || ids.includes(anchor.id)) &&
      (environment === undefined || anchor.environment === environment) &&
      (roles === undefined || roles.includes(anchor.role)) &&
      (jurisdictions === undefined || jurisdictions.some((each) => isWithin(anchor.jurisdiction, each))) &&
      (authorities === undefined || namesOf(anchor).some((name) => authorities.includes(name))),
  )
}

function listed<Value>(value: Value | readonly Value[] | undefined): readonly Value[] | undefined {
  if (value === undefined) return undefined
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value]
}

function isWithin(jurisdiction: string, wanted: string): boolean {
  return jurisdiction === wanted || jurisdiction.startsWith(`${wanted}-`)
}

function namesOf({ authority }: TrustAnchor): readonly string[] {
  return [authority.name, ...(authority.localName === undefined ? [] : [authority.localName])].map(fold)
}

/** Names are written composed or not, and with any case. */
function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
