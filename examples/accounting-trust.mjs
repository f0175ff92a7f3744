// An accounting system that accepts the tax authorities of two countries and one for tests, each under its own
// rule, keeps them up to date from a signed bundle, and says why it refuses what it refuses.
import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buildReceipt, createAuthority, sign, verify } from 'fiscalseal'
import {
  addBundleSignature,
  authorityProfile,
  compareStores,
  createTrustRoot,
  listAnchors,
  loadTrustBundle,
  makeTrustList,
  memoryStorage,
  packTrustBundle,
  TrustStore,
  updateTrustBundle,
  wrapTrustList,
} from 'fiscalseal/trust'

const DAY = 86_400_000
const now = new Date()
const daysFromNow = (days) => new Date(now.getTime() + days * DAY)
const toInstant = (date) => `${date.toISOString().slice(0, 19)}Z`
const say = (text = '') => console.log(text)

// ---------------------------------------------------------------------------------------------------------------------
// The world outside: authorities, sellers and their sealed receipts. In real life they are there already.

const kenya = await createAuthority({ name: 'Kenya Revenue Authority', country: 'KE' })
const portugal = await createAuthority({ name: 'Autoridade Tributária', country: 'PT' })
const sandbox = await createAuthority({ name: 'Test Authority', country: 'KE', environment: 'test' })

const coffee = JSON.parse(await readFile(new URL('data/coffee-nairobi.json', import.meta.url), 'utf8'))
const cafe = JSON.parse(await readFile(new URL('data/cafe-lisboa.json', import.meta.url), 'utf8'))

const receive = async (data, authority, taxId = data.seller.taxIds[0].value) => {
  const identity = await authority.issue({ legalName: data.seller.name, taxId })
  return (await sign(await buildReceipt(data), { identity, anySeller: true })).bytes
}

// ---------------------------------------------------------------------------------------------------------------------
// The publisher: the head office decides whom the company accepts, and signs that decision.

/** The root certificate of an authority, the rules under which it is accepted, and where it was taken from. */
const accept = (authority, rules) => {
  const { der } = authority.certificate
  const sha256 = createHash('sha256').update(der).digest('hex')
  const evidence = [{ url: `urn:sha256:${sha256}`, retrievedAt: toInstant(now), sha256 }]
  return { certificate: der, authority: { name: authority.name }, evidence, ...rules }
}

/** Kenya: an authority with a CA of its own; nobody counts whose certificate might be revoked. */
const kenyanRule = {
  id: 'ke.kra',
  ...authorityProfile('generic-authority', { jurisdiction: 'KE' }),
  status: [{ value: 'granted', from: '2020-01-01T00:00:00Z' }],
  revocation: { mode: 'require' },
}
/** Portugal: a number of nine digits, PAdES only, and revocation where there is evidence. */
const portugueseRule = {
  id: 'pt.at',
  jurisdiction: 'PT',
  taxIdBinding: {
    required: true,
    rules: [
      { source: 'subject', oid: '2.5.4.97', extract: '^VATPT-(?<id>\\d{9})$', country: 'PT', scheme: 'VAT' },
    ],
  },
  document: { subFilters: ['ETSI.CAdES.detached'], minLevel: 'B-B' },
  revocation: { mode: 'prefer' },
}
/** Tests: counts only for a caller who says `allowTest`. */
const sandboxRule = { id: 'ke.sandbox', environment: 'test', revocation: { mode: 'none' } }

/** Somebody who holds a signing key; here it is made on the spot, in real life it lies in a safe. */
const keyHolder = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  return { publicKey: { spki }, sign: (message) => new Uint8Array(signBytes(null, message, privateKey)) }
}
const signAll = async (envelope, signers) => {
  for (const signer of signers) envelope = await addBundleSignature(envelope, signer)
  return envelope
}

const directors = [keyHolder(), keyHolder(), keyHolder()]
const clerk = keyHolder()
const plan = {
  listId: 'our-authorities',
  expiresAt: daysFromNow(700),
  root: { threshold: 2, keys: directors },
  list: { threshold: 1, keys: [clerk] },
}
// Two of three directors sign the root once; the clerk signs every list.
const root = await signAll(await createTrustRoot(plan), directors.slice(0, 2))

const publish = async (version, anchors) => {
  const dates = { issuedAt: now, expiresAt: daysFromNow(90) }
  const list = await makeTrustList(TrustStore.from(anchors), { listId: plan.listId, version, ...dates })
  const envelope = wrapTrustList(new TextEncoder().encode(JSON.stringify(list)))
  return packTrustBundle({ roots: [root], list: await signAll(envelope, [clerk]) })
}
const everybody = [accept(kenya, kenyanRule), accept(portugal, portugueseRule), accept(sandbox, sandboxRule)]
const first = await publish(1, everybody)

// ---------------------------------------------------------------------------------------------------------------------
// The accounting system. It was installed with the root, and with nothing else that it believes.

const storage = memoryStorage() // folderStorage('trust') on a machine that is switched off at night
/** Revocation lists are public and signed by the authorities themselves; they travel beside the list. */
const crls = [...kenya.crls, ...portugal.crls].map(({ der }) => der)

const update = async (bundle) => {
  const before = await loadTrustBundle(storage, { root })
  const after = await updateTrustBundle(bundle, storage, { root })
  say(`Trust list "${after.listId}", version ${after.version}:`)
  for (const { id, authority, jurisdiction, status } of listAnchors(after.trust, { at: now }))
    say(`  ${id.padEnd(11)}${jurisdiction}  ${status.padEnd(10)}${authority}`)
  if (before === undefined) return
  for (const { id, changes } of compareStores(before.trust, after.trust).changed)
    say(`  changed: ${id}, ${changes.map(({ field }) => field).join(', ')}`)
}

const book = async (name, pdf, options = {}) => {
  const { trust } = await loadTrustBundle(storage, { root })
  const report = await verify(pdf, { trust: TrustStore.from([trust, ...crls]), ...options })
  if (report.status === 'trusted') {
    const { document, authority, signer } = report
    const { listId, version } = authority.list
    say(`${name}: booked ${document.number}, ${document.totals.due} ${document.currency}`)
    say(
      `  tax id ${signer.taxIds[0]}, under ${authority.anchor} (${authority.status.value}), ${listId} version ${version}`,
    )
    return
  }
  say(`${name}: refused, ${report.status}`)
  const findings = report.signatures.flatMap((signature) => signature.findings)
  for (const { message, code, detail } of findings) {
    if (code === 'revocation.not-checked') continue
    say(`  ${message} (${code})`)
    // Of an authority the detail comes from the list that head office signed; other details may come from a stranger.
    if (code.startsWith('anchor.')) say(`    ${detail}`)
  }
}

say('1. The first list arrives. Its signatures lead to the root that was installed.')
await update(first)

say('\n2. Receipts of two countries arrive, each is judged by the rule of its authority.')
await book('From Nairobi', await receive(coffee, kenya))
await book('From Lisbon', await receive(cafe, portugal))

say('\n3. Three that are refused, and why.')
const trial = await receive(coffee, sandbox)
await book('From the test system', trial)
await book('Sealed by another taxpayer', await receive(cafe, portugal, '501442600'))

say('   … meanwhile the keys of the Kenyan authority are stolen, and head office withdraws it:')
const withdrawn = {
  ...kenyanRule,
  status: [
    ...kenyanRule.status,
    { value: 'withdrawn', from: toInstant(daysFromNow(-1)), reason: 'its keys were stolen' },
  ],
}
const second = await publish(2, [accept(kenya, withdrawn), ...everybody.slice(1)])
await update(second)
await book('From Nairobi, again', await receive(coffee, kenya))

say('\n4. The thief sends the old list, in which the authority still counts.')
try {
  await update(first)
} catch (error) {
  say(`  ${error.code}: the list that is kept stays`)
}
await book('From Lisbon, again', await receive(cafe, portugal))

say('\n5. The test system of the company itself says that it takes test authorities too.')
await book('From the test system', trial, { allowTest: true })
