import { equalBytes } from '../../../base/bytes.js'
import { FiscalSealError } from '../../../base/errors.js'
import type { Fetcher } from '../../../base/fetcher.js'
import { checkOptionNames, type OptionNames } from '../../../base/known-options.js'
import { momentOrNow } from '../../../base/moment.js'
import type { TrustStore } from '../../store/trust-store.js'
import { MAX_BUNDLE_BYTES, readBundleFile, writeBundleFile } from './bundle-file.js'
import { firstState, keptState, newest, nextState, type BundleState } from './bundle-state.js'
import type { BundleStorage } from './bundle-storage.js'
import { refused } from './refusal.js'
import type { SignedList } from './signed-list.js'

/** A trust list that came in a signed bundle, every signature checked. */
export interface TrustBundle {
  readonly listId: string
  /** Of the list. */
  readonly version: number
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** Until when it answers: the earlier end of list and root, in milliseconds since 1970. Later verdicts on it are indeterminate. */
  readonly expiresAt: number
  readonly root: {
    readonly version: number
    /** Milliseconds since 1970. */
    readonly expiresAt: number
  }
  /** The authorities of the list: what `verify` takes. */
  readonly trust: TrustStore
}

/** Where a new bundle comes from: its bytes, or an address and who may ask there. */
export type BundleSource = Uint8Array | { readonly url: string; readonly fetcher: Fetcher }

/** With what somebody starts. */
export interface FirstRoot {
  /**
   * The root that was taken from a place that can be relied on, such as the program itself: a signed root, or a whole bundle, whose list is then
   * the oldest that counts.
   */
  readonly root: Uint8Array
}

/** A root to start with, and the moment for which a bundle is judged. */
export interface BundleOptions extends FirstRoot {
  /** Default: now. */
  readonly at?: Date
}

const OF_BUNDLE: OptionNames<BundleOptions> = { root: true, at: true }

/** What an update led to. */
export interface BundleUpdate extends TrustBundle {
  /** Whether something new is kept. */
  readonly changed: boolean
}

/** Others may keep something new at the same time; then it is judged again, against that. */
const MAX_ATTEMPTS = 16

/**
 * Returns the bundle after an update: what `source` has is checked as a whole against what is kept, and only then takes its place. What is refused
 * changes nothing, and `loadTrustBundle` still gives the last good one. Throws `FiscalSealError`: `bundle.too-large`, `.malformed`, `.wrong-type`,
 * `.other-root`, `.root-skipped`, `.threshold`, `.wrong-list`, `.rollback`, `.version-reused`, `.expired`, `.storage`, and what the fetcher throws.
 */
export async function updateTrustBundle(
  source: BundleSource,
  storage: BundleStorage,
  options: BundleOptions,
): Promise<BundleUpdate> {
  checkOptionNames(options, OF_BUNDLE, { of: 'updateTrustBundle' })
  const at = momentOrNow(options.at, 'at')
  const first = await firstState(options.root)
  const offered = await readBundleFile(await bytesOf(source))
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const kept = await asStorage(async () => storage.read())
    const state = kept === undefined ? first : await keptState(first, kept)
    const next = await nextState(state, offered, at)
    const bytes = writeBundleFile({ roots: next.chain, list: offered.list })
    if (kept !== undefined && equalBytes(bytes, kept)) return { ...toBundle(next), changed: false }
    if (await asStorage(async () => storage.replace(bytes, kept))) return { ...toBundle(next), changed: true }
  }
  throw refused('bundle.storage', 'Others change what is kept all the time.')
}

/**
 * Returns the last good bundle in `storage`, or the one that `options.root` is when nothing newer is kept; `undefined` when there is none. It may
 * be out of date: then verdicts say so. Throws `FiscalSealError('bundle.storage')` when what is kept is damaged, and for a bad root what
 * `updateTrustBundle` throws.
 */
export async function loadTrustBundle(
  storage: BundleStorage,
  options: FirstRoot,
): Promise<TrustBundle | undefined> {
  checkOptionNames(options, { root: true }, { of: 'loadTrustBundle' })
  const first = await firstState(options.root)
  const kept = await asStorage(async () => storage.read())
  const state = kept === undefined ? first : await keptState(first, kept)
  return hasList(state) ? toBundle(state) : undefined
}

/** Returns what is in a bundle, checked as `updateTrustBundle` does it for somebody who has kept nothing yet; throws the same. */
export async function checkTrustBundle(bytes: Uint8Array, options: BundleOptions): Promise<TrustBundle> {
  checkOptionNames(options, OF_BUNDLE, { of: 'checkTrustBundle' })
  const at = momentOrNow(options.at, 'at')
  return toBundle(await nextState(await firstState(options.root), await readBundleFile(bytes), at))
}

async function bytesOf(source: BundleSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  const { url, fetcher } = source
  return fetcher({ url, maxBytes: MAX_BUNDLE_BYTES })
}

/** The storage may be anybody's: what it throws is told as one thing. */
async function asStorage<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    if (cause instanceof FiscalSealError && cause.code === 'platform.unsupported') throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw refused('bundle.storage', `The storage failed: ${why}`, cause)
  }
}

type CompleteState = BundleState & { readonly list: SignedList }

function hasList(state: BundleState): state is CompleteState {
  return state.list !== undefined
}

function toBundle({ chain, list }: CompleteState): TrustBundle {
  const { version, expiresAt } = newest(chain)
  const { header, trust } = list
  return {
    listId: header.listId,
    version: header.version,
    issuedAt: header.issuedAt,
    expiresAt: Math.min(header.expiresAt, expiresAt),
    root: { version, expiresAt },
    trust,
  }
}
