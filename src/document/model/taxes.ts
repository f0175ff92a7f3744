import { formatDecimal, trim } from './decimal.js'
import { Fields, type Reading, present, readList } from './fields.js'
import type { NormalTax, TaxSet } from './normal.js'
import { readDecimal } from './numbers.js'
import { IDENTIFIER, NAME, readOptionalText, readWord } from './text.js'
import type { Tax, TaxCategory } from './types.js'

/** Categories in the order in which the tax table shows them. */
export const TAX_CATEGORIES = [
  'S',
  'L',
  'M',
  'Z',
  'E',
  'AE',
  'K',
  'G',
  'O',
] as const satisfies readonly TaxCategory[]

/** EN 16931 BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05, BR-O-05: in these nothing is charged. */
const UNTAXED: readonly TaxCategory[] = ['Z', 'E', 'AE', 'K', 'G', 'O']
/** EN 16931 BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10: these must say why; BR-S-10 and BR-Z-10: the others must not. */
const EXEMPT: readonly TaxCategory[] = ['E', 'AE', 'K', 'G', 'O']
const RATE = { maxDecimals: 4, sign: 'not-negative' } as const
const MAX_TAXES = 8

/** Returns the taxes in `tax`, which are required: at least one, each of its own scheme. */
export function readTaxes(fields: Fields): TaxSet {
  const taxes = readList(fields, 'tax', {
    min: 1,
    max: MAX_TAXES,
    read: (value, path) => readTax(value, path, fields.reading),
  })
  const schemes = new Set(taxes.map(({ tax }) => tax.scheme))
  if (schemes.size < taxes.length) fields.report('tax', 'tax.scheme-duplicate')
  return {
    taxes,
    key: taxes
      .map(({ key }) => key)
      .sort()
      .join(' '),
  }
}

function readTax(value: unknown, path: string, reading: Reading): NormalTax | undefined {
  const fields = Fields.of(value, path, reading)
  if (fields === undefined) return undefined
  const category = readWord<TaxCategory>(fields, 'category', TAX_CATEGORIES)
  const problemsBefore = reading.problems.count
  const rate = trim(readDecimal(fields, 'rate', RATE))
  if (reading.problems.count === problemsBefore) checkRate(fields, category, rate.coefficient)
  const tax: Tax = {
    category,
    rate: formatDecimal(rate),
    ...present({
      scheme: readOptionalText(fields, 'scheme', IDENTIFIER),
      exemptionReason: readOptionalText(fields, 'exemptionReason', NAME),
      exemptionCode: readOptionalText(fields, 'exemptionCode', IDENTIFIER),
    }),
  }
  checkExemption(fields, tax)
  fields.end()
  return {
    tax,
    rate,
    key: JSON.stringify([tax.scheme, category, tax.rate, tax.exemptionReason, tax.exemptionCode]),
  }
}

function checkRate(fields: Fields, category: TaxCategory, rate: bigint): void {
  if (category === 'S' && rate === 0n) fields.report('rate', 'tax.rate-zero')
  if (UNTAXED.includes(category) && rate !== 0n)
    fields.report('rate', 'tax.rate-not-zero', `category ${category}`)
}

function checkExemption(fields: Fields, tax: Tax): void {
  const isExplained = tax.exemptionReason !== undefined || tax.exemptionCode !== undefined
  const mustExplain = EXEMPT.includes(tax.category)
  if (mustExplain && !isExplained) fields.report('', 'tax.exemption-missing', `category ${tax.category}`)
  if (!mustExplain && isExplained) fields.report('', 'tax.exemption-not-allowed', `category ${tax.category}`)
}
