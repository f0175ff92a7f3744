import { toHex, type Awaitable } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import type { SignatureScheme } from '../../../crypto/algorithms.js'
import { digest } from '../../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../../crypto/public-key.js'
import { isStrictEd25519Point } from '../../../crypto/ed25519-point.js'

/** A key that may sign roots or lists. */
export interface BundleKey {
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal: one key has one id. */
  readonly id: string
  readonly key: PublicKey
  readonly scheme: SignatureScheme
}

/** What signs a root or a list: a key holder, an identity, or a key that is elsewhere. */
export interface BundleSigner {
  readonly publicKey: Pick<PublicKey, 'spki'>
  /** Returns the signature over `message`: Ed25519, or ECDSA with SHA-256 in DER. */
  sign(message: Uint8Array): Awaitable<Uint8Array>
}

/**
 * Returns the key of a SubjectPublicKeyInfo: Ed25519 or P-256. Throws `Malformed('algorithm.unknown')` for another kind, and
 * `Malformed('key.malformed')` for a point that has two encodings or under which everybody can sign.
 */
export async function readBundleKey(spki: Uint8Array): Promise<BundleKey> {
  const key = readPublicKey(spki)
  return { id: toHex(await digest('SHA-256', [spki])), key, scheme: schemeOf(key) }
}

function schemeOf(key: PublicKey): SignatureScheme {
  if (key.kind === 'ec' && key.curve === 'P-256') return { kind: 'ecdsa', digest: 'SHA-256' }
  if (key.kind !== 'ed25519') throw new Malformed('algorithm.unknown', 'a key is neither Ed25519 nor P-256')
  if (!isStrictEd25519Point(key.material)) throw new Malformed('key.malformed', 'an Ed25519 key is weak')
  return { kind: 'eddsa', curve: 'Ed25519' }
}
