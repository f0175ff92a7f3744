import { Malformed } from '../base/errors.js'

/** A prefix code as a table: the next `longest` bits index an entry `symbol << 4 | length`; 0 where no code begins so. */
export interface Decoder {
  readonly table: Uint16Array
  readonly longest: number
}

/** Returns the error for what is no whole zlib stream. */
export function corrupt(): Malformed {
  return new Malformed('pdf.stream-corrupt', 'zlib')
}

const MAX_CODE_LENGTH = 15

/**
 * Returns the decoder of the canonical code with these lengths (RFC 1951 §3.2.2). An over-subscribed code is refused; an incomplete one too,
 * but for a code of one symbol or none where it need not be `complete`, as zlib does. Throws `Malformed('pdf.stream-corrupt')`.
 */
export function buildDecoder(lengths: Uint8Array, complete = false): Decoder {
  const counts = new Uint16Array(MAX_CODE_LENGTH + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const longest = counts.findLastIndex((count) => count > 0)
  if (longest < 0 && !complete) return { table: new Uint16Array(2), longest: 1 }
  let left = 1
  for (let length = 1; length <= MAX_CODE_LENGTH && left >= 0; length++)
    left = left * 2 - (counts[length] ?? 0)
  if (left < 0 || (left > 0 && (complete || longest !== 1))) throw corrupt()
  return { table: fillTable(lengths, counts, longest), longest }
}

function fillTable(lengths: Uint8Array, counts: Uint16Array, longest: number): Uint16Array {
  const next = new Uint16Array(MAX_CODE_LENGTH + 2)
  for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1
  }
  const table = new Uint16Array(1 << longest)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0
    if (length === 0) continue
    const code = next[length] ?? 0
    next[length] = code + 1
    // Codes travel with their high bit first, all else with the low bit first.
    const entry = (symbol << 4) | length
    for (let index = reverseBits(code, length); index < table.length; index += 1 << length)
      table[index] = entry
  }
  return table
}

function reverseBits(code: number, length: number): number {
  let reversed = 0
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit)
  return reversed
}

/** Returns the decoders of the fixed codes (RFC 1951 §3.2.6): literals and lengths, then distances. */
export function fixedDecoders(): readonly [Decoder, Decoder] {
  const literals = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288)
  return [buildDecoder(literals, true), buildDecoder(new Uint8Array(32).fill(5), true)]
}
