import { Malformed } from '../base/errors.js'
import { buildDecoder, fixedDecoders, type Decoder } from './huffman.js'

/** Bytes of a stream, read bit by bit from the low end (RFC 1951 §3.1.1). */
interface Input {
  readonly data: Uint8Array
  position: number
  held: number
  count: number
}

/** What was inflated so far, and how much it may become. */
interface Output {
  bytes: Uint8Array
  length: number
  readonly max: number
}

/**
 * Returns the bytes of a zlib stream (RFC 1950, 1951) without any platform. Bytes after the stream are left aside.
 * Throws `Malformed('pdf.limit')` above `maxOutput` bytes and `Malformed('pdf.stream-corrupt')` for anything that is no whole stream.
 */
export function inflatePortable(data: Uint8Array, maxOutput: number): Uint8Array {
  const max = Math.max(maxOutput, 1)
  const input: Input = { data, position: checkZlibHeader(data), held: 0, count: 0 }
  const output: Output = {
    bytes: new Uint8Array(Math.min(max, Math.max(64, data.length * 4))),
    length: 0,
    max,
  }
  while (!inflateBlock(input, output));
  const bytes = output.bytes.subarray(0, output.length)
  checkAdler(input, bytes)
  return bytes
}

function corrupt(detail: string, offset?: number): Malformed {
  return new Malformed('pdf.stream-corrupt', detail, offset)
}

/** RFC 1950 §2.2: method 8, a window of at most 32 KiB, header divisible by 31, no preset dictionary. Returns where the blocks begin. */
function checkZlibHeader(data: Uint8Array): number {
  const method = data[0]
  const flags = data[1]
  if (method === undefined || flags === undefined) throw corrupt('unexpected end')
  if ((method * 256 + flags) % 31 !== 0) throw corrupt('incorrect header check')
  if ((method & 15) !== 8) throw corrupt('unknown compression method')
  if (method >> 4 > 7) throw corrupt('invalid window size')
  if ((flags & 0x20) !== 0) throw corrupt('preset dictionary')
  return 2
}

/** Reads one block; returns whether it was the last. */
function inflateBlock(input: Input, output: Output): boolean {
  const isLast = takeBits(input, 1) === 1
  const type = takeBits(input, 2)
  if (type === 0) copyStored(input, output)
  else if (type === 1) inflateSymbols(input, output, fixedDecoders())
  else if (type === 2) inflateSymbols(input, output, readDecoders(input))
  else throw corrupt('invalid block type', input.position)
  return isLast
}

function takeBits(input: Input, count: number): number {
  while (input.count < count) fill(input)
  const bits = input.held & ((1 << count) - 1)
  input.held >>>= count
  input.count -= count
  return bits
}

function fill(input: Input): void {
  const byte = input.data[input.position]
  if (byte === undefined) throw corrupt('unexpected end', input.position)
  input.position++
  input.held |= byte << input.count
  input.count += 8
}

/** RFC 1951 §3.2.4 */
function copyStored(input: Input, output: Output): void {
  dropToByte(input)
  const length = takeBits(input, 16)
  const complement = takeBits(input, 16)
  if (length !== (~complement & 0xffff)) throw corrupt('invalid stored block lengths', input.position)
  const stored = input.data.subarray(input.position, input.position + length)
  reserve(output, stored.length)
  output.bytes.set(stored, output.length)
  output.length += stored.length
  input.position += stored.length
  if (stored.length < length) throw corrupt('unexpected end', input.position)
}

/** Gives back whole bytes that were read ahead. */
function dropToByte(input: Input): void {
  input.position -= input.count >> 3
  input.held = 0
  input.count = 0
}

function reserve(output: Output, more: number): void {
  const needed = output.length + more
  if (needed > output.max) throw new Malformed('pdf.limit', 'inflated stream')
  if (needed <= output.bytes.length) return
  const grown = new Uint8Array(Math.min(output.max, Math.max(needed, output.bytes.length * 2)))
  grown.set(output.bytes.subarray(0, output.length))
  output.bytes = grown
}

/** Decoders of one block: for literals and lengths, and for distances. */
interface Decoders {
  readonly literals: Decoder
  readonly distances: Decoder
}

const END_OF_BLOCK = 256
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12_289, 16_385, 24_577,
]

/** RFC 1951 §3.2.5 */
function inflateSymbols(input: Input, output: Output, decoders: Decoders): void {
  for (;;) {
    const symbol = takeSymbol(input, decoders.literals)
    if (symbol === END_OF_BLOCK) return
    if (symbol > END_OF_BLOCK) {
      copyMatch(input, output, { symbol: symbol - 257, distances: decoders.distances })
      continue
    }
    if (output.length >= output.bytes.length) reserve(output, 1)
    output.bytes[output.length++] = symbol
  }
}

/** Reads as many bits as there are, up to the longest code, and takes those of the code that they begin with. */
function takeSymbol(input: Input, decoder: Decoder): number {
  while (input.count < decoder.longest && input.position < input.data.length) fill(input)
  const entry = decoder.table[input.held & ((1 << decoder.longest) - 1)] ?? 0
  const length = entry & 15
  if (length === 0)
    throw corrupt(input.count < decoder.longest ? 'unexpected end' : 'invalid code', input.position)
  if (length > input.count) throw corrupt('unexpected end', input.position)
  input.held >>>= length
  input.count -= length
  return entry >> 4
}

function copyMatch(
  input: Input,
  output: Output,
  match: { readonly symbol: number; readonly distances: Decoder },
): void {
  const base = LENGTH_BASE[match.symbol]
  if (base === undefined) throw corrupt('invalid literal/length code', input.position)
  const length = base + takeBits(input, LENGTH_EXTRA[match.symbol] ?? 0)
  const symbol = takeSymbol(input, match.distances)
  const distanceBase = DISTANCE_BASE[symbol]
  if (distanceBase === undefined) throw corrupt('invalid distance code', input.position)
  const distance = distanceBase + takeBits(input, symbol < 4 ? 0 : (symbol >> 1) - 1)
  if (distance > output.length) throw corrupt('invalid distance too far back', input.position)
  reserve(output, length)
  const { bytes } = output
  let to = output.length
  for (let from = to - distance, end = to + length; to < end; from++, to++) bytes[to] = bytes[from] ?? 0
  output.length = to
}

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** RFC 1951 §3.2.7 */
function readDecoders(input: Input): Decoders {
  const literalCount = takeBits(input, 5) + 257
  const distanceCount = takeBits(input, 5) + 1
  const codeLengthCount = takeBits(input, 4) + 4
  if (literalCount > 286 || distanceCount > 30)
    throw corrupt('too many length or distance symbols', input.position)
  const codeLengths = new Uint8Array(19)
  for (const symbol of CODE_LENGTH_ORDER.slice(0, codeLengthCount)) codeLengths[symbol] = takeBits(input, 3)
  const lengths = readLengths(input, buildDecoder(codeLengths, 'complete'), literalCount + distanceCount)
  if (lengths[END_OF_BLOCK] === 0) throw corrupt('missing end-of-block', input.position)
  return {
    literals: buildDecoder(lengths.subarray(0, literalCount), 'single-allowed'),
    distances: buildDecoder(lengths.subarray(literalCount), 'single-allowed'),
  }
}

function readLengths(input: Input, decoder: Decoder, count: number): Uint8Array {
  const lengths = new Uint8Array(count)
  for (let index = 0; index < count;) {
    const symbol = takeSymbol(input, decoder)
    if (symbol < 16) {
      lengths[index++] = symbol
      continue
    }
    if (symbol === 16 && index === 0) throw corrupt('invalid bit length repeat', input.position)
    const value = symbol === 16 ? (lengths[index - 1] ?? 0) : 0
    const repeat =
      symbol === 16
        ? 3 + takeBits(input, 2)
        : symbol === 17
          ? 3 + takeBits(input, 3)
          : 11 + takeBits(input, 7)
    if (index + repeat > count) throw corrupt('invalid bit length repeat', input.position)
    lengths.fill(value, index, index + repeat)
    index += repeat
  }
  return lengths
}

/** RFC 1950 §2.2: the checksum follows the blocks, at the next whole byte, high byte first. */
function checkAdler(input: Input, bytes: Uint8Array): void {
  dropToByte(input)
  const at = input.position
  if (at + 4 > input.data.length) throw corrupt('unexpected end', at)
  let expected = 0
  for (let index = at; index < at + 4; index++) expected = expected * 256 + (input.data[index] ?? 0)
  if (expected !== adler32(bytes)) throw corrupt('incorrect data check', at)
}

/** Largest run after which the sums must be reduced, so that they stay below 2^32. */
const ADLER_RUN = 5552

function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (let start = 0; start < bytes.length; start += ADLER_RUN) {
    const end = Math.min(start + ADLER_RUN, bytes.length)
    for (let index = start; index < end; index++) {
      low += bytes[index] ?? 0
      high += low
    }
    low %= 65_521
    high %= 65_521
  }
  return high * 65_536 + low
}
