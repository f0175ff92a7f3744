import { FiscalSealError } from '../../../base/errors.js'
import { checkOptionNames } from '../../../base/known-options.js'
import { momentOrNow } from '../../../base/moment.js'
import { checkSignature } from '../../../crypto/signature.js'
import type { BundleSigner } from './bundle-key.js'
import { readEnvelopeFile, readFirstFile, writeBundleFile, writeEnvelopeFile } from './bundle-file.js'
import { firstState, nextState } from './bundle-state.js'
import { LIST_TYPE, requireType, ROOT_TYPE, signedBytes } from './envelope.js'
import { readKeyInput } from './root-plan.js'
import { readListPayload } from './signed-list.js'
import { readRoot } from './trust-root.js'

/**
 * Returns the bytes of a trust list in an envelope that nobody has signed; exactly these bytes are what is signed. Throws
 * `FiscalSealError('bundle.malformed')` when they are no trust list that names an authority.
 */
export function wrapTrustList(list: Uint8Array): Uint8Array {
  readListPayload(list, Infinity)
  return writeEnvelopeFile({ payloadType: LIST_TYPE, payload: list, signatures: [] })
}

/**
 * Returns the envelope (of `createTrustRoot`, `nextTrustRoot`, `wrapTrustList`) with the signature of `signer` added, or in place of an earlier
 * one of the same key. Those who hold the keys may sign one after the other, each on a machine of their own. Throws
 * `FiscalSealError('argument.invalid')` for a key that is neither Ed25519 nor P-256, `FiscalSealError('identity.signer')` when what the signer
 * answers does not hold, and what the envelope is refused for.
 */
export async function addBundleSignature(envelope: Uint8Array, signer: BundleSigner): Promise<Uint8Array> {
  const read = readEnvelopeFile(envelope)
  if (read.payloadType === ROOT_TYPE) await readRoot(read, 'The root')
  else {
    requireType(read, LIST_TYPE, 'The list')
    readListPayload(read.payload, Infinity)
  }
  const { id, key, scheme } = await readKeyInput(signer)
  const message = signedBytes(read)
  const signature = await signer.sign(message.slice())
  if (!(await checkSignature({ scheme, key, message: [message], signature })))
    throw new FiscalSealError('identity.signer', 'The signer answered with something that does not hold.')
  const others = read.signatures.filter(({ keyId }) => keyId !== id)
  return writeEnvelopeFile({ ...read, signatures: [...others, { keyId: id, signature }] })
}

/** What a bundle is made of. */
export interface BundleParts {
  /**
   * The signed roots in their order, from the oldest that anybody may still hold. The first may be the bundle that was published before: its
   * roots come first, and its list must not be newer than the one that is packed.
   */
  readonly roots: readonly Uint8Array[]
  /** The signed list. */
  readonly list: Uint8Array
}

/**
 * Returns the bundle of these parts, checked as everybody will check it who holds its first root: at `at` (default: now). Throws what
 * `updateTrustBundle` throws.
 */
export async function packTrustBundle(
  { roots, list }: BundleParts,
  options: { readonly at?: Date } = {},
): Promise<Uint8Array> {
  checkOptionNames(options, { at: true }, { of: 'packTrustBundle' })
  const [first] = roots
  if (first === undefined) throw new FiscalSealError('argument.invalid', 'There is no root to pack.')
  const at = momentOrNow(options.at, 'at')
  const files = []
  for (const each of roots) files.push(...(await readFirstFile(each)).roots)
  const offered = { roots: files, list: readEnvelopeFile(list) }
  await nextState(await firstState(first), offered, at)
  return writeBundleFile(offered)
}
