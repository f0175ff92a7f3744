import { fromLatin1, toLatin1 } from './bytes.js'

const ALPHABET = fromLatin1('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PADDING = 0x3d

/** Returns `bytes` as base64 text with padding and without line breaks (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(toLatin1(bytes))
}

/** Returns the bytes that base64 `text` stands for, white space ignored, or `undefined` when it is not canonical base64 (RFC 4648 §4, §3.5). */
export function fromBase64(text: string): Uint8Array | undefined {
  const symbols = stripWhiteSpace(text)
  if (symbols === undefined || symbols.length % 4 !== 0) return undefined
  const padding = symbols.at(-1) === PADDING ? (symbols.at(-2) === PADDING ? 2 : 1) : 0
  const bytes = new Uint8Array((symbols.length / 4) * 3 - padding)
  return decodeInto(bytes, symbols.subarray(0, symbols.length - padding)) ? bytes : undefined
}

const VALUES = new Int8Array(256).fill(-1)
ALPHABET.forEach((symbol, value) => (VALUES[symbol] = value))

function stripWhiteSpace(text: string): Uint8Array | undefined {
  const symbols = new Uint8Array(text.length)
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue
    if (code > 0x7f) return undefined
    symbols[length++] = code
  }
  return symbols.subarray(0, length)
}

function decodeInto(bytes: Uint8Array, symbols: Uint8Array): boolean {
  let bits = 0
  let held = 0
  let written = 0
  for (const symbol of symbols) {
    const value = VALUES[symbol] ?? -1
    if (value < 0) return false
    bits = ((bits << 6) | value) & 0xfff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[written++] = (bits >> held) & 0xff
    }
  }
  // RFC 4648 §3.5: left-over bits are zero, else two texts would stand for the same bytes.
  return (bits & ((1 << held) - 1)) === 0
}
