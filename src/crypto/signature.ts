import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import type { SignatureScheme } from './algorithms.js'
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
  const { scheme, key, signature, counter } = check
  if (!canHold(scheme, key, signature)) return false
  if (counter !== undefined) counter.publicKey++
  return platform.verifySignature(check)
}
