import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../../base/known-options.js'
import { momentOf } from '../../../base/moment.js'
import { parsePem, pemText } from '../../../formats/x509/pem.js'
import { readBundleKey, type BundleKey, type BundleSigner } from './bundle-key.js'
import { readFirstFile, toJsonBytes, writeEnvelopeFile } from './bundle-file.js'
import { ROOT_TYPE, type Envelope } from './envelope.js'
import { refused } from './refusal.js'
import type { KeyRole } from './threshold.js'
import { readRoot, toRootRecord, type TrustRoot } from './trust-root.js'

/** A public key: PEM (`PUBLIC KEY`), DER of a SubjectPublicKeyInfo, or whoever holds the private one. */
export type BundleKeyInput = string | Uint8Array | Pick<BundleSigner, 'publicKey'>

/** Keys of which so many must sign. */
export interface KeyRolePlan {
  readonly threshold: number
  /** Ed25519 or P-256. */
  readonly keys: readonly BundleKeyInput[]
}

/** What a root is to say. */
export interface TrustRootPlan {
  /** The list for which it speaks. */
  readonly listId: string
  readonly expiresAt: Date
  /** Who signs roots; these keys are kept where no machine can reach them. */
  readonly root: KeyRolePlan
  /** Who signs lists. */
  readonly list: KeyRolePlan
}

/** What is different in the next root. */
export type TrustRootChanges = Pick<TrustRootPlan, 'expiresAt'> &
  Partial<Pick<TrustRootPlan, 'root' | 'list'>>

const OF_CHANGES: OptionNames<TrustRootChanges> = { expiresAt: true, root: true, list: true }

/**
 * Returns the first root of a list, version 1, in an envelope that nobody has signed: `addBundleSignature` is next. Throws
 * `FiscalSealError('argument.invalid')` for a key that cannot be used, `FiscalSealError('bundle.malformed')` for a plan that makes no root.
 */
export async function createTrustRoot(plan: TrustRootPlan): Promise<Uint8Array> {
  checkOptionNames(plan, { ...OF_CHANGES, listId: true }, { of: 'a root' })
  const [root, list] = [await toRole(plan.root), await toRole(plan.list)]
  return writeRoot({
    listId: plan.listId,
    version: 1,
    expiresAt: momentOf(plan.expiresAt, 'expiresAt'),
    root,
    list,
  })
}

/**
 * Returns the root that follows `previous` (a root, or a bundle, of which the newest counts), in an envelope that nobody has signed. It counts once
 * enough keys of the root before it and enough of its own have signed. Lists that were signed by keys it leaves out count no more, and where the
 * keys of the list are exchanged their versions may start anew. Throws as `createTrustRoot` does.
 */
export async function nextTrustRoot(previous: Uint8Array, changes: TrustRootChanges): Promise<Uint8Array> {
  checkOptionNames(changes, OF_CHANGES, { of: 'the next root' })
  const before = (await readFirstFile(previous)).roots.at(-1)
  if (before === undefined) throw refused('bundle.malformed', 'There is no root to follow.')
  const root = changes.root === undefined ? before.root : await toRole(changes.root)
  const list = changes.list === undefined ? before.list : await toRole(changes.list)
  return writeRoot({
    listId: before.listId,
    version: before.version + 1,
    expiresAt: momentOf(changes.expiresAt, 'expiresAt'),
    root,
    list,
  })
}

/** What is written is read again: what no reader would take is not made. */
async function writeRoot(root: Omit<TrustRoot, 'envelope'>): Promise<Uint8Array> {
  const envelope: Envelope = {
    payloadType: ROOT_TYPE,
    payload: toJsonBytes(toRootRecord(root)),
    signatures: [],
  }
  await readRoot(envelope, 'The root')
  return writeEnvelopeFile(envelope)
}

async function toRole(plan: KeyRolePlan): Promise<KeyRole> {
  checkOptionNames(plan, { threshold: true, keys: true }, { of: 'the keys of a root' })
  const { threshold, keys } = plan
  const read: BundleKey[] = []
  for (const input of keys) read.push(await readKeyInput(input))
  const byId = new Map(read.map((key) => [key.id, key]))
  if (byId.size === read.length) return { threshold, keys: byId }
  throw new FiscalSealError('argument.invalid', 'A key is given twice.')
}

/** Returns the key that is given. Throws `FiscalSealError('argument.invalid')` when it is none that can sign a bundle. */
export async function readKeyInput(input: BundleKeyInput): Promise<BundleKey> {
  try {
    return await readBundleKey(spkiOf(input))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new FiscalSealError('argument.invalid', `The key cannot sign bundles: ${error.message}.`, {
      cause: error,
    })
  }
}

const SEQUENCE = 0x30

function spkiOf(input: BundleKeyInput): Uint8Array {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return input.publicKey.spki
  if (typeof input !== 'string' && input[0] === SEQUENCE) return input
  const text = typeof input === 'string' ? input : pemText(input)
  const [block, ...others] = parsePem(text)
  if (block?.label === 'PUBLIC KEY' && others.length === 0) return block.der
  throw new FiscalSealError('argument.invalid', 'The key is not one PUBLIC KEY in PEM.')
}
