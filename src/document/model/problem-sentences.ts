/**
 * Every code that a problem of a receipt model can carry, with its sentence. A published code is never renamed. Only who builds
 * receipts needs the words; a verifier does without them.
 */
export const PROBLEM_SENTENCES = {
  'field.missing': 'is required',
  'field.unknown': 'is not a field of the model',
  'field.type': 'has the wrong type',
  'value.not-allowed': 'is not one of the values allowed',
  'list.empty': 'needs at least one entry',
  'list.too-long': 'has too many entries',
  'text.empty': 'is empty',
  'text.too-long': 'is too long',
  'text.control-character': 'holds a control character',
  'text.bidi-control':
    'holds a character that turns the direction of text, which can make a reader see other words',
  'text.invisible-character': 'holds a character that cannot be seen, or begins or ends with a space',
  'text.not-unicode': 'is not well-formed Unicode text',
  'number.not-exact':
    'is not an exact decimal: write a string such as "4.00", without exponent or grouping; numbers lose cents',
  'number.too-many-decimals': 'has too many decimals',
  'number.too-large': 'is too large',
  'number.negative': 'must not be negative',
  'number.not-positive': 'must be above zero',
  'currency.unknown': 'is not an ISO 4217 currency code',
  'country.unknown': 'is not an ISO 3166-1 country code',
  'language.invalid': 'is not a language tag such as "en" or "pt-PT"',
  'date.invalid': 'is not a date written as YYYY-MM-DD',
  'time.invalid': 'is not a time with its offset, such as "2026-11-22T09:30:00+03:00"',
  'period.order': 'ends before it begins',
  'unit.invalid': 'is not a UN/ECE unit code such as "C62" or "KGM"',
  'line.duplicate-id': 'is the id of another line too',
  'tax.rate-zero': 'must be above zero for category S; zero-rated goods have category Z',
  'tax.rate-not-zero': 'must be zero in this category',
  'tax.exemption-missing': 'needs exemptionReason or exemptionCode in this category',
  'tax.exemption-not-allowed': 'must have no exemption reason in this category',
  'tax.scheme-duplicate': 'is a second tax of the same scheme; give several taxes different schemes',
  'adjustment.amount-or-percent': 'needs either amount or percent, and not both',
  'adjustment.reason-missing': 'needs reason or reasonCode',
  'adjustment.percent-too-large': 'must be at most 100',
  'adjustment.tax-missing': 'needs tax, since the lines have different taxes',
  'adjustment.no-such-lines': 'is a percentage of lines with these taxes, and there are none',
  'tax-id.invalid': 'is not a tax id: letters A to Z, digits and separators only',
  'buyer.missing': 'is required on an invoice',
  'reference.original-missing': 'needs a reference of kind "original" on a credit or debit note',
  'payment.card-digits': 'must be the last four digits of the card and nothing more',
  'payment.iban-invalid': 'is not an IBAN with correct check digits',
  'payment.bic-invalid': 'is not a BIC',
  'totals.differ': 'differs from what follows from the lines',
  'page.no-room': 'does not fit on the page',
} as const

/** The stable code of a problem in a receipt model. */
export type ProblemCode = keyof typeof PROBLEM_SENTENCES

/** Returns the problem in words: where, what, and `detail` in brackets. */
export function describeProblem(path: string, code: ProblemCode, detail: string): string {
  const place = path === '' ? 'The model' : path
  return `${place} ${PROBLEM_SENTENCES[code]}${detail === '' ? '' : ` (${detail})`}.`
}
