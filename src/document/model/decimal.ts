/** An exact decimal number: `coefficient / 10^scale`. */
export interface Decimal {
  readonly coefficient: bigint
  readonly scale: number
}

/** How a value between two neighbours is rounded: halves away from zero, or to the even neighbour. */
export type RoundingRule = 'half-up' | 'half-even'

/** Largest number of digits before the decimal point that is read: far above any invoice, small enough to stay fast. */
export const MAX_INTEGER_DIGITS = 15

/** Largest number of decimals that is read. */
export const MAX_DECIMALS = 12

const ZERO_DIGIT = 0x30
const NINE_DIGIT = 0x39

/** Returns the decimal that `text` spells, or `undefined` when it is not plain: `-`, digits without leading zeros, `.` and digits; no exponent. */
export function parseDecimal(text: string): Decimal | undefined {
  const start = text.startsWith('-') ? 1 : 0
  const point = text.indexOf('.')
  const integer = text.slice(start, point < 0 ? undefined : point)
  const fraction = point < 0 ? '' : text.slice(point + 1)
  if (!isPlainInteger(integer)) return undefined
  if (point >= 0 && (!isDigits(fraction) || fraction.length > MAX_DECIMALS)) return undefined
  const magnitude = BigInt(integer + fraction)
  return { coefficient: start === 1 ? -magnitude : magnitude, scale: fraction.length }
}

function isPlainInteger(text: string): boolean {
  if (text.length > MAX_INTEGER_DIGITS || !isDigits(text)) return false
  return text.length === 1 || !text.startsWith('0')
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < ZERO_DIGIT || code > NINE_DIGIT) return false
  }
  return text.length > 0
}

/** Returns the decimal that `minor` units with `scale` decimals stand for. */
export function decimal(minor: bigint, scale = 0): Decimal {
  return { coefficient: minor, scale }
}

const POWERS_OF_TEN = Array.from({ length: 32 }, (_, exponent) => 10n ** BigInt(exponent))

/** Returns ten to the power of `exponent`, which is not negative. */
export function tenTo(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent)
}

/** Returns `value` with more decimals; `scale` is at least that of `value`. */
function widen(value: Decimal, scale: number): bigint {
  return value.coefficient * tenTo(scale - value.scale)
}

/** Returns the exact sum. */
export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale)
  return { coefficient: widen(left, scale) + widen(right, scale), scale }
}

/** Returns the exact difference. */
export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, { coefficient: -right.coefficient, scale: right.scale })
}

/** Returns the exact product. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return { coefficient: left.coefficient * right.coefficient, scale: left.scale + right.scale }
}

/** Returns below zero, zero or above zero as `left` is less than, equal to or more than `right`. */
export function compare(left: Decimal, right: Decimal): number {
  const difference = subtract(left, right).coefficient
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Returns `numerator / denominator` as a whole number; throws `RangeError` when the denominator is zero. */
export function divideRounded(numerator: bigint, denominator: bigint, rule: RoundingRule): bigint {
  const negative = numerator < 0n !== denominator < 0n
  const dividend = magnitude(numerator)
  const divisor = magnitude(denominator)
  const quotient = dividend / divisor
  const twice = (dividend - quotient * divisor) * 2n
  const up = twice > divisor || (twice === divisor && (rule === 'half-up' || quotient % 2n === 1n))
  const rounded = up ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** Returns `left / right` rounded to `scale` decimals; throws `RangeError` when `right` is zero. */
export function divide(
  left: Decimal,
  right: Decimal,
  options: { scale: number; rule: RoundingRule },
): Decimal {
  const numerator = left.coefficient * tenTo(right.scale + options.scale)
  const denominator = right.coefficient * tenTo(left.scale)
  return { coefficient: divideRounded(numerator, denominator, options.rule), scale: options.scale }
}

/** Returns `value` with exactly `scale` decimals, rounded when it has more. */
export function round(value: Decimal, scale: number, rule: RoundingRule): Decimal {
  if (scale >= value.scale) return { coefficient: widen(value, scale), scale }
  return { coefficient: divideRounded(value.coefficient, tenTo(value.scale - scale), rule), scale }
}

/** Returns `value` without trailing zeros after the point. */
export function trim(value: Decimal): Decimal {
  let { coefficient, scale } = value
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n
    scale--
  }
  return { coefficient, scale }
}

/** Returns the decimal as text with exactly `value.scale` decimals; zero has no sign. */
export function formatDecimal(value: Decimal): string {
  const digits = magnitude(value.coefficient)
    .toString()
    .padStart(value.scale + 1, '0')
  const sign = value.coefficient < 0n ? '-' : ''
  if (value.scale === 0) return sign + digits
  const point = digits.length - value.scale
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
