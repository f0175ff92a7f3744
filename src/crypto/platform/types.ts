import type { Awaitable } from '../../base/bytes.js'
import type { ByteSource } from '../../base/source.js'
import type { SignatureScheme } from '../algorithms.js'
import type { EcCurve } from '../curve.js'
import type { DigestAlgorithm } from '../digest-algorithm.js'
import type { PublicKey } from '../public-key.js'

/** A digest over bytes that come piece by piece. */
export interface RunningDigest {
  update(chunk: Uint8Array): void
  /** Returns the digest; nothing may be added afterwards. */
  finish(): Awaitable<Uint8Array>
}

/** A signature to be checked, its key and its form checked before. */
export interface Verification {
  readonly scheme: SignatureScheme
  readonly key: PublicKey
  /** What was signed, in pieces. */
  readonly message: readonly Uint8Array[]
  readonly signature: Uint8Array
}

/** What kind of private key to make. */
export type KeyParameters =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: EcCurve }
  | { readonly kind: 'ed25519' }

/** A private key in the form that the platform holds it; nobody else looks inside. */
export interface PlatformPrivateKey {
  readonly opaque: unknown
}

/** What PBKDF2 is given (RFC 8018 §5.2). */
export interface Pbkdf2Parameters {
  readonly password: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
  readonly digest: DigestAlgorithm
  /** Of the key, in bytes. */
  readonly length: number
}

/** What scrypt is given (RFC 7914 §2). */
export interface ScryptParameters {
  readonly password: Uint8Array
  readonly salt: Uint8Array
  /** N: a power of two. */
  readonly cost: number
  /** r: in units of 128 bytes. */
  readonly blockSize: number
  /** p. */
  readonly parallelism: number
  /** Of the key, in bytes. */
  readonly length: number
}

/** A key and what goes with it in CBC mode. */
export interface CbcParameters {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/** A file that is open for reading until `close`. */
export interface FileSource extends ByteSource {
  close(): void
}

/** A small file that is read and replaced as a whole. */
export interface KeptFile {
  /** Returns its bytes, or `undefined` when there is no file; throws when it has more than `maxBytes`. */
  read(maxBytes: number): Uint8Array | undefined
  /**
   * Puts `bytes` in its place in one step, if `mayReplace` agrees to what is there by then, and returns whether it did. After a failure of the
   * machine the file is there as it was before or as it is after.
   */
  replace(bytes: Uint8Array, mayReplace: (kept: Uint8Array | undefined) => boolean): boolean
}
