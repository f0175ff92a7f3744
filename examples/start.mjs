// From nothing to a sealed and verified receipt, in the folder out/. Run it with: npm start
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import {
  buildReceipt,
  createAuthority,
  reportToJson,
  reportToText,
  sign,
  TrustStore,
  verify,
} from 'fiscalseal'

const say = (text) => console.log(text)
const data = JSON.parse(await readFile(new URL('data/coffee-nairobi.json', import.meta.url), 'utf8'))

await mkdir('out', { recursive: true })

say('1. An authority makes its keys. Whoever verifies receipts needs its root, nothing else.')
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
await writeFile('out/authority.pem', authority.trust.toPem())
say('   out/authority.pem     root certificate and revocation lists\n')

say(`2. It certifies a shop: ${data.seller.name}, tax id ${data.seller.taxIds[0].value}.\n`)
const identity = await authority.issue({
  legalName: data.seller.name,
  taxId: data.seller.taxIds[0].value,
})

say('3. The shop builds a receipt from its data, once for A4 and once for the till roll, and seals both.')
const sheet = await buildReceipt(data, { layout: { page: 'A4' } })
const roll = await buildReceipt(data, { layout: { page: 'roll80' } })
const { currency, totals } = sheet.computed
say(`   Receipt ${data.number}: ${totals.due} ${currency}, of which tax ${totals.tax}`)

const sealed = {
  'receipt-a4': await sign(sheet, { identity, reason: 'Receipt', appearance: {} }),
  'receipt-roll': await sign(roll, { identity, reason: 'Receipt' }),
}
for (const [name, { bytes, level }] of Object.entries(sealed)) {
  await writeFile(`out/${name}.pdf`, bytes)
  say(`   out/${name}.pdf`.padEnd(25) + `PAdES ${level}, ${bytes.length} bytes`)
}

say('\n4. The customer, who has the file and the root, verifies it.')
const trust = TrustStore.from(await readFile('out/authority.pem', 'utf8'))
const verdicts = []
for (const name of Object.keys(sealed)) {
  const report = await verify(`out/${name}.pdf`, { trust })
  await writeFile(`out/${name}.report.json`, reportToJson(report))
  await writeFile(`out/${name}.report.txt`, reportToText(report))
  verdicts.push(report.status)
  say(`   out/${name}.report.txt, .json`.padEnd(40) + report.status)
  if (report.status === 'trusted') {
    say(`      sealed by ${report.signer.legalName}, ${report.signer.taxIds.join(', ')}`)
    say(
      `      it may be booked: receipt ${report.document.number}, ${report.document.totals.due} ${currency}`,
    )
  }
}

say('\n5. Somebody changes one byte on the way.')
const changed = sealed['receipt-a4'].bytes.slice()
changed[2000] ^= 1
const report = await verify(changed, { trust })
say(`   ${report.status}: nothing of it can be booked\n`)

if (verdicts.some((status) => status !== 'trusted')) {
  say('Something is wrong: an honest receipt was not trusted. Please read the reports.')
  process.exitCode = 1
} else {
  say('Now open out/receipt-a4.pdf, read out/receipt-a4.report.txt, and go on with README.md.')
}
