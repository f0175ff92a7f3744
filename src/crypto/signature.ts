import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import type { SignatureScheme } from './algorithms.js'
import { CURVES } from './curve.js'
import { isEcdsaSignature, isIntegerPair } from './ecdsa-signature.js'
import type { OperationCounter } from './operation-counter.js'
import type { PublicKey } from './public-key.js'

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
  if (!fits(scheme, key) || !isWellFormed(scheme, key, signature)) return false
  if (counter !== undefined) counter.publicKey++
  return platform.verifySignature(check)
}

function fits(scheme: SignatureScheme, key: PublicKey): boolean {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return key.kind === 'rsa'
    case 'rsa-pss':
      return key.kind === 'rsa' || (key.kind === 'rsa-pss' && withinRestriction(scheme, key))
    case 'ecdsa':
      return key.kind === 'ec'
    case 'dsa':
      return key.kind === 'dsa'
    case 'eddsa':
      return key.kind === (scheme.curve === 'Ed25519' ? 'ed25519' : 'ed448')
  }
}

/** RFC 4055 §3.3: same digests, and a salt at least as long as the key asks for. */
function withinRestriction(scheme: SignatureScheme & { readonly kind: 'rsa-pss' }, key: PublicKey): boolean {
  const { restriction } = key
  if (restriction === undefined) return true
  return (
    scheme.digest === restriction.digest &&
    scheme.mgfDigest === restriction.mgfDigest &&
    scheme.saltLength >= restriction.saltLength
  )
}

function isWellFormed(scheme: SignatureScheme, key: PublicKey, signature: Uint8Array): boolean {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
      // RFC 8017 §8.1.2, §8.2.2 step 1.
      return signature.length === key.modulus?.length
    case 'ecdsa':
      return key.curve !== undefined && isEcdsaSignature(signature, CURVES[key.curve].order)
    case 'dsa':
      return isIntegerPair(signature)
    case 'eddsa':
      return signature.length === (scheme.curve === 'Ed25519' ? 64 : 114)
  }
}
