import type { Address, Contact, TaxId } from '../model/types.js'
import type { PageContext } from './page-context.js'

/** A line of text and the path in the model that it comes from. */
export interface SourcedText {
  readonly text: string
  readonly source: string
}

/** Returns the lines of an address as they stand on an envelope; the country where seller and buyer are in different ones. */
export function addressLines(
  { receipt }: PageContext,
  address: Address,
  source: string,
): readonly SourcedText[] {
  const { seller, buyer } = receipt
  const isAbroad = (buyer?.address?.country ?? seller.address.country) !== seller.address.country
  const town = [address.postalCode, address.city].filter(isGiven).join(' ')
  const place = [town, address.region, isAbroad ? address.country : undefined].filter(isGiven).join(', ')
  const lines = [...(address.street ?? []), place]
  return lines.filter(isGiven).map((text) => ({ text, source }))
}

/** Returns one line for each tax id: what the number is called, and the number. */
export function taxIdLines(
  { words }: PageContext,
  taxIds: readonly TaxId[],
  source: string,
): readonly SourcedText[] {
  return taxIds.map(({ scheme, value }, index) => ({
    text: `${scheme ?? words.taxId} ${value}`,
    source: `${source}[${index}]`,
  }))
}

/** Returns how a party is reached, in one line. */
export function contactLine(contact: Contact | undefined, source: string): readonly SourcedText[] {
  const { name, phone, email, website } = contact ?? {}
  const text = [name, phone, email, website].filter(isGiven).join(' · ')
  return text === '' ? [] : [{ text, source }]
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
