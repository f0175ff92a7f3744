/** Where in a certificate an anchor lets a tax id be found, and how it is cut out. */
export interface TaxIdRule {
  readonly source: 'subject' | 'san.otherName' | 'extension'
  /** Attribute type, type of the other name, or extension; an arc may be `*`. */
  readonly oid: string
  /** The text of `pattern` as the trust list has it. */
  readonly extract: string
  /** Anchored; the group `id` is the tax id, `cc` its country. */
  readonly pattern: RegExp
  /** ISO 3166-1 code, or `group` to take it from the group `cc`; unknown when absent. */
  readonly country?: string
  /** What kind of number it is: `VAT`, `RFC`, `NTR` … */
  readonly scheme: string
  /** What of the seller it is compared with. */
  readonly compareTo: 'seller.taxIds' | 'seller.registrationId'
  /**
   * Whose number stands there. Of a `company`, the default: it counts only where the subject is no natural person, or stands in
   * `organizationIdentifier`, which names the organisation of a person too (EN 319 412-1 §5.1.4). Of `any` taxpayer: persons may be
   * sellers. Of a `person`: what matches shows that the signer is one, and is compared with nothing.
   */
  readonly holder?: TaxIdHolder
  /** The check digit that the number must have. */
  readonly checksum?: TaxIdChecksum
  /** The rule is left out where the subject has this attribute: a number there is not what it would be without it. */
  readonly without?: string
}

/** Whose number it is. */
export type TaxIdHolder = 'company' | 'any' | 'person'

/** A check digit: `th-13` is that of Thai numbers of 13 digits. */
export type TaxIdChecksum = 'th-13'

/** A tax id as an anchor's rule cut it out of a certificate; compare it after `normaliseTaxId`. */
export interface TaxId {
  readonly scheme: string
  readonly country?: string
  readonly value: string
}

/** Returns the rule as JSON has it, without its compiled pattern. */
export function toRuleRecord({ pattern: _pattern, ...rule }: TaxIdRule): Omit<TaxIdRule, 'pattern'> {
  return rule
}

/** Returns whether the object identifier `oid` is the one that `pattern` names, where an arc of the pattern may be `*`. */
export function matchesOid(oid: string, pattern: string): boolean {
  if (!pattern.includes('*')) return oid === pattern
  const arcs = oid.split('.')
  const wanted = pattern.split('.')
  return arcs.length === wanted.length && wanted.every((arc, index) => arc === '*' || arc === arcs[index])
}
