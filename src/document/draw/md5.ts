import { toHex } from '../../base/bytes.js'

/** RFC 1321 §3.4: the integer part of 4294967296 × |sin(i)|. */
const SINES = Uint32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
)

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
].map((round) => Uint8Array.from(round))

/**
 * Returns the MD5 digest of `bytes`, 16 bytes (RFC 1321). It is what ISO 32000-1 asks for in `/CheckSum` of an embedded
 * file and suggests for `/ID`; nothing that is trusted rests on it.
 */
export function md5(bytes: Uint8Array): Uint8Array {
  const words = pad(bytes)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < words.length; block += 16) compress(state, words.subarray(block, block + 16))
  const digest = new Uint8Array(16)
  const view = new DataView(digest.buffer)
  state.forEach((word, index) => {
    view.setUint32(index * 4, word, true)
  })
  return digest
}

/** Returns `md5` as lower-case hexadecimal text. */
export function md5Hex(bytes: Uint8Array): string {
  return toHex(md5(bytes))
}

function pad(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(((bytes.length + 72) >> 6) * 16)
  for (let index = 0; index < bytes.length; index++) or(words, index, bytes[index] ?? 0)
  or(words, bytes.length, 0x80)
  words[words.length - 2] = bytes.length << 3
  words[words.length - 1] = Math.floor(bytes.length / 2 ** 29)
  return words
}

function or(words: Uint32Array, position: number, byte: number): void {
  words[position >> 2] = (words[position >> 2] ?? 0) | (byte << ((position & 3) * 8))
}

function compress(state: Uint32Array, block: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    const [mixed, word] = mix(step, { b, c, d })
    const sum = (a + mixed + (block[word] ?? 0) + (SINES[step] ?? 0)) | 0
    const shift = SHIFTS[round]?.[step & 3] ?? 0
    ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
  }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = (state[index] ?? 0) + word
}

function mix(step: number, { b, c, d }: { b: number; c: number; d: number }): readonly [number, number] {
  if (step < 16) return [(b & c) | (~b & d), step]
  if (step < 32) return [(b & d) | (c & ~d), (5 * step + 1) & 15]
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) & 15]
  return [c ^ (b | ~d), (7 * step) & 15]
}
