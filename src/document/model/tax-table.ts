import { money } from './amounts.js'
import type { TaxRow } from './computed.js'
import { compare } from './decimal.js'
import type { TaxSum } from './tax-shares.js'
import { TAX_CATEGORIES } from './taxes.js'

/** Returns the tax table: sorted by scheme, category, and rate (highest first), then by reason. */
export function taxTableOf(sums: readonly TaxSum[], digits: number): readonly TaxRow[] {
  return [...sums].sort(inTableOrder).map(({ tax, base, amount }) => {
    const { category, rate, ...rest } = tax.tax
    return { category, rate, ...rest, base: money(base, digits), tax: money(amount, digits) }
  })
}

function inTableOrder(left: TaxSum, right: TaxSum): number {
  return (
    byText(left.tax.tax.scheme ?? '', right.tax.tax.scheme ?? '') ||
    TAX_CATEGORIES.indexOf(left.tax.tax.category) - TAX_CATEGORIES.indexOf(right.tax.tax.category) ||
    compare(right.tax.rate, left.tax.rate) ||
    byText(left.tax.key, right.tax.key)
  )
}

/** By code unit: the same on every machine, whatever its locale. */
function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
