import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import { requireSealing } from '../../trust/keys/identity-rules.js'
import { checkAppearance } from './appearance-options.js'
import type { PadesSignOptions, SignOptions } from './types.js'

/** Longest text in a signature dictionary, in UTF-16 units: a sentence or two, not a document. */
const MAX_TEXT = 1000
/** Longest field name. */
const MAX_FIELD_NAME = 200
/** PDF dates have four digits for the year (ISO 32000-2 §7.9.4); nothing was sealed before there were seals. */
const FIRST_MOMENT = Date.UTC(1990, 0, 1)
const LAST_MOMENT = Date.UTC(9999, 0, 1)

const KNOWN: OptionNames<PadesSignOptions> = {
  identity: true,
  field: true,
  at: true,
  reason: true,
  location: true,
  contact: true,
  appearance: true,
  again: true,
  anySeller: true,
  counter: true,
  subFilter: true,
  level: true,
}

/**
 * Returns the moment of signing after it has checked everything that a caller can get wrong without a document.
 * Throws `FiscalSealError('argument.invalid' | 'sign.level' | 'sign.appearance')`, and `identity.*` when the certificate cannot seal
 * documents at that moment.
 */
export function checkOptions(options: SignOptions): Date {
  checkOptionNames(options, KNOWN, { of: 'sign' })
  checkIdentity(options)
  checkSubFilter(options)
  checkText('reason', options.reason, MAX_TEXT)
  checkText('location', options.location, MAX_TEXT)
  checkText('contact', options.contact, MAX_TEXT)
  checkText('field', options.field, MAX_FIELD_NAME)
  if (options.field === '') throw invalid('field', 'must not be empty')
  checkFlag('again', options.again)
  checkFlag('anySeller', options.anySeller)
  if (options.appearance !== undefined) checkAppearance(options.appearance)
  const at = options.at ?? new Date()
  checkMoment(at)
  requireSealing(options.identity.certificate, at.getTime())
  return at
}

function checkIdentity(options: SignOptions): void {
  const { identity } = options
  const isIdentity =
    isObject(identity) && isObject(identity.certificate) && typeof identity.sign === 'function'
  if (!isIdentity) throw invalid('identity', 'must come from loadIdentity or from an authority')
}

function checkSubFilter(options: SignOptions): void {
  const { subFilter, level } = options as { readonly subFilter?: unknown; readonly level?: unknown }
  if (subFilter !== undefined && subFilter !== 'ETSI.CAdES.detached' && subFilter !== 'adbe.pkcs7.detached') {
    throw invalid('subFilter', "must be 'ETSI.CAdES.detached' or 'adbe.pkcs7.detached'")
  }
  if (level === undefined || (level === 'B-B' && subFilter !== 'adbe.pkcs7.detached')) return
  const reason =
    subFilter === 'adbe.pkcs7.detached'
      ? 'adbe.pkcs7.detached has no PAdES level'
      : 'only level B-B can be delivered'
  throw new FiscalSealError('sign.level', `${reason}; nothing was signed.`)
}

function checkText(name: string, value: unknown, longest: number): void {
  if (value === undefined) return
  if (typeof value !== 'string') throw invalid(name, 'must be a string')
  if (value.length > longest) throw invalid(name, `must not be longer than ${longest} characters`)
  if (!isWellFormed(value)) throw invalid(name, 'must not hold control characters or halves of characters')
}

/** Control characters have no place in a name or a reason, and a lone surrogate no place in any text. */
function isWellFormed(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff)) return false
  }
  return true
}

function checkFlag(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw invalid(name, 'must be true or false')
}

function checkMoment(at: unknown): void {
  const isMoment = at instanceof Date && at.getTime() >= FIRST_MOMENT && at.getTime() < LAST_MOMENT
  if (!isMoment) throw invalid('at', 'must be a Date between 1990 and 9999')
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Returns the error for an argument that is wrong. */
export function invalid(name: string, what: string): FiscalSealError {
  return new FiscalSealError('argument.invalid', `${name} ${what}.`)
}
