// A PDF that another program made, with a seal that can be seen.
import { mkdir, writeFile } from 'node:fs/promises'
import { createAuthority, sign } from 'fiscalseal'
import { createPdf } from 'fiscalseal/testing'

await mkdir('out', { recursive: true })
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Coffee Ltd', taxId: 'P051234567X' })
const pdf = createPdf({ form: 'object-streams', pages: ['Terms of sale', 'Signature page'] })

const sealed = await sign(pdf, {
  identity,
  reason: 'Issued by the seller',
  appearance: { page: -1, rect: { x: 57, y: 60, width: 280, height: 60 } },
})
await writeFile('out/terms.pdf', sealed.bytes)
console.log(sealed.field, sealed.level, sealed.bytes.length > pdf.length)
