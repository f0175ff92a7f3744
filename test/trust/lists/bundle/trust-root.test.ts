import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import {
  checkTrustBundle,
  loadTrustBundle,
  updateTrustBundle,
} from '../../../../src/trust/lists/bundle/update-bundle.js'
import {
  at,
  bundleOf,
  bytesOf,
  codeOf,
  keyAt,
  KEYS,
  LIST_TYPE,
  envelopeOf,
  listOf,
  paeOf,
  ROOT_TYPE,
  rootOf,
  rootRecord,
  signatureOf,
  type Envelope,
} from './publisher.js'
import { FIRST, root1, root, kept, stocked, outcome, list6 } from './stocked-storage.js'

describe('the keys of a root', () => {
  const withKeys = (change: (record: Record<string, unknown>) => unknown): Envelope =>
    envelopeOf(ROOT_TYPE, change(rootRecord({ ...FIRST, version: 2 })), [0, 1])
  const entries = FIRST.root.keys.concat(FIRST.list.keys).map(keyAt)
  const keys = entries.map(({ id, spki }) => ({ id, spki: spki.toString('base64') }))
  const roles = (ids: readonly string[], threshold: number): unknown => ({
    root: { threshold: 2, keyIds: [0, 1, 2].map((index) => keyAt(index).id) },
    list: { threshold, keyIds: ids },
  })
  const [four, five, six] = [4, 5, 6].map((index) => keyAt(index).id)

  it.each([
    ['a key under the id of another', { keys: [...keys, { ...keys[0], id: six }] }],
    ['a key twice', { keys: [...keys, keys[0]] }],
    ['a role that names a key twice', { roles: roles([four ?? '', four ?? ''], 2) }],
    ['a role with a key that is not there', { roles: roles([four ?? '', six ?? ''], 1) }],
    ['a role without keys', { roles: roles([], 1) }],
    ['a threshold of none', { roles: roles([four ?? ''], 0) }],
    ['a threshold that its keys cannot reach', { roles: roles([four ?? '', five ?? ''], 3) }],
    ['a field that nobody knows', { comment: 'unknown' }],
    ['a version that is no whole number', { version: 1.5 }],
    ['a day that does not exist', { expiresAt: '2027-02-30T00:00:00Z' }],
    ['another format', { format: 'tax-trust-root/2' }],
  ])('%s: bundle.malformed', async (_, change) => {
    const root2 = withKeys((record) => ({ ...record, ...change }))
    expect(await outcome(bundleOf([root1, root2], list6()))).toBe('bundle.malformed 1.5')
  })

  it('may be Ed25519 and P-256, and nothing else or weak: bundle.malformed', async () => {
    const { createHash, generateKeyPairSync } = await import('node:crypto')
    const ed25519 = keyAt(0).spki
    const point = (hex: string): Buffer => Buffer.concat([ed25519.subarray(0, -32), Buffer.from(hex, 'hex')])
    const foreign = [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'der' }),
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' }),
      // The neutral element, a point of order 8, and 2^255 − 18, which is 1 once more.
      point(`01${'00'.repeat(31)}`),
      point('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'),
      point(`ee${'ff'.repeat(30)}7f`),
      Buffer.from('no key'),
    ]
    for (const spki of foreign) {
      const id = createHash('sha256').update(spki).digest('hex')
      const more = [...keys, { id, spki: spki.toString('base64') }]
      const root2 = withKeys((record) => ({ ...record, keys: more }))
      expect(await outcome(bundleOf([root1, root2], list6()))).toBe('bundle.malformed 1.5')
    }
  })

  it('sign strictly: ECDSA in its one form, Ed25519 of 64 bytes', async () => {
    const list = list6([5])
    const message = paeOf(LIST_TYPE, Buffer.from(list.payload, 'base64'))
    const der = Buffer.from(signatureOf(5, message).sig, 'base64')
    const longer = Buffer.concat([der, Buffer.of(0)])
    const raw = Buffer.alloc(64, 1)
    for (const signature of [longer, raw, Buffer.from('3006020100020100', 'hex')]) {
      const signatures = [{ keyid: keyAt(5).id, sig: signature.toString('base64') }]
      expect(await outcome(bundleOf([root1], { ...list, signatures }))).toBe('bundle.threshold 1.5')
    }
    const signatures = [{ keyid: keyAt(4).id, sig: Buffer.alloc(64).toString('base64') }]
    expect(await outcome(bundleOf([root1], { ...list, signatures }))).toBe('bundle.threshold 1.5')
  })

  it('are all of the one kind or the other', () => {
    expect(new Set(KEYS.map(({ privateKey }) => privateKey.asymmetricKeyType))).toEqual(
      new Set(['ed25519', 'ec']),
    )
  })
})

describe('what somebody starts with', () => {
  it('must be signed by enough of its own keys', async () => {
    const check = (first: unknown): Promise<string> =>
      codeOf(() => checkTrustBundle(kept, { root: bytesOf(first), at: at() }))
    expect(await check(root1)).toBe('accepted')
    expect(await check(rootOf(FIRST, [0]))).toBe('bundle.threshold')
    expect(await check(rootOf(FIRST, [0, 4]))).toBe('bundle.threshold')
    expect(await check(envelopeOf(ROOT_TYPE, { ...rootRecord(FIRST), version: undefined }, [0, 1]))).toBe(
      'bundle.malformed',
    )
    expect(await check([])).toBe('bundle.malformed')
  })

  it('may be a whole bundle, below which no version counts', async () => {
    const storage = memoryStorage()
    expect(await loadTrustBundle(storage, { root: kept })).toMatchObject({ version: 5 })
    const older = bundleOf([root1], listOf({ version: 4 }, [4]))
    expect(await codeOf(() => updateTrustBundle(older, storage, { root: kept, at: at() }))).toBe(
      'bundle.rollback',
    )
    await updateTrustBundle(older, storage, { root, at: at() })
    expect(await loadTrustBundle(storage, { root: kept })).toMatchObject({ version: 5 })
    const newer = bundleOf([root1], list6())
    expect(await updateTrustBundle(newer, storage, { root: kept, at: at() })).toMatchObject({ version: 6 })
  })

  it('may be newer than what is kept, and what its keys did not sign is forgotten', async () => {
    const root2 = rootOf({ ...FIRST, version: 2, list: { keys: [6], threshold: 1 } }, [0, 1])
    const storage = await stocked()
    expect(await loadTrustBundle(storage, { root: bytesOf(root2) })).toBeUndefined()
    const bundle = bundleOf([root1, root2], listOf({ version: 1 }, [6]))
    const updated = await updateTrustBundle(bundle, storage, { root: bytesOf(root2), at: at() })
    expect(updated).toMatchObject({ version: 1, changed: true })
    const sameKeys = bytesOf(rootOf({ ...FIRST, version: 2 }, [0, 1]))
    expect(await loadTrustBundle(await stocked(), { root: sameKeys })).toMatchObject({ version: 5 })
  })
})
