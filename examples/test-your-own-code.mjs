// Your own code against everything that must not be booked. In Jest this is one it.each over FAULTS.
import assert from 'node:assert/strict'
import { buildReceipt, sign, verify } from 'fiscalseal'
import { createTestAuthority, FAULTS, TEST_SELLER } from 'fiscalseal/testing'

const authority = await createTestAuthority()
const identity = await authority.identity()

// Put your own code here: it returns what it books, or nothing.
const receive = async (pdf, trust) => {
  const report = await verify(pdf, { trust })
  return report.status === 'trusted' ? report.document.totals.due : undefined
}

const receipt = await buildReceipt({
  kind: 'receipt',
  number: '1',
  issuedAt: '2026-11-22T09:30:00+03:00',
  currency: 'KES',
  language: 'en',
  seller: {
    name: TEST_SELLER.legalName,
    taxIds: [{ scheme: 'PIN', country: TEST_SELLER.country, value: TEST_SELLER.taxId }],
    address: { country: TEST_SELLER.country },
  },
  pricesInclude: 'tax',
  lines: [{ name: 'Tea', quantity: '1', unitPrice: '100.00', tax: [{ category: 'S', rate: '16' }] }],
})
const { bytes } = await sign(receipt, { identity })

assert.equal(await receive(bytes, authority.trust), '100.00')
for (const fault of FAULTS) {
  assert.equal(await receive(fault.apply(bytes), authority.trust), undefined, fault.name)
}
const other = await sign(receipt, { identity: await authority.otherTaxpayer(), anySeller: true })
assert.equal(await receive(other.bytes, authority.trust), undefined, 'sealed by another taxpayer')
console.log('booked once, refused', FAULTS.length + 1, 'times')
