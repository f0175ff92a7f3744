import { Malformed } from '../base/errors.js'
import { buildDecoder, corrupt, fixedDecoders, type Decoder } from './huffman.js'

/**
 * Returns the bytes of a zlib stream (RFC 1950, 1951) without any platform. Bytes after the stream are left aside.
 * Throws `Malformed('pdf.limit')` above `maxOutput` bytes and `Malformed('pdf.stream-corrupt')` for anything that is no whole stream.
 */
export function inflatePortable(data: Uint8Array, maxOutput: number): Uint8Array {
  return new Inflation(data, Math.max(maxOutput, 1)).run()
}

const END_OF_BLOCK = 256
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
/** Codes that repeat a code length: least number of times, and how many bits say more (RFC 1951 §3.2.7). */
const REPEATS: readonly (readonly [number, number])[] = [
  [3, 2],
  [3, 3],
  [11, 7],
]

/** One stream, read bit by bit from the low end (RFC 1951 §3.1.1), and what was made of it so far. */
class Inflation {
  readonly #data: Uint8Array
  readonly #max: number
  #position = 2
  #held = 0
  #count = 0
  #bytes: Uint8Array
  #length = 0

  constructor(data: Uint8Array, max: number) {
    this.#data = data
    this.#max = max
    this.#bytes = new Uint8Array(Math.min(max, Math.max(64, data.length * 4)))
  }

  run(): Uint8Array {
    this.#checkHeader()
    let isLast: number
    do {
      isLast = this.#take(1)
      const type = this.#take(2)
      if (type === 0) this.#copyStored()
      else if (type === 1) this.#inflate(...fixedDecoders())
      else if (type === 2) this.#inflate(...this.#readDecoders())
      else throw corrupt()
    } while (isLast === 0)
    const bytes = this.#bytes.subarray(0, this.#length)
    this.#dropToByte()
    // RFC 1950 §2.2: the checksum follows, high byte first.
    const view = new DataView(this.#data.buffer, this.#data.byteOffset, this.#data.length)
    if (this.#position + 4 > view.byteLength || view.getUint32(this.#position) !== adler32(bytes))
      throw corrupt()
    return bytes
  }

  /** RFC 1950 §2.2: method 8, a window of at most 32 KiB, header divisible by 31, no preset dictionary. */
  #checkHeader(): void {
    const [method = 0, flags = 0] = this.#data
    const isZlib = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0
    if (!isZlib || (flags & 0x20) !== 0) throw corrupt()
  }

  #take(count: number): number {
    while (this.#count < count) this.#fill()
    const bits = this.#held & ((1 << count) - 1)
    this.#held >>>= count
    this.#count -= count
    return bits
  }

  #fill(): void {
    const byte = this.#data[this.#position++]
    if (byte === undefined) throw corrupt()
    this.#held |= byte << this.#count
    this.#count += 8
  }

  /** Gives back whole bytes that were read ahead. */
  #dropToByte(): void {
    this.#position -= this.#count >> 3
    this.#held = 0
    this.#count = 0
  }

  /** RFC 1951 §3.2.4 */
  #copyStored(): void {
    this.#dropToByte()
    const length = this.#take(16)
    if (length + this.#take(16) !== 0xffff) throw corrupt()
    const stored = this.#data.subarray(this.#position, this.#position + length)
    this.#reserve(stored.length)
    this.#bytes.set(stored, this.#length)
    this.#length += stored.length
    this.#position += length
    if (stored.length < length) throw corrupt()
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed > this.#max) throw new Malformed('pdf.limit', 'inflated stream')
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.min(this.#max, Math.max(needed, this.#bytes.length * 2)))
    grown.set(this.#bytes)
    this.#bytes = grown
  }

  /** RFC 1951 §3.2.5 */
  #inflate(literals: Decoder, distances: Decoder): void {
    for (;;) {
      const symbol = this.#takeSymbol(literals)
      if (symbol > END_OF_BLOCK) {
        this.#copyMatch(symbol - 257, distances)
        continue
      }
      if (symbol === END_OF_BLOCK) return
      if (this.#length >= this.#bytes.length) this.#reserve(1)
      this.#bytes[this.#length++] = symbol
    }
  }

  /** Reads as many bits as there are, up to the longest code, and takes those of the code that they begin with. */
  #takeSymbol({ table, longest }: Decoder): number {
    while (this.#count < longest && this.#position < this.#data.length) this.#fill()
    const entry = table[this.#held & ((1 << longest) - 1)] ?? 0
    const length = entry & 15
    if (length === 0 || length > this.#count) throw corrupt()
    this.#held >>>= length
    this.#count -= length
    return entry >> 4
  }

  /** The tables of RFC 1951 §3.2.5 as what they are: four lengths, or two distances, to every number of further bits. */
  #copyMatch(symbol: number, distances: Decoder): void {
    if (symbol > 28) throw corrupt()
    const lengthBits = symbol < 8 || symbol === 28 ? 0 : (symbol >> 2) - 1
    const base = symbol < 8 ? symbol : symbol === 28 ? 255 : (4 + (symbol & 3)) << lengthBits
    const length = 3 + base + this.#take(lengthBits)
    const far = this.#takeSymbol(distances)
    if (far > 29) throw corrupt()
    const farBits = far < 4 ? 0 : (far >> 1) - 1
    const distance = 1 + (far < 4 ? far : (2 + (far & 1)) << farBits) + this.#take(farBits)
    if (distance > this.#length) throw corrupt()
    this.#reserve(length)
    const bytes = this.#bytes
    let to = this.#length
    for (let from = to - distance, end = to + length; to < end; from++, to++) bytes[to] = bytes[from] ?? 0
    this.#length = to
  }

  /** RFC 1951 §3.2.7 */
  #readDecoders(): readonly [Decoder, Decoder] {
    const literals = this.#take(5) + 257
    const distances = this.#take(5) + 1
    const orders = this.#take(4) + 4
    if (literals > 286 || distances > 30) throw corrupt()
    const codeLengths = new Uint8Array(19)
    for (const symbol of CODE_LENGTH_ORDER.slice(0, orders)) codeLengths[symbol] = this.#take(3)
    const lengths = this.#readLengths(buildDecoder(codeLengths, true), literals + distances)
    if (lengths[END_OF_BLOCK] === 0) throw corrupt()
    return [buildDecoder(lengths.subarray(0, literals)), buildDecoder(lengths.subarray(literals))]
  }

  #readLengths(decoder: Decoder, count: number): Uint8Array {
    const lengths = new Uint8Array(count)
    for (let index = 0; index < count;) {
      const symbol = this.#takeSymbol(decoder)
      const repeat = REPEATS[symbol - 16]
      const times = repeat === undefined ? 1 : repeat[0] + this.#take(repeat[1])
      if (index + times > count || (symbol === 16 && index === 0)) throw corrupt()
      const value = symbol < 16 ? symbol : symbol === 16 ? lengths[index - 1] : 0
      lengths.fill(value ?? 0, index, index + times)
      index += times
    }
    return lengths
  }
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
