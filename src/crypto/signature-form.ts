import type { SignatureScheme } from './algorithms.js'
import { CURVES } from './curve.js'
import { isEcdsaSignature, isIntegerPair } from './ecdsa-signature.js'
import type { PublicKey } from './public-key.js'

/**
 * Returns whether a signature of this form can hold at all under `key`: the key is of the kind that the scheme wants and its restrictions
 * allow the scheme, and the value has its one form. Platforms are milder here and there, and not alike.
 */
export function canHold(scheme: SignatureScheme, key: PublicKey, signature: Uint8Array): boolean {
  return fits(scheme, key) && isWellFormed(scheme, key, signature)
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
      // RFC 8017 §8.1.2, §8.2.2 step 1, and §5.2.2 step 1.
      return signature.length === key.modulus?.length && isBelow(signature, key.modulus)
    case 'ecdsa':
      return key.curve !== undefined && isEcdsaSignature(signature, CURVES[key.curve].order)
    case 'dsa':
      return isIntegerPair(signature)
    case 'eddsa':
      return signature.length === (scheme.curve === 'Ed25519' ? 64 : 114)
  }
}

/** Of two numbers of the same length, high byte first. */
function isBelow(left: Uint8Array, right: Uint8Array): boolean {
  const at = left.findIndex((byte, index) => byte !== right[index])
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0)
}
