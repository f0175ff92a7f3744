import { equalBytes } from '../../../base/bytes.js'
import { FiscalSealError } from '../../../base/errors.js'
import { toInstant } from '../../store/record-fields.js'
import { readBundleFile, readFirstFile, requireNext, type BundleFile } from './bundle-file.js'
import { refused } from './refusal.js'
import { readSignedList, type SignedList } from './signed-list.js'
import { countSignatures, requireThreshold } from './threshold.js'
import type { TrustRoot } from './trust-root.js'

/** What somebody trusts: the roots from the one that he started with to the newest, and the list that the newest lets count. */
export interface BundleState {
  /** Each signed by the keys of the one before and by its own. */
  readonly chain: readonly [TrustRoot, ...TrustRoot[]]
  readonly list?: SignedList
}

/**
 * Returns the state of somebody who starts with `bytes`: a root, or a bundle that came with the program. Nothing vouches for its first root but
 * the place that it was taken from; the rest is checked. An end in the past is for later: a newer root may follow.
 */
export async function firstState(bytes: Uint8Array): Promise<BundleState> {
  const { roots, list } = await readFirstFile(bytes)
  const [first, ...others] = roots
  if (first === undefined) throw refused('bundle.malformed', 'There is no root.')
  await requireThreshold(first.envelope, first.root, `Root ${first.version} under its own keys`)
  const chain = await followRoots([first], others)
  return list === undefined ? { chain } : { chain, list: await readSignedList(list, newest(chain)) }
}

/**
 * Returns the state after `bundle`, as TUF 5.3 and 5.6 have it: the roots, one step at a time; then the list under the newest; its version
 * against the one that is kept; and that neither is out of date `at` (milliseconds since 1970). All of it holds, or a `FiscalSealError` says what
 * does not, and nothing has changed.
 */
export async function nextState(
  state: BundleState,
  bundle: BundleFile,
  at: number,
): Promise<BundleState & { readonly list: SignedList }> {
  const chain = await followRoots(state.chain, bundle.roots)
  const root = newest(chain)
  requireSameAge(root, bundle.roots)
  requireCurrent(`Root ${root.version}`, root.expiresAt, at)
  const list = await readSignedList(bundle.list, root)
  if (await stillCounts(state.list, root)) requireNoRollback(state.list, list)
  requireCurrent(`Version ${list.header.version} of the list`, list.header.expiresAt, at)
  return { chain, list }
}

/**
 * Returns the state in `kept`, which was checked before it was stored and is checked again, but for its age. A program may come with a newer
 * root than what is kept; what that root does not let count is forgotten. Throws `FiscalSealError('bundle.storage')` for anything else.
 */
export async function keptState(first: BundleState, kept: Uint8Array): Promise<BundleState> {
  try {
    const bundle = await readBundleFile(kept)
    const chain = await followRoots(first.chain, bundle.roots)
    const root = newest(chain)
    const isOlder = (bundle.roots.at(-1)?.version ?? 0) < root.version
    if (isOlder && !(await counts(bundle.list, root))) return first
    const list = await readSignedList(bundle.list, root)
    const isBehind = first.list !== undefined && versionOf(first.list) > versionOf(list)
    return isBehind && (await stillCounts(first.list, root)) ? { ...first, chain } : { chain, list }
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    throw refused('bundle.storage', `What is kept cannot be used: ${error.message}`, error)
  }
}

/** TUF 5.3.2 to 5.3.9. Those that are known must be the same; each new one is one version higher, and signed by the keys before it and its own. */
async function followRoots(
  chain: BundleState['chain'],
  offered: readonly TrustRoot[],
): Promise<BundleState['chain']> {
  let followed = chain
  for (const root of offered) {
    const before = newest(followed)
    if (root.version <= before.version) requireSameRoot(followed, root)
    else {
      requireNext(before, root)
      await requireSuccessor(before, root)
      followed = [...followed, root]
    }
  }
  return followed
}

/** Two roots of one version belong to two different chains. */
function requireSameRoot(chain: BundleState['chain'], root: TrustRoot): void {
  const known = chain.find(({ version }) => version === root.version)
  if (known === undefined || equalBytes(known.envelope.payload, root.envelope.payload)) return
  throw refused('bundle.other-root', `Root ${root.version} is another than the one that is trusted.`)
}

async function requireSuccessor(before: TrustRoot, root: TrustRoot): Promise<void> {
  const { envelope, version, listId } = root
  await requireThreshold(envelope, before.root, `Root ${version} under the keys of root ${before.version}`)
  await requireThreshold(envelope, root.root, `Root ${version} under its own keys`)
  if (listId === before.listId) return
  throw refused('bundle.wrong-list', `Root ${version} is for the list ${listId}, not ${before.listId}.`)
}

/** Who offers fewer roots than are known would bring back keys that were given up. */
function requireSameAge(trusted: TrustRoot, offered: readonly TrustRoot[]): void {
  const version = offered.at(-1)?.version ?? 0
  if (version >= trusted.version) return
  throw refused(
    'bundle.rollback',
    `The bundle ends with root ${version}; root ${trusted.version} is trusted.`,
  )
}

/** The floor holds as long as the keys that signed the kept list may sign: when they are exchanged, counting starts anew (TUF 5.3.11). */
async function stillCounts(list: SignedList | undefined, root: TrustRoot): Promise<boolean> {
  return list !== undefined && counts(list.envelope, root)
}

async function counts(envelope: SignedList['envelope'], root: TrustRoot): Promise<boolean> {
  return (await countSignatures(envelope, root.list)).valid >= root.list.threshold
}

function requireNoRollback(kept: SignedList | undefined, offered: SignedList): void {
  if (kept === undefined) return
  const [version, floor] = [versionOf(offered), versionOf(kept)]
  if (version < floor)
    throw refused('bundle.rollback', `The list has version ${version}; version ${floor} is kept.`)
  if (version > floor || equalBytes(kept.envelope.payload, offered.envelope.payload)) return
  throw refused('bundle.version-reused', `Version ${version} of the list is kept, and says something else.`)
}

function requireCurrent(what: string, expiresAt: number, at: number): void {
  if (at <= expiresAt) return
  throw refused('bundle.expired', `${what} is good until ${toInstant(expiresAt)} only.`)
}

/** Returns the root that counts now. */
export function newest(chain: BundleState['chain']): TrustRoot {
  return chain.at(-1) ?? chain[0]
}

const versionOf = ({ header }: SignedList): number => header.version
