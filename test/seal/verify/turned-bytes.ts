import type { Verifier } from '../../../src/seal/verify/types.js'
import { lastSignature } from '../../../src/testing/tampering.js'

/** The lowest bit, the bit that tells small letters from capital ones, the highest bit. */
export const MASKS: readonly number[] = [0x01, 0x20, 0x80]

/** What became of the mutants of a sealed document. */
export interface Turned {
  /** How many were tried, those that say the same among them. */
  readonly count: number
  /** A hexadecimal letter of the signature in the other case: the same file in other letters. */
  readonly sameValue: number
  /** Those that were trusted and say something else. */
  readonly trusted: readonly string[]
}

const isHexLetter = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)

/** Turns over bytes of a sealed document, one at a time, by the masks of each offset. A crash fails the test by itself. */
export async function judgeTurned(
  sealed: Uint8Array,
  verifier: Verifier,
  masksOf: (offset: number) => readonly number[],
): Promise<Turned> {
  const [start, end] = lastSignature(sealed).contents
  const copy = sealed.slice()
  const trusted: string[] = []
  let count = 0
  let sameValue = 0
  for (const [offset, original] of sealed.entries()) {
    for (const mask of masksOf(offset)) {
      const saysTheSame = mask === 0x20 && offset > start && offset < end - 1 && isHexLetter(original)
      copy[offset] = original ^ mask
      const { status } = await verifier.verify(copy)
      count++
      if (saysTheSame) sameValue++
      else if (status === 'trusted') trusted.push(`${offset} ^ ${mask}`)
    }
    copy[offset] = original
  }
  return { count, sameValue, trusted }
}
