import type { DigestAlgorithm } from '../../../crypto/digest-algorithm.js'
import { digest } from '../../../crypto/digest.js'
import { digestAgain } from './digest-rounds.js'

/** What the derived bytes are for (RFC 7292 §B.3): encryption key, initialization vector, or MAC key. */
export type Pkcs12Purpose = 1 | 2 | 3

/** What the key derivation of PKCS #12 is given. */
export interface Pkcs12Derivation {
  readonly digest: DigestAlgorithm
  /** In the form of `Passphrase.bmp`. */
  readonly passphrase: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
  readonly purpose: Pkcs12Purpose
  /** Wanted, in bytes. */
  readonly length: number
}

/** Returns the bytes that the key derivation of PKCS #12 makes (RFC 7292 §B.2); the caller has bounded the iterations. */
export async function derivePkcs12(derivation: Pkcs12Derivation): Promise<Uint8Array> {
  const { length } = derivation
  const block = blockLength(derivation.digest)
  const diversifier = new Uint8Array(block).fill(derivation.purpose)
  const salt = repeated(derivation.salt, block)
  const passphrase = repeated(derivation.passphrase, block)
  const input = new Uint8Array(salt.length + passphrase.length)
  input.set(salt)
  input.set(passphrase, salt.length)
  const derived = new Uint8Array(length)
  for (let offset = 0; offset < length;) {
    const hash = await iterate(derivation, [diversifier, input])
    derived.set(hash.subarray(0, length - offset), offset)
    offset += hash.length
    if (offset < length) addToBlocks(input, repeated(hash, block, block))
  }
  input.fill(0)
  passphrase.fill(0)
  return derived
}

/** §B.2 step 6.A. On Node every digest is there at once, and nothing is waited for. */
async function iterate(derivation: Pkcs12Derivation, first: readonly Uint8Array[]): Promise<Uint8Array> {
  let hash = await digest(derivation.digest, first)
  const again = digestAgain(derivation.digest, hash, derivation.iterations - 1)
  if (again !== undefined) return again
  for (let round = 1; round < derivation.iterations; round++) {
    const next = digest(derivation.digest, [hash])
    hash = next instanceof Promise ? await next : next
  }
  return hash
}

/** §B.2 steps 2 to 4: copies of `bytes` until a whole number of blocks, or `length`, is full; nothing stays nothing. */
function repeated(
  bytes: Uint8Array,
  block: number,
  length = block * Math.ceil(bytes.length / block),
): Uint8Array {
  const filled = new Uint8Array(length)
  for (let index = 0; index < length; index++) filled[index] = bytes[index % bytes.length] ?? 0
  return filled
}

/** §B.2 step 6.C: every block of `input` becomes itself plus `addend` plus 1, modulo 2^(8 · block). */
function addToBlocks(input: Uint8Array, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1
    for (let index = addend.length - 1; index >= 0; index--) {
      const sum = (input[start + index] ?? 0) + (addend[index] ?? 0) + carry
      input[start + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}

/** Block size of the digest in bytes (`v` of RFC 7292 §B.2). */
function blockLength(algorithm: DigestAlgorithm): number {
  switch (algorithm) {
    case 'SHA-384':
    case 'SHA-512':
    case 'SHA-512/224':
    case 'SHA-512/256':
      return 128
    case 'SHA3-224':
      return 144
    case 'SHA3-256':
    case 'SHAKE256-512':
      return 136
    case 'SHA3-384':
      return 104
    case 'SHA3-512':
      return 72
    default:
      return 64
  }
}
