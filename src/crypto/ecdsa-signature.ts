import { Malformed } from '../base/errors.js'
import { toHex } from '../base/bytes.js'
import { DerCursor } from '../formats/der/cursor.js'
import { derSequence, derUnsignedInteger } from '../formats/der/writer.js'

/** r and s as magnitudes without leading zeros. */
interface IntegerPair {
  readonly r: Uint8Array
  readonly s: Uint8Array
}

/** Returns whether `signature` is an ECDSA-Sig-Value in DER (RFC 3279 §2.2.3) with r and s from 1 to the order − 1. */
export function isEcdsaSignature(signature: Uint8Array, order: string): boolean {
  const pair = readPair(signature)
  return pair !== undefined && isInRange(pair.r, order) && isInRange(pair.s, order)
}

/** Returns whether `signature` is a SEQUENCE of two positive integers in DER. */
export function isIntegerPair(signature: Uint8Array): boolean {
  const pair = readPair(signature)
  return pair !== undefined && pair.r[0] !== 0 && pair.s[0] !== 0
}

/** Returns r ‖ s, each of `size` bytes (IEEE P1363), of a signature that `isEcdsaSignature` accepts. */
export function toFixedLength(signature: Uint8Array, size: number): Uint8Array {
  const fixed = new Uint8Array(2 * size)
  const pair = readPair(signature)
  if (pair === undefined) return fixed
  fixed.set(pair.r, size - pair.r.length)
  fixed.set(pair.s, 2 * size - pair.s.length)
  return fixed
}

/** Returns the DER form of r ‖ s. */
export function fromFixedLength(fixed: Uint8Array): Uint8Array {
  const size = fixed.length / 2
  return derSequence(derUnsignedInteger(fixed.subarray(0, size)), derUnsignedInteger(fixed.subarray(size)))
}

/** Returns the greatest length of an ECDSA-Sig-Value over coordinates of `bits` bits. */
export function maxEcdsaLength(bits: number): number {
  const integer = 2 + Math.floor(bits / 8) + 1
  return 2 * integer + (2 * integer < 0x80 ? 2 : 3)
}

function readPair(signature: Uint8Array): IntegerPair | undefined {
  try {
    const cursor = DerCursor.open(signature)
    const fields = cursor.sequence()
    cursor.finish()
    const r = fields.unsignedInteger()
    const s = fields.unsignedInteger()
    fields.finish()
    return { r, s }
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function isInRange(magnitude: Uint8Array, order: string): boolean {
  const text = toHex(magnitude)
  const isPositive = magnitude[0] !== 0
  return isPositive && (text.length < order.length || (text.length === order.length && text < order))
}
