import { FiscalSealError } from '../../base/errors.js'
import type { ErrorCode } from '../../base/error-codes.js'
import { normaliseTaxId } from '../../base/tax-id.js'
import { isDisguise } from '../../formats/x509/disguise.js'
import { KEY_KINDS, type KeyKind } from './key-kind.js'

/** What an authority is made of. */
export interface AuthorityOptions {
  /** As it stands in its certificates, such as `Revenue Authority`. */
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Test authorities count only where the verifier allows them. Default: `production`. */
  readonly environment?: 'production' | 'test'
  /** Kind of the keys of root and issuing CA. Default: `P-256`. */
  readonly key?: KeyKind
  /** When its certificates begin; default: now. */
  readonly at?: Date
  /** For how many days a CRL is current. Default: 30. */
  readonly crlDays?: number
  /** Where the CRL of the issuing CA is published; it is then named in every certificate. */
  readonly crlUrl?: string
}

/** Whom a certificate is issued to. */
export interface IssueOptions {
  /** As it stands in the commercial register. */
  readonly legalName: string
  /** Tax id of the seller, such as `P051234567X`, with or without the prefix of its country. */
  readonly taxId: string
  /** Country of the tax id; default: that of the authority. */
  readonly country?: string
  /** Kind of the key. Default: `P-256`. */
  readonly key?: KeyKind
  /** When the certificate begins; default: now. */
  readonly at?: Date
  /** For how many days it is valid. Default: 730, but never longer than the issuing CA. */
  readonly days?: number
  /** Common name; default: the legal name. */
  readonly commonName?: string
}

/** Options that were checked, with every default filled in. */
export interface AuthorityPlan {
  readonly name: string
  readonly country: string
  readonly environment: 'production' | 'test'
  readonly key: KeyKind
  readonly at: number
  readonly crlDays: number
  readonly crlUrl: string | undefined
}

const MAX_NAME = 200
const MAX_DAYS = 36_500

/** Returns the options with defaults; throws `FiscalSealError('authority.invalid')` for what an authority cannot be made from. */
export function planAuthority(options: AuthorityOptions): AuthorityPlan {
  const code = 'authority.invalid'
  const { crlUrl } = options
  if (crlUrl !== undefined && !isHttpUrl(crlUrl))
    throw new FiscalSealError(code, 'The address of the CRL is not an http or https URL.')
  const environment = options.environment ?? 'production'
  if (!['production', 'test'].includes(environment))
    throw new FiscalSealError(code, 'The environment is neither production nor test.')
  return {
    name: requireName(options.name, 'name', code),
    country: requireCountry(options.country, code),
    environment,
    key: requireKeyKind(options.key ?? 'P-256', code),
    at: requireTime(options.at, code),
    crlDays: requireDays(options.crlDays ?? 30, code),
    crlUrl,
  }
}

/** What a certificate is to say, checked. */
export interface IssuePlan {
  readonly legalName: string
  readonly commonName: string
  readonly country: string
  /** EN 319 412-1 §5.1.4. */
  readonly organizationIdentifier: string
  readonly key: KeyKind
  readonly at: number
  readonly days: number
}

/** Returns the options with defaults; throws `FiscalSealError('argument.invalid')` for what cannot be certified. */
export function planIssue(options: IssueOptions, authority: { readonly country: string }): IssuePlan {
  const code = 'argument.invalid'
  const country = requireCountry(options.country ?? authority.country, code)
  const legalName = requireName(options.legalName, 'legalName', code)
  return {
    legalName,
    commonName:
      options.commonName === undefined ? legalName : requireName(options.commonName, 'commonName', code),
    country,
    organizationIdentifier: `VAT${country}-${requireTaxId(options.taxId, country)}`,
    key: requireKeyKind(options.key ?? 'P-256', code),
    at: requireTime(options.at, code),
    days: requireDays(options.days ?? 730, code),
  }
}

function requireTaxId(value: unknown, country: string): string {
  const taxId = typeof value === 'string' ? normaliseTaxId({ value, country }) : undefined
  if (taxId === undefined)
    throw new FiscalSealError('argument.invalid', `taxId is no tax id of ${country} that can be written.`)
  return taxId.number
}

/** A name is what people will read in reports: nothing in it may hide or write over other text. */
function requireName(value: unknown, field: string, code: ErrorCode): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const isReadable = Array.from(text).every((character) => !isDisguise(character.codePointAt(0) ?? 0))
  if (text !== '' && text.length <= MAX_NAME && isReadable) return text
  throw new FiscalSealError(
    code,
    `${field} must be a text of 1 to ${MAX_NAME} characters without control characters.`,
  )
}

function requireCountry(value: unknown, code: ErrorCode): string {
  if (typeof value === 'string' && /^[A-Z]{2}$/.test(value)) return value
  throw new FiscalSealError(code, 'country must be an ISO 3166-1 alpha-2 code such as KE.')
}

function requireKeyKind(value: KeyKind, code: ErrorCode): KeyKind {
  if (KEY_KINDS.includes(value)) return value
  throw new FiscalSealError(code, `key must be one of ${KEY_KINDS.join(', ')}.`)
}

/** Certificates and CRLs know whole seconds. */
function requireTime(value: Date | undefined, code: ErrorCode): number {
  const milliseconds = (value ?? new Date()).getTime()
  if (Number.isNaN(milliseconds)) throw new FiscalSealError(code, 'at is no date.')
  return Math.floor(milliseconds / 1000) * 1000
}

function requireDays(value: number, code: ErrorCode): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_DAYS) return value
  throw new FiscalSealError(code, `A number of days must be an integer from 1 to ${MAX_DAYS}.`)
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
