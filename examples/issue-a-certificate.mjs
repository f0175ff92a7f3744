// An authority of your own, kept in a file, and a certificate for a seller.
import { mkdir, writeFile } from 'node:fs/promises'
import { createAuthority, exportAuthority, exportPkcs12, loadAuthority } from 'fiscalseal'

await mkdir('out', { recursive: true })
const passphrase = 'correct horse battery staple'

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X' })

// What verifiers need: the root, and the lists of revoked certificates.
await writeFile('out/authority.pem', authority.trust.toPem())
// What the seller needs: key and certificate.
await writeFile('out/soko.p12', await exportPkcs12(identity, { passphrase }), { mode: 0o600 })
// What the authority itself needs, to issue and revoke another day.
const saved = await exportAuthority(authority, { passphrase })
await writeFile('out/authority.json', JSON.stringify(saved), { mode: 0o600 })

const again = await loadAuthority(saved, { passphrase })
console.log(again.name, 'has issued', again.issued.length, 'certificate')
