import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { fromUtf8, toUtf8 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import { readReceiptJson, writeReceiptJson } from '../../../src/document/model/receipt-json.js'
import type { ReceiptModel } from '../../../src/document/model/types.js'
import { anyModel } from './model-arbitrary.js'
import { VAT_6, line, receiptModel } from './model-samples.js'

const FULL: ReceiptModel = receiptModel({
  kind: 'invoice',
  dueDate: '2026-12-22',
  period: { from: '2026-11-01', to: '2026-11-30' },
  buyer: {
    name: 'Αγοραστής Α.Ε.',
    taxIds: [{ scheme: 'VAT', country: 'EL', value: 'EL123456789' }],
    registrationId: '12',
    address: { country: 'GR', street: ['Οδός 1'], postalCode: '10431', region: 'Attica' },
    contact: { email: 'a@example.org' },
  },
  lines: [
    line({ note: 'Roasted', itemCode: '4006381333931', allowances: [{ percent: '5', reason: 'Loyal' }] }),
    line({ tax: [VAT_6], charges: [{ amount: '0.10', reasonCode: 'FC' }] }),
    line({ tax: [{ category: 'E', rate: '0', exemptionReason: 'Books', exemptionCode: 'VATEX-EU-132' }] }),
  ],
  allowances: [{ percent: '10', reason: 'Staff' }],
  charges: [{ amount: '1.00', tax: [VAT_6], reason: 'Delivery' }],
  prepaid: '1.00',
  tip: '0.50',
  payments: [
    { method: 'card', amount: '5.00', cardLast4: '1234', paidAt: '2026-11-22T09:29:00Z', reference: 'T-1' },
  ],
  paymentInstructions: { iban: 'GB82 WEST 1234 5698 7654 32', terms: '30 days' },
  references: [{ kind: 'order', number: 'O-1', date: '2026-11-01' }],
  notes: ['Thank you'],
  codes: [{ kind: 'qr', text: 'https://example.org/r/1', errorCorrection: 'M' }],
  rounding: { mode: 'per-line', cashStep: '0.05' },
})

type Json = Record<string, unknown>

function jsonOf(model: ReceiptModel): Json {
  return JSON.parse(fromUtf8(writeReceiptJson(computeReceipt(model))) ?? '') as Json
}

function codeOf(bytes: Uint8Array): string {
  try {
    readReceiptJson(bytes)
    return 'read'
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return error.code
  }
}

/** The code with which `json` is refused after `change`, or `read`. */
function codeAfter(change: (json: Json) => unknown): string {
  const json = jsonOf(FULL)
  change(json)
  return codeOf(toUtf8(JSON.stringify(json)))
}

describe('receipt.json', () => {
  it('gives back the receipt that was written, and the same bytes again', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const receipt = computeReceipt(model)
        const bytes = writeReceiptJson(receipt)
        const back = readReceiptJson(bytes)
        expect(back).toEqual(receipt)
        expect(writeReceiptJson(back)).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
    const receipt = computeReceipt(FULL)
    expect(readReceiptJson(writeReceiptJson(receipt))).toEqual(receipt)
  })

  it('may hold white space', () => {
    expect(codeOf(toUtf8(JSON.stringify(jsonOf(FULL), null, 2)))).toBe('read')
  })

  it('is valid under the schema that ships with the package', () => {
    const schema = JSON.parse(readFileSync('src/document/model/receipt.schema.json', 'utf8')) as object
    const validate = new Ajv2020({
      allErrors: true,
      strict: true,
      strictRequired: false,
      strictTypes: false,
    }).compile(schema)
    expect(validate(jsonOf(FULL)) ? [] : validate.errors).toEqual([])
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(validate(jsonOf(model)) ? [] : validate.errors).toEqual([])
      }),
      { numRuns: 50 },
    )
    expect(validate({ ...jsonOf(FULL), version: '2.0' })).toBe(false)
    expect(validate({ ...jsonOf(FULL), surprise: 1 })).toBe(false)
    expect(validate({ ...jsonOf(FULL), buyer: undefined })).toBe(false)
  })
})

describe('a receipt.json is refused', () => {
  it.each(['2.0', '0.9', '10.0'])('as document.version-unsupported in version %s', (version) => {
    expect(codeAfter((json) => (json['version'] = version))).toBe('document.version-unsupported')
  })

  it.each([undefined, 1, '1', '1.0.0', '1.x', '', '01.0', '1.-1', '1e0.0', '99999.0'])(
    'as document.malformed with %j as version',
    (version) => {
      expect(codeAfter((json) => (json['version'] = version))).toBe('document.malformed')
    },
  )

  it('with unknown fields, unless a newer minor version may have brought them', () => {
    expect(codeAfter((json) => (json['surprise'] = 1))).toBe('document.malformed')
    expect(codeAfter((json) => Object.assign(json, { version: '1.7', surprise: 1 }))).toBe('read')
  })

  it.each<[string, (json: Json) => void]>([
    ['a total', (json) => Object.assign(json['totals'] as Json, { due: '0.01' })],
    ['a missing total', (json) => delete (json['totals'] as Json)['gross']],
    ['an invented total', (json) => Object.assign(json['totals'] as Json, { bonus: '0.01' })],
    ['the prepaid amount', (json) => Object.assign(json['totals'] as Json, { prepaid: '2.00' })],
    ['a tax amount', (json) => Object.assign((json['taxTable'] as Json[])[0] ?? {}, { tax: '9.99' })],
    ['a row of the tax table', (json) => (json['taxTable'] as Json[]).pop()],
    ['the amount of a line', (json) => Object.assign((json['lines'] as Json[])[0] ?? {}, { amount: '0.01' })],
    [
      'the quantity of a line',
      (json) => Object.assign((json['lines'] as Json[])[0] ?? {}, { quantity: '20' }),
    ],
    ['the decimals of the currency', (json) => (json['currencyDigits'] = 3)],
  ])('as document.totals-differ after a change of %s', (_, change) => {
    expect(codeAfter(change)).toBe('document.totals-differ')
  })

  it.each<[string, (json: Json) => void]>([
    ['another schema', (json) => (json['schema'] = 'urn:example')],
    ['a number as amount', (json) => Object.assign((json['payments'] as Json[])[0] ?? {}, { amount: 5 })],
    [
      'a quantity not in normal form',
      (json) => Object.assign((json['lines'] as Json[])[0] ?? {}, { quantity: '2.0' }),
    ],
    ['no totals', (json) => delete json['totals']],
    ['tip beside the totals', (json) => (json['tip'] = '0.50')],
    ['no seller', (json) => delete json['seller']],
    ['a list as seller', (json) => (json['seller'] = [])],
    ['null as lines', (json) => (json['lines'] = null)],
    ['a text as line', (json) => (json['lines'] = ['x'])],
    ['null as totals and no lines', (json) => Object.assign(json, { totals: null, lines: [] })],
    ['declared totals', (json) => (json['declaredTotals'] = {})],
  ])('as document.malformed with %s', (_, change) => {
    expect(codeAfter(change)).toBe('document.malformed')
  })

  it.each(['', '[]', 'null', '{}', '"x"', '{"schema":"urn:fiscalseal:receipt"}'])(
    'as document.malformed: %j',
    (text) => {
      expect(codeOf(toUtf8(text))).toBe('document.malformed')
    },
  )

  it('when a key stands twice, even with the same value', () => {
    const text = fromUtf8(writeReceiptJson(computeReceipt(FULL))) ?? ''
    expect(codeOf(toUtf8(text.replace('"number":', '"number":"R-2","number":')))).toBe('document.malformed')
  })

  it('with nothing but Malformed, whatever byte is changed', () => {
    const bytes = writeReceiptJson(computeReceipt(FULL))
    const position = fc.integer({ min: 0, max: bytes.length - 1 })
    fc.assert(
      fc.property(position, fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const mutant = bytes.slice()
        mutant[at] = byte
        expect([
          'read',
          'document.malformed',
          'document.totals-differ',
          'document.version-unsupported',
        ]).toContain(codeOf(mutant))
        expect(['document.malformed']).toContain(codeOf(bytes.subarray(0, at)))
      }),
      { numRuns: 400 },
    )
  })

  it('with nothing but Malformed, whatever stands in place of a field', () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('1', '-1', '0', 'NaN', '9'.repeat(15)),
    )
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(jsonOf(FULL))), anything, (key, value) => {
        expect(codeAfter((json) => (json[key] = value))).toMatch(/^(read|document\..*)$/)
      }),
      { numRuns: 300 },
    )
  })
})
