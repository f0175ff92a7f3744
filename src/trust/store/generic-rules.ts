import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TaxIdRule } from './tax-id-rule.js'

const { organizationIdentifier: ORGANIZATION_IDENTIFIER, serialNumber: SERIAL_NUMBER } = NAME_ATTRIBUTE

/**
 * A number without a semantic prefix. After a letter there is no hyphen, so that `PNOPT-…`, `TINPT-…` and `IDCES-…`, which name a person
 * (EN 319 412-1 §5.1.3), are no number of a company.
 */
const BARE = String.raw`^(?<id>\d[0-9A-Za-z ./-]{3,39}|[A-Za-z][0-9A-Za-z]{3,39})$`
const VAT = '^VAT(?<cc>[A-Z]{2})-(?<id>.{1,40})$'
const TRADE_REGISTER = '^NTR(?<cc>[A-Z]{2})-(?<id>.{1,40})$'

/**
 * Where the tax id of a company is looked for under an anchor that states no rule: `organizationIdentifier` (EN 319 412-1 §5.1.4, or a bare
 * number), else the `serialNumber` of the subject.
 */
export const GENERIC_TAX_ID_RULES: readonly TaxIdRule[] = [
  rule(ORGANIZATION_IDENTIFIER, VAT, 'VAT'),
  rule(ORGANIZATION_IDENTIFIER, BARE, 'TAX'),
  rule(SERIAL_NUMBER, VAT, 'VAT'),
  // Beside organizationIdentifier it is a number that the authority gave, no tax id.
  { ...rule(SERIAL_NUMBER, BARE, 'TAX'), without: ORGANIZATION_IDENTIFIER },
  rule(ORGANIZATION_IDENTIFIER, TRADE_REGISTER, 'NTR'),
  rule(SERIAL_NUMBER, TRADE_REGISTER, 'NTR'),
]

function rule(oid: string, extract: string, scheme: string): TaxIdRule {
  return {
    source: 'subject',
    oid,
    extract,
    pattern: new RegExp(extract, 'u'),
    ...(extract.includes('(?<cc>') ? { country: 'group' } : {}),
    scheme,
    compareTo: scheme === 'NTR' ? 'seller.registrationId' : 'seller.taxIds',
  }
}
