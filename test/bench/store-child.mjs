// Measures in a process of its own what a trust store costs by the number of its anchors, and prints milliseconds as JSON:
// to load it, for each anchor; to find an issuer in it; to find a path; to find that there is none.
import { createHash, generateKeyPairSync } from 'node:crypto'
import { createAuthority } from '../../dist/esm/issuing.js'
import { PathCache, TrustStore, validatePath } from '../../dist/esm/trust.js'
import { takeTurns } from './measure.mjs'
import { seller } from './seller.mjs'

const SIZES = [10, 500, 5000]
const LOADED = 5000
const LOOKUPS = 200
const NAME = 'Authority 00000'

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** The same certificate with another number in its names and another key: nobody looks at the signature of an anchor. */
const copyOf = ({ der, spki }, index) => {
  const copy = Buffer.from(der)
  const number = Buffer.from(NAME.slice(-5))
  for (let at = copy.indexOf(number); at >= 0; at = copy.indexOf(number, at + 5))
    copy.write(String(index).padStart(5, '0'), at, 'latin1')
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ type: 'spki', format: 'der' })
  key.copy(copy, copy.indexOf(spki))
  return { certificate: copy, spki: key }
}

const recordOf = (index, kind, der) => ({
  id: `ke.${String(index).padStart(5, '0')}`,
  environment: 'production',
  jurisdiction: 'KE',
  authority: { name: 'Revenue Authority' },
  role: 'issuer-ca',
  anchor: { kind, der: der.toString('base64'), sha256: sha256(der) },
  status: [{ value: 'granted', from: '2020-01-01T00:00:00Z' }],
  leaf: {
    keyUsage: { anyOf: ['nonRepudiation'] },
    extendedKeyUsage: { ifAbsent: 'allow' },
    algorithms: { minRsaBits: 2048 },
  },
  taxIdBinding: {
    required: true,
    rules: [
      { source: 'subject', oid: '2.5.4.97', extract: '^VAT(?<cc>[A-Z]{2})-(?<id>.{1,40})$', scheme: 'VAT' },
    ],
  },
  revocation: { mode: 'none' },
  evidence: [{ url: 'urn:bench', retrievedAt: '2026-01-01T00:00:00Z', sha256: sha256(der) }],
})

const listOf = (anchors) =>
  new TextEncoder().encode(
    JSON.stringify({
      format: 'tax-trust-list/1',
      listId: 'bench',
      version: 1,
      issuedAt: '2026-01-01T00:00:00Z',
      expiresAt: '2099-01-01T00:00:00Z',
      anchors,
    }),
  )

const authority = await createAuthority({ name: NAME, country: 'KE' })
const stranger = await createAuthority({ name: 'Stranger', country: 'KE' })
const { der, spki } = authority.certificate
const roots = [{ certificate: Buffer.from(der), spki: Buffer.from(spki) }]
for (let index = 1; index < Math.max(...SIZES); index += 1) roots.push(copyOf(authority.certificate, index))

const listsOf = (kind) =>
  new Map(
    SIZES.map((size) => [
      size,
      listOf(roots.slice(0, size).map((root, index) => recordOf(index, kind, root[kind]))),
    ]),
  )
const named = listsOf('certificate')
const bare = listsOf('spki')

const leavesOf = async (issuer) => {
  const leaves = []
  for (let index = 0; index < LOOKUPS; index += 1) leaves.push(await issuer.issue(seller))
  return leaves
}

/** The work for each size, so many times over that every size does as much. */
const bySize = async (prepare, repeats, { rounds, warmup }) => {
  const subjects = {}
  for (const size of SIZES) subjects[size] = await prepare(size)
  const times = await takeTurns(subjects, { rounds, warmup, makeInput: (round) => round })
  return Object.fromEntries(SIZES.map((size) => [size, times[size] / repeats(size)]))
}

const loadTask = (lists) =>
  bySize(
    (size) => () => {
      for (let count = 0; count < LOADED / size; count += 1) TrustStore.from(lists.get(size))
    },
    () => LOADED,
    { rounds: 7, warmup: 3 },
  )

const pathTask = async (lists, issuer, wanted) => {
  const leaves = await leavesOf(issuer)
  const intermediates = leaves[0].chain
  return bySize(
    (size) => {
      const options = {
        trust: TrustStore.from(lists.get(size)),
        intermediates,
        cache: new PathCache(),
        revocation: 'none',
      }
      return async () => {
        for (const { certificate } of leaves) {
          const { status, findings } = await validatePath(certificate.der, options)
          if (status !== wanted) throw new Error(`${status}: ${JSON.stringify(findings)}`)
        }
      }
    },
    () => LOOKUPS,
    { rounds: 61, warmup: 30 },
  )
}

const tasks = {
  load: () => loadTask(named),
  path: () => pathTask(named, authority, 'valid'),
  stranger: () => pathTask(named, stranger, 'invalid'),
  'load-keys': () => loadTask(bare),
  'path-keys': () => pathTask(bare, authority, 'valid'),
}

process.stdout.write(JSON.stringify(await tasks[process.argv[2]]()))
