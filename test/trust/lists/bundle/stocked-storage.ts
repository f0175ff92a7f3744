import { expect } from '@jest/globals'
import { memoryStorage, type BundleStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import {
  loadTrustBundle,
  updateTrustBundle,
  type BundleSource,
} from '../../../../src/trust/lists/bundle/update-bundle.js'
import {
  at,
  bundleOf,
  bytesOf,
  codeOf,
  listOf,
  openAuthority,
  rootOf,
  type Envelope,
  type RootShape,
} from './publisher.js'

/** Root keys 0, 1, 2, of which two sign; list keys 4 and 5, of which one signs. */
export const FIRST: RootShape = {
  version: 1,
  root: { keys: [0, 1, 2], threshold: 2 },
  list: { keys: [4, 5], threshold: 1 },
}

await openAuthority()
/** The first root, signed by two. */
export const root1: Envelope = rootOf(FIRST, [0, 1])
export const root: Uint8Array = bytesOf(root1)
/** A bundle with version 5 of the list. */
export const kept: Uint8Array = bundleOf([root1], listOf({ version: 5 }, [4]))

/** A storage in which list version 5 lies. */
export async function stocked(): Promise<BundleStorage> {
  const storage = memoryStorage()
  await updateTrustBundle(kept, storage, { root, at: at() })
  return storage
}

/** What becomes of an update over version 5: its code, and the version that is kept afterwards. */
export async function outcome(source: BundleSource, days = 0): Promise<string> {
  const storage = await stocked()
  const before = await storage.read()
  const code = await codeOf(() => updateTrustBundle(source, storage, { root, at: at(days) }))
  if (code !== 'accepted') expect(await storage.read()).toEqual(before)
  const bundle = await loadTrustBundle(storage, { root })
  return `${code} ${bundle?.root.version ?? 0}.${bundle?.version ?? 0}`
}

/** Version 6 of the list. */
export const list6 = (signers: readonly number[] = [4]): Envelope => listOf({ version: 6 }, signers)
