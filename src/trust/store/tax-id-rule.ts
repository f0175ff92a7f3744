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
}

/** A tax id as an anchor's rule cut it out of a certificate; compare it after `normaliseTaxId`. */
export interface TaxId {
  readonly scheme: string
  readonly country?: string
  readonly value: string
}

/** Returns whether the object identifier `oid` is the one that `pattern` names, where an arc of the pattern may be `*`. */
export function matchesOid(oid: string, pattern: string): boolean {
  if (!pattern.includes('*')) return oid === pattern
  const arcs = oid.split('.')
  const wanted = pattern.split('.')
  return arcs.length === wanted.length && wanted.every((arc, index) => arc === '*' || arc === arcs[index])
}
