// Whom an accounting system accepts: authorities, each under the rules of its profile, and a trust list that is kept current from a
// signed bundle. How such a bundle is made and what it refuses: accounting-trust.mjs.
import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import {
  AUTHORITY_PROFILES,
  TrustStore,
  authorityProfile,
  buildReceipt,
  createAuthority,
  sign,
  verify,
} from 'fiscalseal'
import {
  addBundleSignature,
  createTrustRoot,
  folderStorage,
  loadTrustBundle,
  makeTrustList,
  packTrustBundle,
  updateTrustBundle,
  wrapTrustList,
} from 'fiscalseal/trust'

// Certificates that the authorities publish; here they are made on the spot.
const kenya = await createAuthority({ name: 'Kenya Revenue Authority', country: 'KE' })
const myAuthority = kenya.certificate.der
const portugueseCa = (await createAuthority({ name: 'Seals of Portugal', country: 'PT' })).certificate.der
const greekCa = (await createAuthority({ name: 'Seals of Greece', country: 'GR' })).certificate.der

const data = JSON.parse(await readFile(new URL('data/coffee-nairobi.json', import.meta.url), 'utf8'))
const identity = await kenya.issue({ legalName: data.seller.name, taxId: data.seller.taxIds[0].value })
const received = (await sign(await buildReceipt(data), { identity })).bytes
const crls = kenya.crls.map(({ der }) => der)

const trust = TrustStore.from([
  { certificate: portugueseCa, ...authorityProfile('pt-at') },
  { certificate: greekCa, ...authorityProfile('eu-qualified-seal', { country: 'GR' }) },
  { certificate: myAuthority, ...authorityProfile('generic-authority', { jurisdiction: 'KE' }) },
])
const report = await verify(received, { trust, crls })
for (const { name, unverified } of AUTHORITY_PROFILES) console.log(name, unverified.length)

console.log(`${report.status}, under ${report.authority.name} (${report.authority.jurisdiction})`)

// The publisher of a trust list: one key for the root, one for the lists.
const keyHolder = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  return { publicKey: { spki }, sign: (message) => new Uint8Array(signBytes(null, message, privateKey)) }
}
const [director, clerk] = [keyHolder(), keyHolder()]
const fingerprint = (bytes) => createHash('sha256').update(bytes).digest('hex')
const inDays = (days) => new Date(Date.now() + days * 86_400_000)
const listId = 'our-authorities'
const plan = {
  listId,
  expiresAt: inDays(700),
  root: { threshold: 1, keys: [director] },
  list: { threshold: 1, keys: [clerk] },
}
const root = await addBundleSignature(await createTrustRoot(plan), director)
const accepted = TrustStore.from({
  certificate: myAuthority,
  ...authorityProfile('generic-authority', { jurisdiction: 'KE' }),
  id: 'ke.kra',
  status: [{ value: 'granted', from: '2020-01-01T00:00:00Z' }],
  revocation: { mode: 'require' },
  evidence: [
    {
      url: 'https://authority.example/root.cer',
      retrievedAt: '2026-01-31T09:00:00Z',
      sha256: fingerprint(myAuthority),
    },
  ],
})
const list = await makeTrustList(accepted, {
  listId,
  version: 1,
  issuedAt: new Date(),
  expiresAt: inDays(90),
})
const envelope = wrapTrustList(new TextEncoder().encode(JSON.stringify(list)))
const newest = await packTrustBundle({ roots: [root], list: await addBundleSignature(envelope, clerk) })

await rm('out/trust', { recursive: true, force: true })
await mkdir('out/trust', { recursive: true })

const storage = folderStorage('out/trust')
try {
  await updateTrustBundle(newest, storage, { root })
} catch (error) {
  console.error(error.code) // such as bundle.rollback: nothing has changed
}
const bundle = await loadTrustBundle(storage, { root })
if (bundle !== undefined) console.log((await verify(received, { trust: bundle.trust, crls })).status)
