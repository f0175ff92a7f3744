import {
  type Decimal,
  MAX_DECIMALS,
  MAX_INTEGER_DIGITS,
  decimal,
  parseDecimal,
  tenTo,
  trim,
} from './decimal.js'
import { type Fields, quote } from './fields.js'

/** What a number may be. */
export interface NumberRule {
  readonly maxDecimals: number
  readonly sign: 'any' | 'not-negative' | 'positive'
}

const ZERO: Decimal = decimal(0n)

/** Returns the decimal string in `key`; when it is absent or not allowed, that is a problem and the result is zero. */
export function readDecimal(fields: Fields, key: string, rule: NumberRule): Decimal {
  const value = fields.required(key)
  return value === undefined ? ZERO : checked(fields, key, { value, rule, minor: undefined })
}

/** Returns the decimal string in `key`, or `undefined` when it is absent. */
export function readOptionalDecimal(fields: Fields, key: string, rule: NumberRule): Decimal | undefined {
  const value = fields.optional(key)
  return value === undefined ? undefined : checked(fields, key, { value, rule, minor: undefined })
}

/** Returns the amount in `key`: a decimal string, or a bigint of minor units with `digits` decimals. */
export function readAmount(
  fields: Fields,
  key: string,
  rule: NumberRule & { readonly digits: number },
): Decimal {
  const value = fields.required(key)
  return value === undefined ? ZERO : checked(fields, key, { value, rule, minor: rule.digits })
}

/** Returns the amount in `key` in minor units, or `undefined` when it is absent; more decimals than the currency has are a problem. */
export function readOptionalMoney(
  fields: Fields,
  key: string,
  rule: { readonly digits: number; readonly sign: NumberRule['sign'] },
): bigint | undefined {
  const value = fields.optional(key)
  if (value === undefined) return undefined
  const amount = checked(fields, key, {
    value,
    rule: { ...rule, maxDecimals: rule.digits },
    minor: rule.digits,
  })
  return amount.scale > rule.digits ? 0n : amount.coefficient * tenTo(rule.digits - amount.scale)
}

/** Returns the amount in `key` in minor units; when it is absent that is a problem. */
export function readMoney(
  fields: Fields,
  key: string,
  rule: { readonly digits: number; readonly sign: NumberRule['sign'] },
): bigint {
  const amount = readOptionalMoney(fields, key, rule)
  if (amount === undefined) fields.report(key, 'field.missing')
  return amount ?? 0n
}

interface Candidate {
  readonly value: unknown
  readonly rule: NumberRule
  /** Decimals that a bigint has; `undefined` where only strings are taken. */
  readonly minor: number | undefined
}

function checked(fields: Fields, key: string, candidate: Candidate): Decimal {
  const number = exact(fields, key, candidate)
  if (number === undefined) return ZERO
  const { rule } = candidate
  if (trim(number).scale > rule.maxDecimals) {
    fields.report(key, 'number.too-many-decimals', `at most ${rule.maxDecimals}`)
  }
  if (number.coefficient < 0n && rule.sign !== 'any') fields.report(key, 'number.negative')
  if (number.coefficient === 0n && rule.sign === 'positive') fields.report(key, 'number.not-positive')
  return number.scale > rule.maxDecimals ? trim(number) : number
}

function exact(fields: Fields, key: string, { value, minor }: Candidate): Decimal | undefined {
  if (typeof value === 'bigint' && minor !== undefined) return fromMinor(fields, key, decimal(value, minor))
  if (typeof value !== 'string') {
    fields.report(key, 'number.not-exact', `a ${value === null ? 'null' : typeof value} was given`)
    return undefined
  }
  const number = parseDecimal(value)
  if (number === undefined) {
    const isLong = value.length > MAX_INTEGER_DIGITS
    const limits = `at most ${MAX_INTEGER_DIGITS} digits before and ${MAX_DECIMALS} after the point`
    fields.report(key, 'number.not-exact', isLong ? `${quote(value)}; ${limits}` : quote(value))
  }
  return number
}

function fromMinor(fields: Fields, key: string, amount: Decimal): Decimal | undefined {
  const limit = tenTo(MAX_INTEGER_DIGITS + amount.scale)
  if (amount.coefficient < limit && amount.coefficient > -limit) return amount
  fields.report(key, 'number.too-large', `at most ${MAX_INTEGER_DIGITS} digits before the point`)
  return undefined
}
