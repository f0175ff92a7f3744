import { FiscalSealError } from '../../base/errors.js'
import type { ErrorCode } from '../../base/error-codes.js'
import { normaliseTaxId } from '../../base/tax-id.js'
import { isDisguise } from '../../formats/x509/disguise.js'
import { KEY_KINDS, type KeyKind } from './key-kind.js'

const MAX_NAME = 200
/** For so many days something may be valid. */
export const MAX_DAYS = 36_500
const MAX_INTERMEDIATES = 4

/** Returns an http or https URL in ASCII without a password, or `undefined`; throws `FiscalSealError('authority.invalid')`. */
export function requireUrl(url: string | undefined, what: string): string | undefined {
  if (url === undefined || isHttpUrl(url)) return url
  throw new FiscalSealError(
    'authority.invalid',
    `The address of ${what} is not an http or https URL in ASCII, without user name and password.`,
  )
}

/** Returns how many CAs stand between root and issuing CA; throws `FiscalSealError('authority.invalid')`. */
export function requireIntermediates(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= MAX_INTERMEDIATES) return value
  throw new FiscalSealError(
    'authority.invalid',
    `intermediates must be an integer from 0 to ${MAX_INTERMEDIATES}.`,
  )
}

/** Returns the number of a tax id of `country` without its prefix; throws `FiscalSealError('argument.invalid')`. */
export function requireTaxId(value: unknown, country: string): string {
  const taxId = typeof value === 'string' ? normaliseTaxId({ value, country }) : undefined
  if (taxId === undefined)
    throw new FiscalSealError('argument.invalid', `taxId is no tax id of ${country} that can be written.`)
  return taxId.number
}

/** Returns a name without white space around it; throws `FiscalSealError(code)`. People will read it in reports: nothing in it may hide or write over other text. */
export function requireName(value: unknown, field: string, code: ErrorCode): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const isReadable = Array.from(text).every((character) => !isDisguise(character.codePointAt(0) ?? 0))
  if (text !== '' && text.length <= MAX_NAME && isReadable) return text
  throw new FiscalSealError(
    code,
    `${field} must be a text of 1 to ${MAX_NAME} characters without control characters.`,
  )
}

/** Returns an ISO 3166-1 alpha-2 code; throws `FiscalSealError(code)`. */
export function requireCountry(value: unknown, code: ErrorCode): string {
  if (typeof value === 'string' && /^[A-Z]{2}$/.test(value)) return value
  throw new FiscalSealError(code, 'country must be an ISO 3166-1 alpha-2 code such as KE.')
}

/** Returns a kind of key; throws `FiscalSealError(code)`. */
export function requireKeyKind(value: KeyKind, code: ErrorCode): KeyKind {
  if (KEY_KINDS.includes(value)) return value
  throw new FiscalSealError(code, `key must be one of ${KEY_KINDS.join(', ')}.`)
}

/** What is written on every day of these years, and is valid for `MAX_DAYS` at most, ends before the year 10000 (RFC 5280 §4.1.2.5). */
const [FIRST_YEAR, LAST_YEAR] = [1950, 9899]

/**
 * Returns the moment, default now, in milliseconds of whole seconds, which is all that certificates and CRLs know; throws
 * `FiscalSealError(code)` for what is no date and for years that they cannot name.
 */
export function requireTime(value: unknown, code: ErrorCode): number {
  const date = value === undefined ? new Date() : value
  const year = date instanceof Date ? date.getUTCFullYear() : Number.NaN
  if (date instanceof Date && year >= FIRST_YEAR && year <= LAST_YEAR)
    return Math.floor(date.getTime() / 1000) * 1000
  throw new FiscalSealError(code, `at must be a valid Date from ${FIRST_YEAR} to ${LAST_YEAR}.`)
}

/** Returns a number of days; throws `FiscalSealError(code)`. */
export function requireDays(value: number, code: ErrorCode): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_DAYS) return value
  throw new FiscalSealError(code, `A number of days must be an integer from 1 to ${MAX_DAYS}.`)
}

function isHttpUrl(text: unknown): boolean {
  if (typeof text !== 'string' || !/^[!-~]+$/.test(text)) return false
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  // Everybody reads what stands in a certificate.
  return ['http:', 'https:'].includes(protocol) && username === '' && password === ''
}
