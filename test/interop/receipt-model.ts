import type { ReceiptModel } from '../../src/document/model/types.js'

/** A small receipt of the shop that the authority of the tests certifies. */
export const receiptModel: ReceiptModel = {
  kind: 'receipt',
  number: '2026-000117',
  issuedAt: '2026-11-22T09:30:00+03:00',
  currency: 'KES',
  language: 'en',
  seller: {
    name: 'Soko Ltd',
    taxIds: [{ scheme: 'PIN', country: 'KE', value: 'P051234567X' }],
    address: { city: 'Nairobi', country: 'KE' },
  },
  pricesInclude: 'tax',
  lines: [
    { name: 'Coffee', quantity: '2', unitPrice: '350.00', tax: [{ category: 'S', rate: '16' }] },
    { name: 'Mandazi', quantity: '3', unitPrice: '80.00', tax: [{ category: 'S', rate: '16' }] },
  ],
  payments: [{ method: 'cash', amount: '1000.00' }],
}
