import { readDocumentAdjustments } from './adjustments.js'
import { DIGITS, LETTERS, consistsOf } from './ascii.js'
import { minorDigitsOf } from './currency.js'
import { isInstant } from './dates.js'
import { Fields, type Reading, present, quote } from './fields.js'
import { readCodes, readNotes, readOptionalDate, readReferences } from './footer.js'
import { readLines } from './lines.js'
import type {
  NormalDeclaredTotals,
  NormalReceipt,
  NormalRounding,
  ReceiptFooter,
  ReceiptHeader,
} from './normal.js'
import { readOptionalMoney } from './numbers.js'
import { readBuyer, readSeller } from './parties.js'
import { readPaymentInstructions, readPayments } from './payments.js'
import { IDENTIFIER, readOptionalWord, readText, readWord } from './text.js'

const KINDS = ['receipt', 'invoice', 'credit-note', 'debit-note', 'proforma'] as const
/** Read with these decimals when the currency is not known, so that one problem does not hide the next. */
const FALLBACK_DIGITS = 4

/**
 * Returns the model (or what was given in a `receipt.json`) copied into fresh objects with every number exact, or `undefined` when it is no object. All problems
 * are added to `reading.problems`; the result means nothing when there are any.
 */
export function readModel(model: unknown, reading: Reading): NormalReceipt | undefined {
  const fields = Fields.of(model, '', reading)
  if (fields === undefined) return undefined
  const header = readHeader(fields)
  const digits = header.currencyDigits
  const lines = readLines(fields, digits)
  const { payments, paid } = readPayments(fields, digits)
  const footer = readFooter(fields, payments)
  checkKind(fields, header, footer)
  const receipt = {
    header,
    lines,
    allowances: readDocumentAdjustments(fields, 'allowances', { digits, lines }),
    charges: readDocumentAdjustments(fields, 'charges', { digits, lines }),
    footer,
    ...readGivenTotals(fields, digits),
    paid,
    rounding: readRounding(fields, digits),
    declaredTotals: fields.reading.form === 'model' ? readDeclaredTotals(fields, digits) : {},
  }
  fields.skipDerived('schema', 'version', 'currencyDigits', 'taxTable')
  fields.end()
  return receipt
}

function readHeader(fields: Fields): ReceiptHeader {
  return {
    kind: readWord(fields, 'kind', KINDS),
    number: readText(fields, 'number', IDENTIFIER),
    issuedAt: readIssuedAt(fields),
    dueDate: readOptionalDate(fields, 'dueDate'),
    period: readPeriod(fields),
    ...readCurrency(fields),
    language: readLanguage(fields),
    seller: readSeller(fields),
    buyer: readBuyer(fields),
    pricesInclude: readWord(fields, 'pricesInclude', ['tax', 'none']),
  }
}

function readIssuedAt(fields: Fields): string {
  const issuedAt = readText(fields, 'issuedAt', IDENTIFIER)
  if (issuedAt !== '' && !isInstant(issuedAt)) fields.report('issuedAt', 'time.invalid')
  return issuedAt
}

function readPeriod(model: Fields): { readonly from: string; readonly to: string } | undefined {
  const fields = model.optionalObject('period')
  if (fields === undefined) return undefined
  const from = readOptionalDate(fields, 'from')
  const to = readOptionalDate(fields, 'to')
  if (from === undefined) fields.report('from', 'field.missing')
  if (to === undefined) fields.report('to', 'field.missing')
  if (from !== undefined && to !== undefined && to < from) fields.report('', 'period.order')
  fields.end()
  return { from: from ?? '', to: to ?? '' }
}

function readCurrency(fields: Fields): { readonly currency: string; readonly currencyDigits: number } {
  const currency = readText(fields, 'currency', IDENTIFIER)
  const currencyDigits = minorDigitsOf(currency)
  if (currency !== '' && currencyDigits === undefined)
    fields.report('currency', 'currency.unknown', quote(currency))
  return { currency, currencyDigits: currencyDigits ?? FALLBACK_DIGITS }
}

/** BCP 47: a language of two or three letters, then subtags of one to eight letters and digits. */
function readLanguage(fields: Fields): string {
  const language = readText(fields, 'language', { kind: 'identifier', max: 35 })
  const [primary = '', ...subtags] = language.split('-')
  const isTag =
    isPlain(primary, 2, 3) && consistsOf(primary, LETTERS) && subtags.every((tag) => isPlain(tag, 1, 8))
  if (language !== '' && !isTag) fields.report('language', 'language.invalid')
  return language
}

function isPlain(subtag: string, min: number, max: number): boolean {
  return subtag.length >= min && subtag.length <= max && consistsOf(subtag, LETTERS + DIGITS)
}

function readFooter(fields: Fields, payments: ReceiptFooter['payments']): ReceiptFooter {
  return {
    payments,
    paymentInstructions: readPaymentInstructions(fields),
    references: readReferences(fields),
    notes: readNotes(fields),
    codes: readCodes(fields),
  }
}

function checkKind(fields: Fields, header: ReceiptHeader, footer: ReceiptFooter): void {
  // EN 16931 BR-07: an invoice names its buyer.
  if (header.kind === 'invoice' && !fields.has('buyer')) fields.report('buyer', 'buyer.missing')
  // Directive 2006/112/EC art. 219: what amends an invoice refers to it.
  const amends = header.kind === 'credit-note' || header.kind === 'debit-note'
  const isLinked = footer.references.some(({ kind }) => kind === 'original')
  if (amends && !isLinked) fields.report('references', 'reference.original-missing')
}

/** What is given and not derived, but stands among the totals in `receipt.json`. */
function readGivenTotals(model: Fields, digits: number): { readonly prepaid: bigint; readonly tip: bigint } {
  const fields = model.reading.form === 'model' ? model : model.requiredObject('totals')
  if (fields === undefined) return { prepaid: 0n, tip: 0n }
  return {
    prepaid: readOptionalMoney(fields, 'prepaid', { digits, sign: 'not-negative' }) ?? 0n,
    tip: readOptionalMoney(fields, 'tip', { digits, sign: 'not-negative' }) ?? 0n,
  }
}

function readRounding(model: Fields, digits: number): NormalRounding {
  const fields = model.optionalObject('rounding')
  if (fields === undefined) return { mode: 'per-tax-category', rule: 'half-up' }
  const rounding = {
    mode: readOptionalWord(fields, 'mode', ['per-tax-category', 'per-line']) ?? 'per-tax-category',
    rule: readOptionalWord(fields, 'rule', ['half-up', 'half-even']) ?? 'half-up',
    ...present({ cashStep: readOptionalMoney(fields, 'cashStep', { digits, sign: 'positive' }) }),
  } as const
  fields.end()
  return rounding
}

function readDeclaredTotals(model: Fields, digits: number): NormalDeclaredTotals {
  const fields = model.optionalObject('declaredTotals')
  if (fields === undefined) return {}
  const rule = { digits, sign: 'any' } as const
  const totals = present({
    net: readOptionalMoney(fields, 'net', rule),
    tax: readOptionalMoney(fields, 'tax', rule),
    gross: readOptionalMoney(fields, 'gross', rule),
    rounding: readOptionalMoney(fields, 'rounding', rule),
    due: readOptionalMoney(fields, 'due', rule),
  })
  fields.end()
  return totals
}
