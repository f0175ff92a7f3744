import { describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../../src/base/errors.js'
import { memoryStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import { loadTrustBundle, updateTrustBundle } from '../../../../src/trust/lists/bundle/update-bundle.js'
import {
  at,
  bundleOf,
  codeOf,
  keyAt,
  LIST_TYPE,
  envelopeOf,
  listOf,
  listRecord,
  NOON,
  DAY,
  rootOf,
  rootRecord,
  signatureOf,
  type RootShape,
} from './publisher.js'
import { FIRST, root1, root, kept, stocked, outcome, list6 } from './stocked-storage.js'

describe('an update', () => {
  it('keeps the first bundle, and gives its authorities', async () => {
    const storage = memoryStorage()
    expect(await loadTrustBundle(storage, { root })).toBeUndefined()
    const updated = await updateTrustBundle(kept, storage, { root, at: at() })
    expect(updated).toMatchObject({ listId: 'test.authorities', version: 5, changed: true })
    expect(updated.root).toEqual({ version: 1, expiresAt: NOON + 700 * DAY })
    expect(updated.trust.anchors[0]?.list).toMatchObject({ listId: 'test.authorities', version: 5 })
    expect(await loadTrustBundle(storage, { root })).toMatchObject({ version: 5 })
  })

  it('takes the next version, and changes nothing for the same one', async () => {
    expect(await outcome(bundleOf([root1], list6()))).toBe('accepted 1.6')
    const storage = await stocked()
    expect(await updateTrustBundle(kept, storage, { root, at: at() })).toMatchObject({ changed: false })
  })

  it('asks the fetcher once, for no more than a bundle may have', async () => {
    const asked: unknown[] = []
    const fetcher = (request: unknown): Promise<Uint8Array> => {
      asked.push(request)
      return Promise.resolve(bundleOf([root1], list6()))
    }
    expect(await outcome({ url: 'https://lists.test/bundle.json', fetcher })).toBe('accepted 1.6')
    expect(asked).toEqual([{ url: 'https://lists.test/bundle.json', maxBytes: 4 * 1024 * 1024 }])
  })

  it('leaves what is kept when the fetcher fails', async () => {
    const fetcher = (): Promise<Uint8Array> =>
      Promise.reject(new FiscalSealError('fetch.failed', 'no answer'))
    expect(await outcome({ url: 'https://lists.test/bundle.json', fetcher })).toBe('fetch.failed 1.5')
  })
})

describe('a list', () => {
  it('of an older version is bundle.rollback', async () => {
    expect(await outcome(bundleOf([root1], listOf({ version: 4 }, [4])))).toBe('bundle.rollback 1.5')
    expect(await outcome(bundleOf([root1], listOf({ version: 4 }, [5])))).toBe('bundle.rollback 1.5')
  })

  it('of the same version that says something else is bundle.version-reused, signed anew it is the same', async () => {
    const other = listOf({ version: 5, issued: -2 }, [4])
    expect(await outcome(bundleOf([root1], other))).toBe('bundle.version-reused 1.5')
    expect(await outcome(bundleOf([root1], listOf({ version: 5 }, [5])))).toBe('accepted 1.5')
  })

  it('that is out of date is bundle.expired, also when it is the one that is kept', async () => {
    expect(await outcome(bundleOf([root1], list6()), 30)).toBe('accepted 1.6')
    expect(await outcome(bundleOf([root1], list6()), 31)).toBe('bundle.expired 1.5')
    expect(await outcome(kept, 31)).toBe('bundle.expired 1.5')
  })

  it('without enough signatures is bundle.threshold', async () => {
    const two: RootShape = { ...FIRST, version: 2, list: { keys: [4, 5, 6], threshold: 2 } }
    const roots = [root1, rootOf(two, [0, 1])]
    expect(await outcome(bundleOf(roots, list6([4, 6])))).toBe('accepted 2.6')
    expect(await outcome(bundleOf(roots, list6([4])))).toBe('bundle.threshold 1.5')
    expect(await outcome(bundleOf(roots, list6([4, 7, 8])))).toBe('bundle.threshold 1.5')
    expect(await outcome(bundleOf([root1], list6([])))).toBe('bundle.threshold 1.5')
    expect(await outcome(bundleOf([root1], list6([0, 1, 2])))).toBe('bundle.threshold 1.5')
  })

  it('needs enough keys of one root: those of two do not add up, old and new, or list and root', async () => {
    const two: RootShape = { ...FIRST, version: 2, list: { keys: [6, 7], threshold: 2 } }
    const roots = [root1, rootOf(two, [0, 1])]
    for (const signers of [
      [4, 6],
      [4, 5],
      [0, 6],
      [4, 5, 7],
    ])
      expect(await outcome(bundleOf(roots, list6(signers)))).toBe('bundle.threshold 1.5')
    expect(await outcome(bundleOf(roots, list6([4, 6, 7])))).toBe('accepted 2.6')
  })

  it('counts a key once: two signatures of one are bundle.malformed, also when they differ', async () => {
    const two: RootShape = { ...FIRST, version: 2, list: { keys: [5, 7], threshold: 2 } }
    const roots = [root1, rootOf(two, [0, 1])]
    // ECDSA: every signature is another one.
    expect(await outcome(bundleOf(roots, list6([5, 5])))).toBe('bundle.malformed 1.5')
    const list = list6([5])
    const [first] = list.signatures
    const renamed = { ...first, keyid: keyAt(7).id }
    expect(await outcome(bundleOf(roots, { ...list, signatures: [first, renamed] }))).toBe(
      'bundle.threshold 1.5',
    )
  })

  it('may carry signatures that do not hold, if enough others do', async () => {
    const list = list6([4])
    const wrong = { keyid: keyAt(5).id, sig: '' }
    const foreign = signatureOf(9, Buffer.from('something else'))
    const signatures = [wrong, foreign, ...list.signatures]
    expect(await outcome(bundleOf([root1], { ...list, signatures }))).toBe('accepted 1.6')
    expect(await outcome(bundleOf([root1], { ...list, signatures: [wrong, foreign] }))).toBe(
      'bundle.threshold 1.5',
    )
  })

  it('whose bytes changed by one is bundle.threshold', async () => {
    const list = list6()
    const payload = Buffer.from(list.payload, 'base64').toString().replace('"version":6', '"version":7')
    const changed = { ...list, payload: Buffer.from(payload).toString('base64') }
    expect(await outcome(bundleOf([root1], changed))).toBe('bundle.threshold 1.5')
  })

  it('of somebody else under the same keys is bundle.wrong-list', async () => {
    const other = listOf({ version: 6, listId: 'other' }, [4])
    expect(await outcome(bundleOf([root1], other))).toBe('bundle.wrong-list 1.5')
  })

  it('in the place of a root, or a root in its place, is bundle.wrong-type', async () => {
    expect(await outcome(bundleOf([root1], rootOf(FIRST, [0, 1, 4])))).toBe('bundle.wrong-type 1.5')
    expect(await outcome(bundleOf([root1, list6([0, 1])], list6()))).toBe('bundle.wrong-type 1.5')
    const renamed = { ...rootOf(FIRST, [0, 1, 4]), payloadType: LIST_TYPE }
    expect(await outcome(bundleOf([root1], renamed))).toBe('bundle.threshold 1.5')
    const signedAsList = envelopeOf(LIST_TYPE, rootRecord(FIRST), [4])
    expect(await outcome(bundleOf([root1], signedAsList))).toBe('bundle.malformed 1.5')
  })

  it('that no reader takes is bundle.malformed, signed or not', async () => {
    const broken = [
      '{',
      '[]',
      JSON.stringify({ ...listRecord({ version: 6 }), anchors: [] }),
      JSON.stringify({ ...listRecord({ version: 6 }), comment: 'unknown' }),
      JSON.stringify(listRecord({ version: 6 })).replace('{', '{"version":9,'),
      JSON.stringify({ certificate: 'anything' }),
    ]
    for (const text of broken)
      expect(await outcome(bundleOf([root1], envelopeOf(LIST_TYPE, text, [4])))).toBe('bundle.malformed 1.5')
  })
})

describe('after its end', () => {
  it('a list is still given, and says since when it is out of date', async () => {
    const bundle = await loadTrustBundle(await stocked(), { root })
    expect(bundle?.expiresAt).toBe(NOON + 30 * DAY)
    expect(bundle?.trust.anchors[0]?.list?.expiresAt).toBe(NOON + 30 * DAY)
  })

  it('a root ends its list too', async () => {
    const early = rootOf({ ...FIRST, version: 2, ends: 10 }, [0, 1])
    const storage = memoryStorage()
    const bundle = bundleOf([root1, early], listOf({ version: 5 }, [4]))
    const updated = await updateTrustBundle(bundle, storage, { root, at: at() })
    expect(updated.expiresAt).toBe(NOON + 10 * DAY)
    expect(updated.trust.anchors[0]?.list?.expiresAt).toBe(NOON + 10 * DAY)
    expect(await codeOf(() => updateTrustBundle(bundle, storage, { root, at: at(11) }))).toBe(
      'bundle.expired',
    )
  })
})
