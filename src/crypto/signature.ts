import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import type { SignatureScheme } from './algorithms.js'
import { CURVES } from './curve.js'
import { fromFixedLength } from './ecdsa-signature.js'
import type { OperationCounter } from './operation-counter.js'
import type { PublicKey } from './public-key.js'
import { canHold } from './signature-form.js'

export { newOperationCounter, type OperationCounter } from './operation-counter.js'

/** A signature to be checked. */
export interface SignatureCheck {
  readonly scheme: SignatureScheme
  readonly key: PublicKey
  /** What was signed, in pieces. */
  readonly message: readonly Uint8Array[]
  readonly signature: Uint8Array
  readonly counter?: OperationCounter | undefined
}

/**
 * Returns whether the signature holds under the key: arithmetic, no policy. A key of another kind than the scheme, or a value that is not
 * in its one form (length of the modulus; DER of two integers in range), does not hold.
 * Throws `Malformed('algorithm.unavailable')` where the platform cannot compute it, `Malformed('key.malformed')` when it refuses the key.
 */
export function checkSignature(check: SignatureCheck): Awaitable<boolean> {
  const { scheme, key, counter } = check
  const signature = inDer(check)
  if (!canHold(scheme, key, signature)) return false
  if (counter !== undefined) counter.publicKey++
  return platform.verifySignature(signature === check.signature ? check : { ...check, signature })
}

/** Platforms take the value of ECDSA in DER. One that is not of its length holds under no key. */
function inDer({ scheme, key, signature }: SignatureCheck): Uint8Array {
  if (scheme.kind !== 'ecdsa' || scheme.isPlain !== true) return signature
  const size = key.curve === undefined ? 0 : CURVES[key.curve].size
  return signature.length === 2 * size ? fromFixedLength(signature) : NO_SIGNATURE
}

const NO_SIGNATURE = new Uint8Array(0)
