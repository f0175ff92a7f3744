// The key file that a tax authority gave you.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createAuthority, exportPkcs12, FiscalSealError, loadIdentity } from 'fiscalseal'

await mkdir('out', { recursive: true })
const passphrase = 'correct horse battery staple'
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const issued = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X', key: 'RSA-2048' })
await writeFile('out/soko.pfx', await exportPkcs12(issued, { passphrase }))

const identity = await loadIdentity(await readFile('out/soko.pfx'), { passphrase })
console.log(identity.toJSON().subject)

try {
  await loadIdentity(await readFile('out/soko.pfx'), { passphrase: 'guessed' })
} catch (error) {
  if (!(error instanceof FiscalSealError)) throw error
  console.log(error.code)
}
