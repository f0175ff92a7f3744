import type { Awaitable } from '../../../base/bytes.js'
import { equalBytes } from '../../../base/bytes.js'
import { openKeptFile } from '../../../crypto/kept-file.js'
import { MAX_BUNDLE_BYTES } from './bundle-file.js'

/** Where the last good bundle is kept. What is in it is checked again whenever it is read. */
export interface BundleStorage {
  /** Returns what is kept, or `undefined` where nothing is. */
  read(): Awaitable<Uint8Array | undefined>
  /**
   * Keeps `bytes` in place of `previous`, whole or not at all, and returns whether it did: where something else than `previous` is kept by now,
   * it changes nothing and returns false.
   */
  replace(bytes: Uint8Array, previous: Uint8Array | undefined): Awaitable<boolean>
}

/** Returns a storage that ends with the program; `bytes` is what is in it at the beginning. */
export function memoryStorage(bytes?: Uint8Array): BundleStorage {
  let kept = bytes?.slice()
  return {
    read: () => kept?.slice(),
    replace: (next, previous) => {
      if (!isSame(kept, previous)) return false
      kept = next.slice()
      return true
    },
  }
}

/**
 * Returns a storage in the file `bundle.json` of a folder, which is made when it is first needed. The file is replaced in one step: whatever
 * happens to the machine, the bundle before or the one after is there. Throws `FiscalSealError('platform.unsupported')` where there are no files.
 */
export function folderStorage(folder: string): BundleStorage {
  const file = openKeptFile(folder, 'bundle.json')
  return {
    read: () => file.read(MAX_BUNDLE_BYTES),
    replace: (bytes, previous) => file.replace(bytes, (kept) => isSame(kept, previous)),
  }
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return equalBytes(left, right)
}
