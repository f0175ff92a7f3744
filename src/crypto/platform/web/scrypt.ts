import { concatBytes } from '../../../base/bytes.js'
import type { ScryptParameters } from '../types.js'
import { hmac } from './ciphers.js'

/** Words in a block of Salsa20. */
const WORDS = 16

/** Returns the derived key (RFC 7914 §6): WebCrypto has no scrypt, so the mixing is done here, between two PBKDF2 made of its HMAC. */
export async function scrypt(parameters: ScryptParameters): Promise<Uint8Array> {
  const { password, salt, cost, blockSize, parallelism, length } = parameters
  const blocks = await pbkdf2Once(password, salt, 128 * blockSize * parallelism)
  const mixer = new Mixer(cost, blockSize)
  for (let lane = 0; lane < parallelism; lane++)
    mixer.mix(blocks.subarray(lane * 128 * blockSize, (lane + 1) * 128 * blockSize))
  return pbkdf2Once(password, blocks, length)
}

const DIGEST_LENGTH = 32

/** PBKDF2 of one round (RFC 8018 §5.2), which is HMAC over salt and number of each block: some browsers derive no more than 256 bytes. */
async function pbkdf2Once(password: Uint8Array, salt: Uint8Array, length: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for (let number = 1; blocks.length * DIGEST_LENGTH < length; number++) {
    const index = new DataView(new ArrayBuffer(4))
    index.setUint32(0, number)
    blocks.push(await hmac('SHA-256', password, [salt, new Uint8Array(index.buffer)]))
  }
  return concatBytes(blocks).subarray(0, length)
}

/** ROMix (RFC 7914 §5) with memory that all lanes share. */
class Mixer {
  readonly #cost: number
  readonly #length: number
  readonly #memory: Uint32Array
  readonly #block: Uint32Array
  readonly #shuffled: Uint32Array
  readonly #salsa = new Uint32Array(WORDS)

  constructor(cost: number, blockSize: number) {
    this.#cost = cost
    this.#length = 32 * blockSize
    this.#memory = new Uint32Array(cost * this.#length)
    this.#block = new Uint32Array(this.#length)
    this.#shuffled = new Uint32Array(this.#length)
  }

  /** Mixes one lane in place. */
  mix(lane: Uint8Array): void {
    const view = new DataView(lane.buffer, lane.byteOffset, lane.length)
    const block = this.#block
    for (let index = 0; index < this.#length; index++) block[index] = view.getUint32(4 * index, true)
    for (let round = 0; round < this.#cost; round++) {
      this.#memory.set(block, round * this.#length)
      this.#mixBlock()
    }
    for (let round = 0; round < this.#cost; round++) {
      // Integerify: the cost is a power of two and at most 2^32.
      const chosen = ((block[this.#length - WORDS] ?? 0) & (this.#cost - 1)) >>> 0
      const kept = this.#memory.subarray(chosen * this.#length, (chosen + 1) * this.#length)
      for (let index = 0; index < this.#length; index++)
        block[index] = (block[index] ?? 0) ^ (kept[index] ?? 0)
      this.#mixBlock()
    }
    for (let index = 0; index < this.#length; index++) view.setUint32(4 * index, block[index] ?? 0, true)
  }

  /** BlockMix (§4): even blocks come first, then odd ones. */
  #mixBlock(): void {
    const half = this.#length / 2
    const salsa = this.#salsa
    salsa.set(this.#block.subarray(this.#length - WORDS))
    for (let start = 0; start < this.#length; start += WORDS) {
      for (let index = 0; index < WORDS; index++)
        salsa[index] = (salsa[index] ?? 0) ^ (this.#block[start + index] ?? 0)
      salsa20of8(salsa)
      const number = start / WORDS
      this.#shuffled.set(salsa, (number >> 1) * WORDS + (number & 1) * half)
    }
    this.#block.set(this.#shuffled)
  }
}

/** Quarter rounds of a double round: columns, then rows. */
const QUARTERS: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
]

/** Salsa20/8 (RFC 7914 §3) in place. */
function salsa20of8(words: Uint32Array): void {
  const state = words.slice()
  for (let round = 0; round < 8; round += 2) for (const quarter of QUARTERS) quarterRound(state, quarter)
  for (let index = 0; index < WORDS; index++) words[index] = (words[index] ?? 0) + (state[index] ?? 0)
}

function quarterRound(state: Uint32Array, at: readonly [number, number, number, number]): void {
  const [first, second, third, fourth] = at
  let a = state[first] ?? 0
  let b = state[second] ?? 0
  let c = state[third] ?? 0
  let d = state[fourth] ?? 0
  b ^= rotated(a + d, 7)
  c ^= rotated(b + a, 9)
  d ^= rotated(c + b, 13)
  a ^= rotated(d + c, 18)
  state[first] = a
  state[second] = b
  state[third] = c
  state[fourth] = d
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
