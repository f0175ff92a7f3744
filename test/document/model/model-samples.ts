import type { ReceiptLine, ReceiptModel, Tax } from '../../../src/document/model/types.js'

export const VAT_23: Tax = { category: 'S', rate: '23' }
export const VAT_6: Tax = { category: 'S', rate: '6' }

/** A small, honest receipt; `changes` replace its fields. */
export function receiptModel(changes: Partial<ReceiptModel> = {}): ReceiptModel {
  return {
    kind: 'receipt',
    number: 'R-2026-117',
    issuedAt: '2026-11-22T09:30:00+03:00',
    currency: 'EUR',
    language: 'en',
    seller: {
      name: 'Corner Shop Ltd',
      taxIds: [{ scheme: 'VAT', country: 'PT', value: 'PT500000000' }],
      address: { country: 'PT', city: 'Lisboa' },
    },
    pricesInclude: 'none',
    lines: [line()],
    ...changes,
  }
}

/** One line: two pieces at 3.49 with 23 % VAT; `changes` replace its fields. */
export function line(changes: Partial<ReceiptLine> = {}): ReceiptLine {
  return { name: 'Coffee beans', quantity: '2', unitPrice: '3.49', tax: [VAT_23], ...changes }
}
