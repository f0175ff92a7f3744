// Many files with one verifier, which keeps what can be kept between them. Verdicts are never kept.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { buildReceipt, createAuthority, createVerifier, sign } from 'fiscalseal'

const folder = 'out/received'
await mkdir(folder, { recursive: true })
const data = JSON.parse(await readFile(new URL('data/coffee-nairobi.json', import.meta.url), 'utf8'))
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X' })
for (const number of ['1', '2', '3']) {
  const { bytes } = await sign(await buildReceipt({ ...data, number }), { identity })
  await writeFile(`${folder}/${number}.pdf`, bytes)
}
await writeFile(`${folder}/4.pdf`, (await buildReceipt({ ...data, number: '4' })).bytes)

const verifier = createVerifier({ trust: authority.trust })
for (const file of (await readdir(folder)).sort()) {
  const { status } = await verifier.verify(`${folder}/${file}`)
  console.log(file, status)
}
