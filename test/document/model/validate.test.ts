import { describe, expect, it } from '@jest/globals'
import { FiscalSealError, type Problem } from '../../../src/base/errors.js'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { PROBLEM_SENTENCES } from '../../../src/document/model/problem-sentences.js'
import { MAX_PROBLEMS_LISTED } from '../../../src/document/model/problems.js'
import type { ReceiptModel } from '../../../src/document/model/types.js'
import { VAT_23, VAT_6, line, receiptModel } from './model-samples.js'

/** What is wrong with `model`; empty when it is accepted. */
function problemsOf(model: unknown): readonly Problem[] {
  try {
    computeReceipt(model as ReceiptModel)
    return []
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    expect(error.code).toBe('receipt.invalid')
    return error.problems
  }
}

function codesAt(model: unknown): readonly string[] {
  return problemsOf(model).map(({ path, code }) => `${path}: ${code}`)
}

type Changes = Record<string, unknown>
const model = (changes: Changes): unknown => ({ ...receiptModel(), ...changes })
const withLine = (changes: Changes): unknown => model({ lines: [{ ...line(), ...changes }] })
const withSeller = (changes: Changes): unknown => model({ seller: { ...receiptModel().seller, ...changes } })
const withTax = (changes: Changes): unknown => withLine({ tax: [{ category: 'S', rate: '23', ...changes }] })
const withPayment = (changes: Changes): unknown =>
  model({ payments: [{ method: 'cash', amount: '1', ...changes }] })
const withBuyer = (changes: Changes): unknown => model({ buyer: { name: 'Buyer', ...changes } })

describe('a model is refused', () => {
  it.each<[string, unknown]>([
    ['lines[0].quantity: number.not-exact', withLine({ quantity: 2 })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: 0.1 })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: Number.NaN })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: 'NaN' })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: '1e3' })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: '1,5' })],
    ['lines[0].quantity: number.not-exact', withLine({ quantity: 2n })],
    ['lines[0].quantity: number.too-many-decimals', withLine({ quantity: '0.1234567' })],
    ['lines[0].quantity: field.missing', withLine({ quantity: undefined })],
    ['lines[0].unitPrice: number.not-exact', withLine({ unitPrice: 3.49 })],
    ['lines[0].unitPrice: number.negative', withLine({ unitPrice: '-1' })],
    ['lines[0].unitPrice: number.too-large', withLine({ unitPrice: 10n ** 40n })],
    ['lines[0].priceBase: number.not-positive', withLine({ priceBase: '0' })],
    ['lines[0].unit: unit.invalid', withLine({ unit: 'pcs' })],
    ['lines[0].name: text.empty', withLine({ name: ' ' })],
    ['lines[0].name: text.too-long', withLine({ name: 'x'.repeat(501) })],
    ['lines[0].name: text.control-character', withLine({ name: 'a\u0000b' })],
    ['lines[0].name: text.control-character', withLine({ name: 'a\u001b[31mb' })],
    ['lines[0].name: text.bidi-control', withLine({ name: 'abc\u202e001' })],
    ['lines[0].name: text.bidi-control', withLine({ name: 'abc\u2066001' })],
    ['lines[0].name: text.not-unicode', withLine({ name: 'a\ud800' })],
    ['lines[0].name: text.invisible-character', withLine({ name: 'a\u{e0041}' })],
    ['lines[0].name: field.type', withLine({ name: 5 })],
    ['lines[0].itemCode: text.invisible-character', withLine({ itemCode: 'A\u200b1' })],
    ['lines[0].prise: field.unknown', withLine({ prise: '1' })],
    ['lines[0]: field.type', model({ lines: ['Coffee'] })],
    ['lines[0].tax: list.empty', withLine({ tax: [] })],
    ['lines[0].tax: field.missing', withLine({ tax: undefined })],
    ['lines[0].tax: tax.scheme-duplicate', withLine({ tax: [VAT_23, VAT_6] })],
    ['lines[0].tax[0].rate: tax.rate-zero', withTax({ rate: '0' })],
    ['lines[0].tax[0].rate: number.too-many-decimals', withTax({ rate: '1.00001' })],
    ['lines[0].tax[0].rate: tax.rate-not-zero', withTax({ category: 'Z', rate: '5' })],
    ['lines[0].tax[0].rate: tax.rate-not-zero', withTax({ category: 'AE', rate: '5', exemptionReason: 'x' })],
    ['lines[0].tax[0].rate: tax.rate-not-zero', withTax({ category: 'O', rate: '5', exemptionReason: 'x' })],
    ['lines[0].tax[0]: tax.exemption-missing', withTax({ category: 'E', rate: '0' })],
    ['lines[0].tax[0]: tax.exemption-not-allowed', withTax({ exemptionReason: 'x' })],
    ['lines[0].tax[0].category: value.not-allowed', withTax({ category: 'X' })],
    ['lines[1].id: line.duplicate-id', model({ lines: [line({ id: '2' }), line()] })],
    ['lines: list.empty', model({ lines: [] })],
    ['lines: list.too-long', model({ lines: Array.from({ length: 100_001 }, () => line()) })],
    ['lines: field.type', model({ lines: { length: 1, 0: line() } })],
    ['currency: currency.unknown', model({ currency: 'EURO' })],
    ['language: language.invalid', model({ language: 'english' })],
    ['kind: value.not-allowed', model({ kind: 'bill' })],
    ['kind: field.missing', model({ kind: undefined })],
    ['pricesInclude: field.missing', model({ pricesInclude: undefined })],
    ['number: text.invisible-character', model({ number: ' R-1' })],
    ['issuedAt: time.invalid', model({ issuedAt: '2026-11-22T09:30:00' })],
    ['issuedAt: field.type', model({ issuedAt: new Date(0) })],
    ['dueDate: date.invalid', model({ dueDate: '2026-02-30' })],
    ['period: period.order', model({ period: { from: '2026-02-01', to: '2026-01-01' } })],
    ['period.to: field.missing', model({ period: { from: '2026-02-01' } })],
    ['seller: field.missing', model({ seller: undefined })],
    ['seller.taxIds: list.empty', withSeller({ taxIds: [] })],
    ['seller.taxIds[0].value: tax-id.invalid', withSeller({ taxIds: [{ value: 'РТ500000000' }] })],
    ['seller.taxIds[0].value: tax-id.invalid', withSeller({ taxIds: [{ value: '５00000000' }] })],
    ['seller.taxIds[0].country: country.unknown', withSeller({ taxIds: [{ value: '5', country: 'UK' }] })],
    ['seller.address: field.missing', withSeller({ address: undefined })],
    ['seller.address.country: country.unknown', withSeller({ address: { country: 'Kenya' } })],
    [
      'seller.address.street: list.too-long',
      withSeller({ address: { country: 'KE', street: ['1', '2', '3', '4', '5'] } }),
    ],
    ['seller.contact.fax: field.unknown', withSeller({ contact: { fax: '1' } })],
    ['buyer: buyer.missing', model({ kind: 'invoice' })],
    ['buyer.taxIds[0].value: tax-id.invalid', withBuyer({ taxIds: [{ value: '--' }] })],
    ['references: reference.original-missing', model({ kind: 'credit-note' })],
    [
      'references[0].date: date.invalid',
      model({ references: [{ kind: 'order', number: '1', date: 'today' }] }),
    ],
    ['payments[0].amount: number.too-many-decimals', withPayment({ amount: '1.005' })],
    ['payments[0].cardLast4: payment.card-digits', withPayment({ cardLast4: '4111111111111111' })],
    ['payments[0].paidAt: time.invalid', withPayment({ paidAt: 'now' })],
    [
      'paymentInstructions.iban: payment.iban-invalid',
      model({ paymentInstructions: { iban: 'GB82 WEST 1234 5698 7654 33' } }),
    ],
    ['paymentInstructions.bic: payment.bic-invalid', model({ paymentInstructions: { bic: 'DEUT' } })],
    ['prepaid: number.negative', model({ prepaid: '-1' })],
    ['prepaid: number.too-many-decimals', model({ prepaid: '0.001' })],
    ['prepaid: number.too-many-decimals', model({ currency: 'JPY', prepaid: '0.5' })],
    ['tip: number.not-exact', model({ tip: 1.5 })],
    ['notes[0]: field.type', model({ notes: [null] })],
    ['codes[0].kind: value.not-allowed', model({ codes: [{ kind: 'aztec', text: 'x' }] })],
    ['rounding.cashStep: number.not-positive', model({ rounding: { cashStep: '0' } })],
    ['rounding.mode: value.not-allowed', model({ rounding: { mode: 'sometimes' } })],
    ['allowances[0]: adjustment.amount-or-percent', model({ allowances: [{ reason: 'x' }] })],
    [
      'allowances[0]: adjustment.amount-or-percent',
      model({ allowances: [{ amount: '1', percent: '1', reason: 'x' }] }),
    ],
    ['allowances[0]: adjustment.reason-missing', model({ allowances: [{ amount: '1' }] })],
    [
      'allowances[0].percent: adjustment.percent-too-large',
      model({ allowances: [{ percent: '101', reason: 'x' }] }),
    ],
    [
      'allowances[0].percent: adjustment.no-such-lines',
      model({ allowances: [{ percent: '1', reason: 'x', tax: [VAT_6] }] }),
    ],
    [
      'charges[0]: adjustment.tax-missing',
      model({ lines: [line(), line({ tax: [VAT_6] })], charges: [{ amount: '1', reason: 'x' }] }),
    ],
    [
      'lines[0].allowances[0].amount: number.negative',
      withLine({ allowances: [{ amount: '-1', reason: 'x' }] }),
    ],
    ['declaredTotals.gross: totals.differ', model({ declaredTotals: { gross: '8.60' } })],
    ['declaredTotals.total: field.unknown', model({ declaredTotals: { total: '8.60' } })],
    ['layout: field.unknown', model({ layout: { page: 'A4' } })],
    [': field.type', []],
    [': field.type', null],
    [': field.type', 'a receipt'],
    [': field.missing', undefined],
  ])('%s', (expected, refused) => {
    expect(codesAt(refused)).toContain(expected)
  })

  it('with all of its problems at once', () => {
    const problems = problemsOf({
      ...receiptModel(),
      currency: 'XX',
      number: '',
      lines: [line({ name: '' })],
      prepaid: '-1',
    })
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'currency',
      'lines[0].name',
      'number',
      'prepaid',
    ])
  })

  it('with a message that says where, what and how many more, and that escapes what it quotes', () => {
    const refused = model({ currency: 'E\u001b[2J', number: '' })
    expect(() => computeReceipt(refused as ReceiptModel)).toThrow(
      /^The receipt cannot be built\. .* And 2 more, see problems\.$/,
    )
    for (const { message } of problemsOf(refused)) expect(message).toMatch(/^[\x20-\x7e]*$/)
  })

  it('with a bounded list of problems, however many there are', () => {
    const lines = Array.from({ length: 2000 }, () => ({ ...line(), quantity: 1 }))
    expect(problemsOf(model({ lines }))).toHaveLength(MAX_PROBLEMS_LISTED)
  })
})

describe('a model is accepted', () => {
  it.each<[string, unknown]>([
    ['as an invoice with a buyer', model({ kind: 'invoice', buyer: { name: 'Buyer' } })],
    [
      'as a credit note that names the original',
      model({ kind: 'credit-note', references: [{ kind: 'original', number: 'R-1' }] }),
    ],
    ['exempt, with a reason', withTax({ category: 'E', rate: '0', exemptionReason: 'Medical care' })],
    ['exempt, with a code', withTax({ category: 'AE', rate: '0.00', exemptionCode: 'VATEX-EU-AE' })],
    ['zero-rated', withTax({ category: 'Z', rate: '0' })],
    ['in Greek, Cyrillic, Hebrew and with joiners in names', withLine({ name: 'Καφές кофе קפה क्‍ष' })],
    ['with optional fields that are undefined', withLine({ note: undefined, allowances: undefined })],
    [
      'with a correct IBAN',
      model({ paymentInstructions: { iban: 'GB82 WEST 1234 5698 7654 32', bic: 'DEUTDEFF' } }),
    ],
    ['with a Greek tax id', withSeller({ taxIds: [{ value: 'EL123456789', country: 'EL' }] })],
    ['without prototype', Object.assign(Object.create(null) as object, receiptModel())],
    ['frozen', Object.freeze(receiptModel())],
    [
      'with the right declared totals',
      model({ declaredTotals: { net: '6.98', tax: '1.61', gross: '8.59', due: 859n, rounding: '0' } }),
    ],
  ])('%s', (_, accepted) => {
    expect(problemsOf(accepted)).toEqual([])
  })

  it('with 100 000 lines', () => {
    const lines = Array.from({ length: 100_000 }, () => line())
    expect(computeReceipt(receiptModel({ lines })).totals.net).toBe('698000.00')
  })
})

describe('a hostile model', () => {
  it('cannot bring keys of the prototype into the receipt', () => {
    const polluted = JSON.parse(
      JSON.stringify(receiptModel()).replace('{', '{"__proto__":{"currency":"USD"},'),
    ) as unknown
    expect(codesAt(polluted)).toEqual(['__proto__: field.unknown'])
    expect(({} as Record<string, unknown>)['currency']).toBeUndefined()
  })

  it('cannot pass inherited values as its own', () => {
    expect(codesAt(Object.create(receiptModel()))).toContain('kind: field.missing')
  })

  it('is not run: getters are refused', () => {
    let ran = false
    const withGetter = { ...receiptModel() }
    Object.defineProperty(withGetter, 'number', {
      enumerable: true,
      get() {
        ran = true
        return 'R-1'
      },
    })
    expect(codesAt(withGetter)).toContain('number: field.type')
    expect(ran).toBe(false)
  })

  it('cannot change the receipt afterwards', () => {
    const lines = [{ ...line(), tax: [{ ...VAT_23 }] }]
    const receipt = computeReceipt(receiptModel({ lines }))
    Object.assign(lines[0]?.tax[0] ?? {}, { rate: '0' })
    expect(receipt.lines[0]?.tax[0]?.rate).toBe('23')
  })

  it('with symbols as keys is refused', () => {
    expect(codesAt({ ...receiptModel(), [Symbol('x')]: 1 })).toEqual([': field.unknown'])
  })
})

describe('a field that is not known', () => {
  it.each([
    ['foo is not a field of the model.', model({ foo: '1' })],
    ['buyer.tradingName is not a field of the model.', withBuyer({ tradingName: 'B' })],
    ['lines[0]["unit price"] is not a field of the model.', withLine({ 'unit price': '1' })],
    ['["a\\u{a}b"] is not a field of the model.', model({ 'a\nb': '1' })],
    [`["${'k'.repeat(40)}…"] is not a field of the model.`, model({ ['k'.repeat(5000)]: '1' })],
  ])('is named by its path: %s', (message, input) => {
    expect(problemsOf(input).map((problem) => problem.message)).toEqual([message])
  })
})

describe('problem codes', () => {
  it('each have a sentence without its own full stop', () => {
    for (const sentence of Object.values(PROBLEM_SENTENCES)) expect(sentence).not.toMatch(/\.$/)
  })
})
