import { memoryStorage, type BundleStorage } from '../../../../src/trust/lists/bundle/bundle-storage.js'
import {
  loadTrustBundle,
  updateTrustBundle,
  type BundleSource,
} from '../../../../src/trust/lists/bundle/update-bundle.js'
import { at, codeOf } from './publisher.js'

/** Somebody who holds a root and keeps bundles. */
export class TestClient {
  readonly storage: BundleStorage
  readonly root: Uint8Array

  constructor(root: Uint8Array, storage: BundleStorage = memoryStorage()) {
    this.root = root
    this.storage = storage
  }

  /** Returns `accepted` or the code of the refusal; a refusal that changes what is kept is an error of its own. */
  async refresh(source: BundleSource, days = 0): Promise<string> {
    const before = await this.storage.read()
    const code = await codeOf(() =>
      updateTrustBundle(source, this.storage, { root: this.root, at: at(days) }),
    )
    const after = await this.storage.read()
    const isUnchanged = Buffer.from(before ?? []).equals(Buffer.from(after ?? []))
    return code === 'accepted' || isUnchanged ? code : `${code}, but something else is kept`
  }

  /** Returns the versions of root and list that count, `none` before there is a list. */
  async versions(): Promise<string> {
    const bundle = await loadTrustBundle(this.storage, { root: this.root })
    return bundle === undefined ? 'none' : `${bundle.root.version}.${bundle.version}`
  }
}
