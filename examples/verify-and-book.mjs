// An invoice from a stranger: booked only when it is trusted.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { buildReceipt, createAuthority, reportToText, sign, TrustStore, verify } from 'fiscalseal'

await mkdir('out', { recursive: true })
const data = JSON.parse(await readFile(new URL('data/coffee-nairobi.json', import.meta.url), 'utf8'))
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const shop = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X' })
await writeFile('out/received.pdf', (await sign(await buildReceipt(data), { identity: shop })).bytes)
await writeFile('out/authority.pem', authority.trust.toPem())

const booked = new Set()
const book = (receipt, key) => {
  if (booked.has(key)) return 'booked before'
  booked.add(key)
  return `booked ${receipt.number}: ${receipt.totals.due} ${receipt.currency}`
}

const trust = TrustStore.from(await readFile('out/authority.pem', 'utf8'))
const report = await verify('out/received.pdf', { trust })

if (report.status === 'trusted') {
  console.log(book(report.document, report.duplicateKey))
  console.log(book(report.document, report.duplicateKey))
} else {
  console.log(reportToText(report))
}
