// A receipt from its data, sealed.
import { mkdir, writeFile } from 'node:fs/promises'
import { buildReceipt, createAuthority, sign } from 'fiscalseal'

await mkdir('out', { recursive: true })
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X' })

const receipt = await buildReceipt({
  kind: 'receipt',
  number: '2026-000117',
  issuedAt: '2026-11-22T09:30:00+03:00',
  currency: 'KES',
  language: 'en',
  seller: {
    name: 'Soko Coffee Ltd',
    taxIds: [{ scheme: 'PIN', country: 'KE', value: 'P051234567X' }],
    address: { city: 'Nairobi', country: 'KE' },
  },
  pricesInclude: 'tax',
  lines: [
    { name: 'Flat white', quantity: '2', unitPrice: '350.00', tax: [{ category: 'S', rate: '16' }] },
    { name: 'Mandazi', quantity: '3', unitPrice: '80.00', tax: [{ category: 'S', rate: '16' }] },
  ],
  payments: [{ method: 'cash', amount: '1000.00' }],
})

const sealed = await sign(receipt, { identity })
await writeFile('out/sealed.pdf', sealed.bytes)
console.log(receipt.computed.totals.due, receipt.computed.currency, 'PAdES', sealed.level)
