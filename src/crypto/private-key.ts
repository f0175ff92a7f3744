import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import { Malformed } from '../base/errors.js'
import { maxEcdsaLength } from './ecdsa-signature.js'
import type { SignatureScheme } from './algorithms.js'
import type { EcCurve } from './curve.js'
import type { KeyParameters, PlatformPrivateKey } from './platform/types.js'
import { readPublicKey, type PublicKey, type PublicKeyKind } from './public-key.js'

export type { KeyParameters } from './platform/types.js'

let platformKeyOf: (key: PrivateKey) => PlatformPrivateKey

/** A private key that the platform holds. It prints as its public facts; the key itself leaves only through `exportPkcs8`. */
export class PrivateKey {
  readonly #platformKey: PlatformPrivateKey
  /** The public half. */
  readonly publicKey: PublicKey

  static {
    platformKeyOf = (key) => key.#platformKey
  }

  constructor(platformKey: PlatformPrivateKey, publicKey: PublicKey) {
    this.#platformKey = platformKey
    this.publicKey = publicKey
  }

  get kind(): PublicKeyKind {
    return this.publicKey.kind
  }

  /** Size of modulus or curve in bits. */
  get bits(): number {
    return this.publicKey.bits
  }

  get curve(): EcCurve | undefined {
    return this.publicKey.curve
  }

  /** Returns what may be printed: kind, size and curve. */
  toJSON(): { readonly kind: PublicKeyKind; readonly bits: number; readonly curve?: EcCurve } {
    const { kind, bits, curve } = this.publicKey
    return { kind, bits, ...(curve === undefined ? {} : { curve }) }
  }

  /** What `console.log` shows on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `[PrivateKey ${this.curve ?? this.kind} ${this.bits}]`
  }
}

/** Returns the key of a PKCS #8 PrivateKeyInfo (RFC 5958). Throws `Malformed('key.malformed' | 'algorithm.unknown')`. */
export function importPrivateKey(pkcs8: Uint8Array): Awaitable<PrivateKey> {
  return then(platform.importPrivateKey(pkcs8), fromPlatform)
}

/** Returns a new key: RSA with exponent 65 537, a named curve, or Ed25519. */
export async function generatePrivateKey(parameters: KeyParameters): Promise<PrivateKey> {
  return fromPlatform(await platform.generatePrivateKey(parameters))
}

/** Returns the PKCS #8 PrivateKeyInfo of the key, unencrypted. */
export function exportPkcs8(key: PrivateKey): Awaitable<Uint8Array> {
  return platform.exportPrivateKey(platformKeyOf(key))
}

/** Returns the SubjectPublicKeyInfo that belongs to the key. */
export function publicKeyOf(key: PrivateKey): Uint8Array {
  return key.publicKey.spki
}

/**
 * Returns the signature over `message`; ECDSA in DER. Throws `Malformed('algorithm.parameters')` when the scheme is not for this key,
 * `Malformed('algorithm.unavailable')` where the platform cannot.
 */
export function signBytes(
  key: PrivateKey,
  scheme: SignatureScheme,
  message: readonly Uint8Array[],
): Awaitable<Uint8Array> {
  if (!KINDS[scheme.kind].includes(key.kind)) {
    throw new Malformed('algorithm.parameters', `${scheme.kind} with a key of kind ${key.kind}`)
  }
  return platform.signMessage(platformKeyOf(key), scheme, message)
}

const KINDS: Readonly<Record<SignatureScheme['kind'], readonly PublicKeyKind[]>> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  eddsa: ['ed25519', 'ed448'],
}

/** Returns the greatest length in bytes of a signature under `key`. */
export function maxSignatureLength(key: PublicKey): number {
  switch (key.kind) {
    case 'rsa':
    case 'rsa-pss':
      return Math.ceil(key.bits / 8)
    case 'ec':
      return maxEcdsaLength(key.bits)
    case 'dsa':
      return maxEcdsaLength(256)
    case 'ed25519':
      return 64
    case 'ed448':
      return 114
  }
}

function fromPlatform(platformKey: PlatformPrivateKey): Awaitable<PrivateKey> {
  return then(
    platform.exportPublicKey(platformKey),
    (spki) => new PrivateKey(platformKey, readPublicKey(spki)),
  )
}

/** Goes on at once where the platform answered at once. */
function then<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
