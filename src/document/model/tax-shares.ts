import { apportion } from './apportion.js'
import { type RoundingRule, divideRounded, tenTo } from './decimal.js'
import type { NormalTax, TaxSet } from './normal.js'

/** Something that tax falls on, in minor units: a line, a charge, or (below zero) an allowance. */
export interface Taxed {
  /** With or without tax, as the terms say. */
  readonly amount: bigint
  readonly taxes: TaxSet
}

/** How tax is worked out. */
export interface TaxTerms {
  readonly pricesInclude: 'tax' | 'none'
  readonly mode: 'per-tax-category' | 'per-line'
  readonly rule: RoundingRule
}

/** The share of one item, in minor units. */
export interface TaxShare {
  readonly net: bigint
  readonly tax: bigint
}

/** One category and rate with its sums in minor units. */
export interface TaxSum {
  readonly tax: NormalTax
  readonly base: bigint
  readonly amount: bigint
}

/** Tax by item and by category; both have the same sum. */
export interface SharedTax {
  readonly shares: readonly TaxShare[]
  readonly sums: readonly TaxSum[]
}

/** All rates are brought to this many decimals, so that sums of them are whole numbers. */
const RATE_SCALE = 4
const PERCENT = 100n * tenTo(RATE_SCALE)

/**
 * Returns the tax on `items`. It is rounded once for each category (EN 16931 BR-CO-17: base × rate) or on each item, and then
 * shared among the items so that nothing is lost: Σ shares is exactly the tax table. With prices that contain tax the tax is
 * gross × r / (100 + r), and net + tax of every group of items with equal taxes is exactly its shelf prices.
 */
export function shareTax(items: readonly Taxed[], terms: TaxTerms): SharedTax {
  return terms.pricesInclude === 'tax' ? extractTax(items, terms) : addTax(items, terms)
}

/** Sums by category while they grow. */
class TaxTable {
  readonly #sums = new Map<string, { tax: NormalTax; base: bigint; amount: bigint }>()

  add(tax: NormalTax, base: bigint, amount: bigint): void {
    const sum = this.#sums.get(tax.key) ?? { tax, base: 0n, amount: 0n }
    sum.base += base
    sum.amount += amount
    this.#sums.set(tax.key, sum)
  }

  get sums(): readonly TaxSum[] {
    return [...this.#sums.values()]
  }
}

function addTax(items: readonly Taxed[], terms: TaxTerms): SharedTax {
  const table = new TaxTable()
  const taxes = items.map(() => 0n)
  for (const { tax, members } of membersByTax(items, terms.mode)) {
    const rate = rateOf(tax)
    const amounts = members.map((index) => items[index]?.amount ?? 0n)
    const base = sumOf(amounts)
    const amount = divideRounded(base * rate, PERCENT, terms.rule)
    const parts = apportion(
      amount,
      amounts.map((each) => each * rate),
      PERCENT,
    )
    members.forEach((index, position) => (taxes[index] = (taxes[index] ?? 0n) + (parts[position] ?? 0n)))
    table.add(tax, base, amount)
  }
  const shares = items.map(({ amount }, index) => ({ net: amount, tax: taxes[index] ?? 0n }))
  return { shares, sums: table.sums }
}

function extractTax(items: readonly Taxed[], terms: TaxTerms): SharedTax {
  const table = new TaxTable()
  const shares: TaxShare[] = items.map(({ amount }) => ({ net: amount, tax: 0n }))
  for (const { taxes, members } of membersBySet(items, terms.mode)) {
    const amounts = members.map((index) => items[index]?.amount ?? 0n)
    const gross = sumOf(amounts)
    const rates = taxes.map(rateOf)
    const rate = sumOf(rates)
    const whole = PERCENT + rate
    const tax = divideRounded(gross * rate, whole, terms.rule)
    const byItem = apportion(
      tax,
      amounts.map((each) => each * rate),
      whole,
    )
    members.forEach((index, position) => {
      const part = byItem[position] ?? 0n
      shares[index] = { net: (amounts[position] ?? 0n) - part, tax: part }
    })
    const byTax = apportion(
      tax,
      rates.map((each) => gross * each),
      whole,
    )
    taxes.forEach((each, position) => {
      table.add(each, gross - tax, byTax[position] ?? 0n)
    })
  }
  return { shares, sums: table.sums }
}

/** The items on which a tax is rounded together. */
function membersByTax(
  items: readonly Taxed[],
  mode: TaxTerms['mode'],
): readonly { readonly tax: NormalTax; readonly members: readonly number[] }[] {
  const groups = new Map<string, { tax: NormalTax; members: number[] }>()
  items.forEach(({ taxes }, index) => {
    for (const tax of taxes.taxes) {
      const key = mode === 'per-line' ? `${index} ${tax.key}` : tax.key
      const group = groups.get(key) ?? { tax, members: [] }
      group.members.push(index)
      groups.set(key, group)
    }
  })
  return [...groups.values()]
}

/** The items from which a set of taxes is taken out together. */
function membersBySet(
  items: readonly Taxed[],
  mode: TaxTerms['mode'],
): readonly { readonly taxes: readonly NormalTax[]; readonly members: readonly number[] }[] {
  const groups = new Map<string, { taxes: readonly NormalTax[]; members: number[] }>()
  items.forEach(({ taxes }, index) => {
    const key = mode === 'per-line' ? String(index) : taxes.key
    const group = groups.get(key) ?? { taxes: taxes.taxes, members: [] }
    group.members.push(index)
    groups.set(key, group)
  })
  return [...groups.values()]
}

function rateOf({ rate }: NormalTax): bigint {
  return rate.coefficient * tenTo(RATE_SCALE - rate.scale)
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n)
}
