import type { DigestAlgorithm } from '../../../crypto/digest-algorithm.js'

/**
 * Returns what a digest becomes when it is hashed again, and again, `rounds` times, or `undefined` for an algorithm that is left to the platform.
 * No platform offers this loop, which the key derivation of PKCS #12 is made of (RFC 7292 §B.2), and calling its digest once for each round
 * costs twice as much on Node and fifty times as much in a browser.
 */
export function digestAgain(
  algorithm: DigestAlgorithm,
  hash: Uint8Array,
  rounds: number,
): Uint8Array | undefined {
  if (algorithm === 'SHA-256') return bytesOf(sha256Rounds(wordsOf(hash), rounds))
  if (algorithm === 'SHA-1') return bytesOf(sha1Rounds(wordsOf(hash), rounds))
  return undefined
}

/** Returns whether `digestAgain` computes this digest. */
export function hasOwnRounds(algorithm: DigestAlgorithm): boolean {
  return algorithm === 'SHA-256' || algorithm === 'SHA-1'
}

function wordsOf(hash: Uint8Array): Int32Array {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.length)
  return Int32Array.from({ length: hash.length / 4 }, (_, index) => view.getInt32(4 * index))
}

function bytesOf(words: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length))
  for (const [index, word] of words.entries()) view.setInt32(4 * index, word)
  words.fill(0)
  return new Uint8Array(view.buffer)
}

/** FIPS 180-4 §5.1.1: the one bit that ends a message. */
const END_BIT = 0x80000000 | 0

/** Writes a message that is one digest, padded to a block of sixteen words. */
function fillBlock(block: Int32Array, message: Int32Array): void {
  for (let index = 0; index < 16; index++) block[index] = index < message.length ? at(message, index) : 0
  block[message.length] = END_BIT
  block[15] = 32 * message.length
}

/** Not as a method of the array, nor with its iterator: this is the innermost of the loops. */
const at = (words: Int32Array, index: number): number => words[index] ?? 0

/** FIPS 180-4 §4.2.2: of the cube roots of the first 64 primes. */
const SHA256_CONSTANTS = Int32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
)
/** FIPS 180-4 §5.3.3: of the square roots of the first 8 primes. */
const SHA256_START = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)
const SHA1_START = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)

function sha256Rounds(hash: Int32Array, rounds: number): Int32Array {
  const schedule = new Int32Array(64)
  for (let round = 0; round < rounds; round++) {
    fillBlock(schedule, hash)
    sha256Block(hash, schedule)
  }
  schedule.fill(0)
  return hash
}

/** FIPS 180-4 §6.2.2; names as there. */
function sha256Block(hash: Int32Array, schedule: Int32Array): void {
  let a = at(SHA256_START, 0)
  let b = at(SHA256_START, 1)
  let c = at(SHA256_START, 2)
  let d = at(SHA256_START, 3)
  let e = at(SHA256_START, 4)
  let f = at(SHA256_START, 5)
  let g = at(SHA256_START, 6)
  let h = at(SHA256_START, 7)
  for (let t = 0; t < 64; t++) {
    if (t >= 16) {
      const x = at(schedule, t - 15)
      const y = at(schedule, t - 2)
      const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      schedule[t] = (at(schedule, t - 16) + small0 + at(schedule, t - 7) + small1) | 0
    }
    const large1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const first = (h + large1 + ((e & f) ^ (~e & g)) + at(SHA256_CONSTANTS, t) + at(schedule, t)) | 0
    const large0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  hash[0] = (at(SHA256_START, 0) + a) | 0
  hash[1] = (at(SHA256_START, 1) + b) | 0
  hash[2] = (at(SHA256_START, 2) + c) | 0
  hash[3] = (at(SHA256_START, 3) + d) | 0
  hash[4] = (at(SHA256_START, 4) + e) | 0
  hash[5] = (at(SHA256_START, 5) + f) | 0
  hash[6] = (at(SHA256_START, 6) + g) | 0
  hash[7] = (at(SHA256_START, 7) + h) | 0
}

function sha1Rounds(hash: Int32Array, rounds: number): Int32Array {
  const schedule = new Int32Array(80)
  for (let round = 0; round < rounds; round++) {
    fillBlock(schedule, hash)
    sha1Block(hash, schedule)
  }
  schedule.fill(0)
  return hash
}

/** FIPS 180-4 §6.1.2; names as there. */
function sha1Block(hash: Int32Array, schedule: Int32Array): void {
  let a = at(SHA1_START, 0)
  let b = at(SHA1_START, 1)
  let c = at(SHA1_START, 2)
  let d = at(SHA1_START, 3)
  let e = at(SHA1_START, 4)
  for (let t = 0; t < 80; t++) {
    if (t >= 16) {
      const x = at(schedule, t - 3) ^ at(schedule, t - 8) ^ at(schedule, t - 14) ^ at(schedule, t - 16)
      schedule[t] = (x << 1) | (x >>> 31)
    }
    // §4.1.1 and §4.2.1: function and constant of each twenty steps.
    let step = (b ^ c ^ d) + (t < 40 ? 0x6ed9eba1 : 0xca62c1d6)
    if (t < 20) step = ((b & c) ^ (~b & d)) + 0x5a827999
    else if (t >= 40 && t < 60) step = ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc
    const next = (((a << 5) | (a >>> 27)) + step + e + at(schedule, t)) | 0
    e = d
    d = c
    c = (b << 30) | (b >>> 2)
    b = a
    a = next
  }
  hash[0] = (at(SHA1_START, 0) + a) | 0
  hash[1] = (at(SHA1_START, 1) + b) | 0
  hash[2] = (at(SHA1_START, 2) + c) | 0
  hash[3] = (at(SHA1_START, 3) + d) | 0
  hash[4] = (at(SHA1_START, 4) + e) | 0
}
