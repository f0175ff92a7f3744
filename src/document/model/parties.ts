import { normaliseTaxId } from '../../base/tax-id.js'
import { isCountry, isTaxCountry } from './country.js'
import { Fields, type Reading, present, readList } from './fields.js'
import { IDENTIFIER, NAME, checkedText, readOptionalText, readText } from './text.js'
import type { Address, Buyer, Contact, Seller, TaxId } from './types.js'

const MAX_TAX_IDS = 8
const MAX_STREET_LINES = 4
const NOBODY: Seller = { name: '', taxIds: [], address: { country: '' } }

/** Returns the seller, copied and checked; without one that is a problem. */
export function readSeller(model: Fields): Seller {
  const fields = model.requiredObject('seller')
  if (fields === undefined) return NOBODY
  const seller = {
    name: readText(fields, 'name', NAME),
    ...present({ tradingName: readOptionalText(fields, 'tradingName', NAME) }),
    taxIds: readTaxIds(fields, 1),
    ...present({ registrationId: readOptionalText(fields, 'registrationId', IDENTIFIER) }),
    address: readAddress(fields.requiredObject('address')),
    ...readContact(fields),
  }
  fields.end()
  return seller
}

/** Returns the buyer, copied and checked, or `undefined` when there is none. */
export function readBuyer(model: Fields): Buyer | undefined {
  const fields = model.optionalObject('buyer')
  if (fields === undefined) return undefined
  const address = fields.optionalObject('address')
  const buyer = {
    name: readText(fields, 'name', NAME),
    ...(fields.has('taxIds') ? { taxIds: readTaxIds(fields, 0) } : {}),
    ...present({
      registrationId: readOptionalText(fields, 'registrationId', IDENTIFIER),
      address: address === undefined ? undefined : readAddress(address),
    }),
    ...readContact(fields),
  }
  fields.skip('taxIds')
  fields.end()
  return buyer
}

function readTaxIds(fields: Fields, min: number): readonly TaxId[] {
  return readList(fields, 'taxIds', {
    min,
    max: MAX_TAX_IDS,
    read: (value, path) => readTaxId(value, path, fields.reading),
  })
}

function readTaxId(entry: unknown, path: string, reading: Reading): TaxId | undefined {
  const fields = Fields.of(entry, path, reading)
  if (fields === undefined) return undefined
  const scheme = readOptionalText(fields, 'scheme', IDENTIFIER)
  const country = readOptionalText(fields, 'country', IDENTIFIER)
  const value = readText(fields, 'value', IDENTIFIER)
  const isKnown = country === undefined || country === '' || isTaxCountry(country)
  if (!isKnown) fields.report('country', 'country.unknown')
  const isTaxId = value === '' || !isKnown || normaliseTaxId({ value, ...present({ country }) }) !== undefined
  if (!isTaxId) fields.report('value', 'tax-id.invalid')
  fields.end()
  return { ...present({ scheme, country }), value }
}

function readAddress(fields: Fields | undefined): Address {
  if (fields === undefined) return NOBODY.address
  const street = readList(fields, 'street', {
    max: MAX_STREET_LINES,
    read: (line, path) =>
      checkedText(line, NAME, (code, detail) => {
        fields.reading.problems.add(path, code, detail)
      }),
  })
  const address = {
    ...(fields.has('street') ? { street } : {}),
    ...present({
      city: readOptionalText(fields, 'city', NAME),
      postalCode: readOptionalText(fields, 'postalCode', IDENTIFIER),
      region: readOptionalText(fields, 'region', NAME),
    }),
    country: readText(fields, 'country', IDENTIFIER),
  }
  if (address.country !== '' && !isCountry(address.country)) fields.report('country', 'country.unknown')
  fields.end()
  return address
}

function readContact(party: Fields): { readonly contact?: Contact } {
  const fields = party.optionalObject('contact')
  if (fields === undefined) return {}
  const contact = present({
    name: readOptionalText(fields, 'name', NAME),
    phone: readOptionalText(fields, 'phone', IDENTIFIER),
    email: readOptionalText(fields, 'email', IDENTIFIER),
    website: readOptionalText(fields, 'website', IDENTIFIER),
  })
  fields.end()
  return { contact }
}
