import { beforeAll, describe, expect, it } from '@jest/globals'
import { sign } from '../../../../src/seal/sign/sign.js'
import type { Report } from '../../../../src/seal/verify/types.js'
import { verify } from '../../../../src/seal/verify/verify.js'
import { createPdf } from '../../../../src/testing/pdf/test-pdf.js'
import { memoryStorage, type BundleStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import { loadTrustBundle, updateTrustBundle } from '../../../../src/trust/lists/bundle/update-bundle.js'
import { TrustStore } from '../../../../src/trust/store/trust-store.js'
import { bundleOf, bytesOf, codeOf, DAY, listOf, NOON, openAuthority, rootOf } from './publisher.js'

const ROLES = { root: { keys: [0], threshold: 1 }, list: { keys: [1], threshold: 1 } }
/** The certificates are made now: days are counted from there. */
const TODAY = (Date.now() - NOON) / DAY
const inDays = (days: number): Date => new Date(NOON + (TODAY + days) * DAY)
let sealed: Uint8Array
let crls: readonly Uint8Array[]

beforeAll(async () => {
  const authority = await openAuthority()
  const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
  sealed = (await sign(createPdf(), { identity })).bytes
  crls = authority.crls.map(({ der }) => der)
})

const bundleEnding = (root: number, list: number, version = 1): readonly [Uint8Array, Uint8Array] => {
  const root1 = rootOf({ version: 1, ...ROLES, ends: TODAY + root }, [0])
  return [bytesOf(root1), bundleOf([root1], listOf({ version, ends: TODAY + list }, [1]))]
}

async function judged(storage: BundleStorage, root: Uint8Array, at: Date): Promise<Report> {
  const bundle = await loadTrustBundle(storage, { root })
  const trust = TrustStore.from([...(bundle === undefined ? [] : [bundle.trust]), ...crls])
  return verify(sealed, { trust, at, seller: 'not-required' })
}

const told = (report: Report): readonly unknown[] => [
  report.status,
  report.signatures[0]?.findings.map(({ code }) => code).includes('anchor.list-stale'),
]

describe('a verdict by the list of a bundle', () => {
  it.each([
    ['the list', 300, 2],
    ['the root', 2, 300],
  ])(
    'is indeterminate once %s is out of date, and good again after an update',
    async (_, rootEnd, listEnd) => {
      const [root, bundle] = bundleEnding(rootEnd, listEnd)
      const storage = memoryStorage()
      await updateTrustBundle(bundle, storage, { root, at: inDays(0) })
      expect(told(await judged(storage, root, inDays(1)))).toEqual(['trusted', false])
      // Somebody who keeps newer bundles back gets neither "trusted" nor "altered".
      const frozen = updateTrustBundle(bundle, storage, { root, at: inDays(3) })
      expect(await codeOf(() => frozen)).toBe('bundle.expired')
      expect(told(await judged(storage, root, inDays(3)))).toEqual(['indeterminate', true])
      if (rootEnd < listEnd) return
      const [, newer] = bundleEnding(rootEnd, 20, 2)
      await updateTrustBundle(newer, storage, { root, at: inDays(3) })
      expect(told(await judged(storage, root, inDays(3)))).toEqual(['trusted', false])
    },
  )

  it('says by which version of the list', async () => {
    const [root, bundle] = bundleEnding(300, 30, 7)
    const storage = memoryStorage()
    await updateTrustBundle(bundle, storage, { root, at: inDays(0) })
    const report = await judged(storage, root, inDays(1))
    expect(JSON.stringify(report.signatures[0])).toContain('"listId":"test.authorities","version":7')
  })
})
