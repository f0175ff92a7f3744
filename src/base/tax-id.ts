/** A tax id as it is compared: no separators, upper case, scheme and country taken off where they are known. */
export interface NormalTaxId {
  /** From an EN 319 412-1 prefix: VAT number, national trade register, or tax number of a person. */
  readonly scheme?: 'VAT' | 'NTR' | 'TIN' | undefined
  /** Two letters; `GR` for Greece, also where VAT law writes `EL`. */
  readonly country?: string | undefined
  /** The rest: A–Z, 0–9 and the few other signs that national numbers use. Never empty. */
  readonly number: string
}

/** A tax id as documents and certificates carry it. */
export interface TaxIdText {
  readonly value: string
  /** ISO 3166-1 alpha-2, when it is known from elsewhere. */
  readonly country?: string
}

/** Longest tax id that is read, in characters. */
export const MAX_TAX_ID_LENGTH = 64

const HYPHEN = 0x2d
const SEPARATORS = ' .-/'
/** `&` and Ñ are in Mexican numbers, `+` and `*` in older Irish ones. Everything else that looks like these is refused. */
const OTHER_SIGNS = '&Ñ+*'
const SCHEMES = ['VAT', 'NTR', 'TIN'] as const

/**
 * Returns the tax id in the form in which ids are compared, or `undefined` when it is empty, too long or holds a character
 * that no tax id has: letters of other alphabets, full-width digits, control characters.
 * Understands `VATPT-500000000` (EN 319 412-1 §5.1.4), `PT 500.000.000` with a known country, and bare numbers.
 */
export function normaliseTaxId(text: TaxIdText): NormalTaxId | undefined {
  if (text.value.length > MAX_TAX_ID_LENGTH) return undefined
  const upper = toUpper(text.value)
  const prefix = schemePrefix(upper)
  const known = text.country === undefined ? undefined : canonicalCountry(toUpper(text.country))
  if (prefix !== undefined && known !== undefined && prefix.country !== known) return undefined
  const country = prefix?.country ?? known
  const number = stripSeparators(prefix === undefined ? upper : upper.slice(6))
  if (number === undefined) return undefined
  const bare = country === undefined ? number : withoutCountry(number, country)
  if (bare === '') return undefined
  return { scheme: prefix?.scheme, country, number: bare }
}

/**
 * Returns whether both name the same taxpayer. Countries must agree where both are known; where only one is, its prefix is
 * optional (`PT500000000` is `500000000` of PT). A trade register number equals only what is not marked as something else.
 */
export function sameTaxId(left: NormalTaxId, right: NormalTaxId): boolean {
  if (!compatibleSchemes(left, right)) return false
  if (left.country !== undefined && right.country !== undefined) {
    return left.country === right.country && left.number === right.number
  }
  return numberIn(right.country, left) === numberIn(left.country, right)
}

/** Where the country of `id` is known, its prefix was taken off already, and what looks like another one belongs to the number. */
function numberIn(country: string | undefined, id: NormalTaxId): string {
  return country === undefined ? id.number : withoutCountry(id.number, country)
}

function compatibleSchemes(left: NormalTaxId, right: NormalTaxId): boolean {
  if (left.scheme === undefined || right.scheme === undefined) return true
  return (left.scheme === 'NTR') === (right.scheme === 'NTR')
}

function schemePrefix(upper: string): { scheme: (typeof SCHEMES)[number]; country: string } | undefined {
  if (upper.charCodeAt(5) !== HYPHEN) return undefined
  const scheme = SCHEMES.find((name) => upper.startsWith(name))
  const country = upper.slice(3, 5)
  return scheme !== undefined && isLetters(country)
    ? { scheme, country: canonicalCountry(country) }
    : undefined
}

function withoutCountry(number: string, country: string): string {
  const prefix = number.slice(0, 2)
  return number.length > 2 && isLetters(prefix) && canonicalCountry(prefix) === country
    ? number.slice(2)
    : number
}

/** Greece is GR in ISO 3166 and EL in VAT law; GB and XI stay apart. */
function canonicalCountry(code: string): string {
  return code === 'EL' ? 'GR' : code
}

/** Upper case for ASCII and ñ only: `toUpperCase` would turn ı into I and ß into SS. */
function toUpper(text: string): string {
  if (!hasLower(text)) return text
  let upper = ''
  for (const character of text)
    upper += isLower(character.charCodeAt(0)) ? character.toUpperCase() : character
  return upper
}

function hasLower(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (isLower(text.charCodeAt(index))) return true
  return false
}

function isLower(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === 0xf1
}

/** Most numbers are written without separators, and stay what they are. */
function stripSeparators(upper: string): string | undefined {
  if (isPlain(upper)) return upper
  let number = ''
  for (const character of upper) {
    if (SEPARATORS.includes(character)) continue
    if (!isPlain(character) && !OTHER_SIGNS.includes(character)) return undefined
    number += character
  }
  return number === '' ? undefined : number
}

/** Whether `text` is letters and digits, at least one. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isLetter(code) && (code < 0x30 || code > 0x39)) return false
  }
  return text !== ''
}

function isLetters(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (!isLetter(text.charCodeAt(index))) return false
  return text !== ''
}

function isLetter(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}
