import {
  type Decimal,
  type RoundingRule,
  decimal,
  divide,
  divideRounded,
  formatDecimal,
  multiply,
  tenTo,
  trim,
} from './decimal.js'
import type { ComputedAdjustment, Money } from './computed.js'
import { present } from './fields.js'
import type { NormalAdjustment, NormalLine } from './normal.js'

/** A line's amounts in minor units, in the terms of its prices. */
export interface LineAmounts {
  readonly subtotal: bigint
  readonly allowances: readonly bigint[]
  readonly charges: readonly bigint[]
  /** subtotal − allowances + charges. */
  readonly amount: bigint
}

/** Returns what the row of `line` comes to: every amount is rounded where it is printed, so that a reader can add them up. */
export function amountsOf(line: NormalLine, digits: number, rule: RoundingRule): LineAmounts {
  const price = multiply(line.quantity, line.unitPrice)
  const subtotal = divide(price, line.priceBase, { scale: digits, rule }).coefficient
  const allowances = line.allowances.map((each) => adjustmentAmount(each, subtotal, rule))
  const charges = line.charges.map((each) => adjustmentAmount(each, subtotal, rule))
  return { subtotal, allowances, charges, amount: subtotal - total(allowances) + total(charges) }
}

/** Returns an allowance or charge in minor units: as given, or its percentage of `base`. */
export function adjustmentAmount(adjustment: NormalAdjustment, base: bigint, rule: RoundingRule): bigint {
  const { amount, percent } = adjustment
  if (amount !== undefined) return amount
  if (percent === undefined) return 0n
  return divideRounded(base * percent.coefficient, 100n * tenTo(percent.scale), rule)
}

/** Returns the sum. */
export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

/** Returns minor units as money with `digits` decimals. */
export function money(minor: bigint, digits: number): Money {
  return formatDecimal(decimal(minor, digits))
}

/** Returns an exact decimal without trailing zeros. */
export function exact(value: Decimal): string {
  return formatDecimal(trim(value))
}

/** Returns a unit price: at least as many decimals as the currency, more only where they say something. */
export function price(value: Decimal, digits: number): string {
  const trimmed = trim(value)
  if (trimmed.scale >= digits) return formatDecimal(trimmed)
  return formatDecimal(decimal(trimmed.coefficient * tenTo(digits - trimmed.scale), digits))
}

/** Returns an allowance or charge with its amount, as it is printed. */
export function computedAdjustment(
  adjustment: NormalAdjustment,
  amount: bigint,
  digits: number,
): ComputedAdjustment {
  const { percent, reason, reasonCode } = adjustment
  return {
    amount: money(amount, digits),
    ...present({ percent: percent === undefined ? undefined : exact(percent), reason, reasonCode }),
  }
}
