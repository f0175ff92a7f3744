import { type LineAmounts, adjustmentAmount, amountsOf, total } from './amounts.js'
import type {
  NormalAdjustment,
  NormalDocumentAdjustment,
  NormalLine,
  NormalReceipt,
  TaxSet,
} from './normal.js'
import { type TaxShare, type TaxSum, type Taxed, shareTax } from './tax-shares.js'

/** A line with its amounts and its share of the tax. */
export interface WorkedLine {
  readonly line: NormalLine
  readonly amounts: LineAmounts
  readonly share: TaxShare
}

/** A document allowance or charge on one set of taxes; an allowance is subtracted. */
export interface WorkedAdjustment {
  readonly adjustment: NormalAdjustment
  readonly taxes: TaxSet
  readonly amount: bigint
  readonly share: TaxShare
}

/** A receipt in minor units: what every part of it comes to, and the tax table. */
export interface WorkedReceipt {
  readonly lines: readonly WorkedLine[]
  readonly allowances: readonly WorkedAdjustment[]
  readonly charges: readonly WorkedAdjustment[]
  readonly taxSums: readonly TaxSum[]
  /** Tax rounded on every line minus tax rounded for each category; `undefined` unless it is rounded on every line. */
  readonly perLineDifference: bigint | undefined
}

interface PlacedAdjustment {
  readonly adjustment: NormalAdjustment
  readonly taxes: TaxSet
  readonly amount: bigint
}

/** Returns the amounts of `receipt`, which was checked and has at least one line. */
export function workOut(receipt: NormalReceipt): WorkedReceipt {
  const { header, rounding } = receipt
  const amounts = receipt.lines.map((line) => amountsOf(line, header.currencyDigits, rounding.rule))
  const groups = groupsOf(receipt.lines, amounts)
  const place = (each: NormalDocumentAdjustment): readonly PlacedAdjustment[] => placed(each, groups, receipt)
  const allowances = receipt.allowances.flatMap(place)
  const charges = receipt.charges.flatMap(place)
  const taxed: readonly Taxed[] = [
    ...receipt.lines.map(({ taxes }, index) => ({ taxes, amount: amounts[index]?.amount ?? 0n })),
    ...allowances.map(({ taxes, amount }) => ({ taxes, amount: -amount })),
    ...charges,
  ]
  const terms = { pricesInclude: header.pricesInclude, ...rounding }
  const { shares, sums } = shareTax(taxed, terms)
  const shareAt = (index: number): TaxShare => shares[index] ?? NOTHING
  const firstCharge = receipt.lines.length + allowances.length
  return {
    lines: receipt.lines.map((line, index) => ({
      line,
      amounts: amounts[index] ?? NO_AMOUNTS,
      share: shareAt(index),
    })),
    allowances: allowances.map((each, index) => ({
      ...each,
      share: negated(shareAt(receipt.lines.length + index)),
    })),
    charges: charges.map((each, index) => ({ ...each, share: shareAt(firstCharge + index) })),
    taxSums: sums,
    perLineDifference:
      rounding.mode === 'per-line'
        ? taxOf(sums) - taxOf(shareTax(taxed, { ...terms, mode: 'per-tax-category' }).sums)
        : undefined,
  }
}

const NOTHING: TaxShare = { net: 0n, tax: 0n }
const NO_AMOUNTS: LineAmounts = { subtotal: 0n, allowances: [], charges: [], amount: 0n }

/** Lines with equal taxes, and what they come to. */
interface LineGroup {
  readonly taxes: TaxSet
  readonly amount: bigint
}

function groupsOf(lines: readonly NormalLine[], amounts: readonly LineAmounts[]): readonly LineGroup[] {
  const groups = new Map<string, LineGroup>()
  lines.forEach(({ taxes }, index) => {
    const before = groups.get(taxes.key)?.amount ?? 0n
    groups.set(taxes.key, { taxes, amount: before + (amounts[index]?.amount ?? 0n) })
  })
  return [...groups.values()]
}

/** An amount stands where it was put; a percentage is of the lines with its taxes, or of every group of lines. */
function placed(
  adjustment: NormalDocumentAdjustment,
  groups: readonly LineGroup[],
  { rounding }: NormalReceipt,
): readonly PlacedAdjustment[] {
  const { amount, taxes } = adjustment
  if (amount !== undefined && taxes !== undefined) return [{ adjustment, amount, taxes }]
  return groups
    .filter((group) => taxes === undefined || taxes.key === group.taxes.key)
    .map((group) => ({
      adjustment,
      amount: adjustmentAmount(adjustment, group.amount, rounding.rule),
      taxes: group.taxes,
    }))
}

function negated({ net, tax }: TaxShare): TaxShare {
  return { net: -net, tax: -tax }
}

function taxOf(sums: readonly TaxSum[]): bigint {
  return total(sums.map(({ amount }) => amount))
}
