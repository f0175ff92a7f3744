/** RFC 1321 §3.4: the integer part of 4294967296 × |sin(i)|. */
const SINES = Int32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
)

/** How far each step rotates, four to a round. */
const SHIFTS = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21)

/** Which word of the block a step of each round takes: factor × step + offset. */
const FACTORS = Uint8Array.of(1, 5, 3, 7)
const OFFSETS = Uint8Array.of(0, 1, 5, 0)

/**
 * Returns the MD5 digest of `bytes`, 16 bytes (RFC 1321). It is what ISO 32000-1 asks for in `/CheckSum` of an embedded
 * file and suggests for `/ID`; nothing that is trusted rests on it.
 */
export function md5(bytes: Uint8Array): Uint8Array {
  const words = pad(bytes)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < words.length; block += 16) compress(state, words, block)
  const digest = new Uint8Array(16)
  const view = new DataView(digest.buffer)
  state.forEach((word, index) => {
    view.setInt32(index * 4, word, true)
  })
  return digest
}

/** RFC 1321 §3.1, §3.2: a one bit, zeros, and the length in bits; words with the low byte first. */
function pad(bytes: Uint8Array): Int32Array {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, bytes.length << 3, true)
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 2 ** 29), true)
  const words = new Int32Array(padded.length / 4)
  for (let index = 0; index < words.length; index++) words[index] = view.getInt32(index * 4, true)
  return words
}

/** RFC 1321 §3.4. */
function compress(state: Int32Array, words: Int32Array, block: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    const position = ((FACTORS[round] ?? 0) * step + (OFFSETS[round] ?? 0)) % 16
    const sum = (a + mix(round, { b, c, d }) + (SINES[step] ?? 0) + (words[block + position] ?? 0)) | 0
    const shift = SHIFTS[round * 4 + (step & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  ;[a, b, c, d].forEach((word, index) => {
    state[index] = (state[index] ?? 0) + word
  })
}

function mix(
  round: number,
  { b, c, d }: { readonly b: number; readonly c: number; readonly d: number },
): number {
  if (round === 0) return (b & c) | (~b & d)
  if (round === 1) return (b & d) | (c & ~d)
  if (round === 2) return b ^ c ^ d
  return c ^ (b | ~d)
}
