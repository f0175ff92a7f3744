import fc from 'fast-check'
import type {
  DocumentAdjustment,
  LineAdjustment,
  ReceiptLine,
  ReceiptModel,
  Tax,
} from '../../../src/document/model/types.js'
import { receiptModel } from './model-samples.js'

const CURRENCIES = [
  { currency: 'EUR', digits: 2 },
  { currency: 'JPY', digits: 0 },
  { currency: 'KWD', digits: 3 },
  { currency: 'KES', digits: 2 },
] as const

const TAX_SETS: readonly (readonly Tax[])[] = [
  [{ category: 'S', rate: '23' }],
  [{ category: 'S', rate: '5.5' }],
  [{ category: 'S', rate: '7.7' }],
  [{ category: 'Z', rate: '0' }],
  [{ category: 'E', rate: '0', exemptionReason: 'Medical care' }],
  [
    { category: 'S', rate: '9', scheme: 'CGST' },
    { category: 'S', rate: '9', scheme: 'SGST' },
  ],
]

function decimalText(decimals: number, max: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: 10 ** decimals - 1 }))
    .map(([whole, part]) =>
      decimals === 0 ? String(whole) : `${whole}.${String(part).padStart(decimals, '0')}`,
    )
}

function adjustment(digits: number): fc.Arbitrary<LineAdjustment> {
  return fc.oneof(
    decimalText(digits, 3).map((amount) => ({ amount, reason: 'Fixed' })),
    decimalText(2, 30).map((percent) => ({ percent, reason: 'Share' })),
  )
}

function line(digits: number): fc.Arbitrary<ReceiptLine> {
  return fc
    .record({
      quantity: fc
        .tuple(fc.constantFrom('', '', '', '-'), decimalText(3, 20))
        .map(([sign, text]) => sign + text),
      unitPrice: decimalText(4, 500),
      priceBase: fc.constantFrom('1', '3', '100'),
      tax: fc.constantFrom(...TAX_SETS),
      allowances: fc.array(adjustment(digits), { maxLength: 2 }),
      charges: fc.array(adjustment(digits), { maxLength: 1 }),
    })
    .map((fields) => ({ name: 'Article', ...fields }))
}

function documentAdjustment(digits: number): fc.Arbitrary<DocumentAdjustment> {
  return fc.oneof(
    decimalText(2, 30).map((percent) => ({ percent, reason: 'Spread' })),
    fc.tuple(decimalText(digits, 5), fc.constantFrom(...TAX_SETS)).map(([amount, tax]) => ({
      amount,
      tax,
      reason: 'Fixed',
    })),
  )
}

/** Honest receipts of every currency size, price mode and rounding, with returns, allowances and several taxes on a line. */
export const anyModel: fc.Arbitrary<ReceiptModel> = fc
  .constantFrom(...CURRENCIES)
  .chain(({ currency, digits }) =>
    fc
      .record({
        pricesInclude: fc.constantFrom('tax' as const, 'none' as const),
        lines: fc.array(line(digits), { minLength: 1, maxLength: 8 }),
        allowances: fc.array(documentAdjustment(digits), { maxLength: 2 }),
        charges: fc.array(documentAdjustment(digits), { maxLength: 2 }),
        prepaid: decimalText(digits, 20),
        tip: decimalText(digits, 5),
        rounding: fc.record({
          mode: fc.constantFrom('per-tax-category' as const, 'per-line' as const),
          rule: fc.constantFrom('half-up' as const, 'half-even' as const),
          cashStep: fc.constantFrom(1n, 5n),
        }),
      })
      .map((fields) => receiptModel({ currency, ...fields })),
  )
