import { fromLatin1, fromUtf8, toLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { byteAt, endOfLineLength, hexValue, isWhite } from './characters.js'

const BACKSLASH = 0x5c
const LETTER_ESCAPES = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
])

/** Returns whether `raw` is hexadecimal digits only, an even number of them. */
export function isCleanHex(raw: Uint8Array): boolean {
  if (raw.length % 2 !== 0) return false
  // Signature values are long: one look at the end instead of a branch for every digit.
  let all = 0
  for (let index = 0; index < raw.length; index += 2) {
    all |= hexValue(byteAt(raw, index)) | hexValue(byteAt(raw, index + 1))
  }
  return all >= 0
}

/**
 * Returns the bytes of a hexadecimal string (ISO 32000-2 §7.3.4.3): white space is ignored, an odd last digit is followed by 0.
 * Throws `Malformed('pdf.syntax')` on any other character; `start` is its offset in the file.
 */
export function decodeHex(raw: Uint8Array, start = -1): Uint8Array {
  return decodePairs(raw) ?? decodeDigits(raw, start)
}

/** Returns the bytes of a hexadecimal string of nothing but digits, an even number of them; `undefined` for any other. */
export function decodePairs(raw: Uint8Array): Uint8Array | undefined {
  if (raw.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(raw.length / 2)
  // Signature values are long: eight digits are read and four bytes are written at once.
  const fours = raw.length < LONG ? 0 : decodeFours(raw, bytes)
  let all = Math.min(fours, 0)
  for (let index = Math.max(fours, 0), digit = index * 2; index < bytes.length; index++, digit += 2) {
    // Negative when one of them is no digit.
    const value = (hexValue(raw[digit] ?? -1) << 4) | hexValue(raw[digit + 1] ?? -1)
    all |= value
    bytes[index] = value
  }
  return all < 0 ? undefined : bytes
}

const LONG = 256
const DIGITS = fromLatin1('0123456789abcdefABCDEF')

/** The byte that two digits stand for, read as one little-endian number; -1 where one of them is no digit. Made when it is first needed. */
let pairs: Int16Array | undefined

function pairTable(): Int16Array {
  const table = new Int16Array(0x10000).fill(-1)
  for (const high of DIGITS) {
    for (const low of DIGITS) table[high | (low << 8)] = (hexValue(high) << 4) | hexValue(low)
  }
  return table
}

/** Decodes all but the last bytes that are no four of their own; returns how many were written, or -1 where something is no digit. */
function decodeFours(raw: Uint8Array, into: Uint8Array): number {
  const from = new DataView(raw.buffer, raw.byteOffset, raw.length)
  const to = new DataView(into.buffer)
  const table = (pairs ??= pairTable())
  const end = into.length & ~3
  let all = 0
  for (let index = 0; index < end; index += 4) {
    const first = from.getUint32(index * 2, true)
    const second = from.getUint32(index * 2 + 4, true)
    const a = table[first & 0xffff] ?? -1
    const b = table[first >>> 16] ?? -1
    const c = table[second & 0xffff] ?? -1
    const d = table[second >>> 16] ?? -1
    all |= a | b | c | d
    to.setUint32(index, a | (b << 8) | (c << 16) | (d << 24), true)
  }
  return all < 0 ? -1 : end
}

function decodeDigits(raw: Uint8Array, start: number): Uint8Array {
  const bytes = new Uint8Array((raw.length + 1) >> 1)
  let digits = 0
  for (let index = 0; index < raw.length; index++) {
    const byte = byteAt(raw, index)
    const value = hexValue(byte)
    if (value < 0 && isWhite(byte)) continue
    if (value < 0) throw new Malformed('pdf.syntax', 'character in a hexadecimal string', start + 1 + index)
    bytes[digits >> 1] = (digits & 1) === 0 ? value << 4 : byteAt(bytes, digits >> 1) | value
    digits++
  }
  return bytes.subarray(0, (digits + 1) >> 1)
}

/** Returns the bytes of a literal string (ISO 32000-2 §7.3.4.2): escapes decoded, line ends as LF. */
export function decodeLiteral(raw: Uint8Array): Uint8Array {
  return isPlain(raw) ? raw : decodeEscapes(raw)
}

/** Nearly every string holds neither a backslash nor a CR, and stands for the bytes that it is written with. */
function isPlain(raw: Uint8Array): boolean {
  for (const byte of raw) if (byte === BACKSLASH || byte === 0x0d) return false
  return true
}

function decodeEscapes(raw: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(raw.length)
  let length = 0
  let index = 0
  while (index < raw.length) {
    const byte = byteAt(raw, index)
    if (byte === BACKSLASH) {
      const escape = decodeEscape(raw, index + 1)
      if (escape.value >= 0) bytes[length++] = escape.value
      index = escape.next
      continue
    }
    bytes[length++] = byte === 0x0d ? 0x0a : byte
    index += byte === 0x0d ? endOfLineLength(raw, index) : 1
  }
  return bytes.subarray(0, length)
}

/** The escape after a backslash at `index`: its byte, or -1 where the line is continued. */
function decodeEscape(raw: Uint8Array, index: number): { readonly value: number; readonly next: number } {
  const byte = byteAt(raw, index)
  const eol = endOfLineLength(raw, index)
  if (eol > 0) return { value: -1, next: index + eol }
  if (byte < 0x30 || byte > 0x37) return { value: LETTER_ESCAPES.get(byte) ?? byte, next: index + 1 }
  let value = 0
  let next = index
  while (next < index + 3 && byteAt(raw, next) >= 0x30 && byteAt(raw, next) <= 0x37) {
    value = value * 8 + byteAt(raw, next++) - 0x30
  }
  return { value: value & 0xff, next }
}

/** PDFDocEncoding where it differs from ISO 8859-1 (ISO 32000-2 annex D.3): 0x18–0x1f and 0x80–0xa0. */
const LOW = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc'
const HIGH =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018' +
  '\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac'

/** Returns the text of a text string (ISO 32000-2 §7.9.2.2): UTF-16BE or UTF-8 after their marks, else PDFDocEncoding. */
export function decodeText(bytes: Uint8Array): string {
  if (byteAt(bytes, 0) === 0xfe && byteAt(bytes, 1) === 0xff) return decodeUtf16(bytes, 2)
  if (byteAt(bytes, 0) === 0xef && byteAt(bytes, 1) === 0xbb && byteAt(bytes, 2) === 0xbf) {
    return fromUtf8(bytes.subarray(3)) ?? decodeDocEncoding(bytes)
  }
  return decodeDocEncoding(bytes)
}

function decodeUtf16(bytes: Uint8Array, start: number): string {
  let text = ''
  for (let index = start; index + 1 < bytes.length; index += 2) {
    text += String.fromCharCode((byteAt(bytes, index) << 8) | byteAt(bytes, index + 1))
  }
  return text
}

function decodeDocEncoding(bytes: Uint8Array): string {
  if (isAscii(bytes)) return toLatin1(bytes)
  let text = ''
  for (const byte of bytes) {
    if (byte >= 0x18 && byte <= 0x1f) text += LOW.charAt(byte - 0x18)
    else if (byte >= 0x80 && byte <= 0xa0) text += HIGH.charAt(byte - 0x80)
    else text += String.fromCharCode(byte)
  }
  return text
}

/** Whether every byte stands for the character of the same code. */
function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || (byte >= 0x18 && byte < 0x20)) return false
  return true
}

/** Returns the UTF-16BE bytes of `text` with their mark: one form for every text that is written. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2)
  bytes[0] = 0xfe
  bytes[1] = 0xff
  for (let index = 0; index < text.length; index++) {
    bytes[2 + index * 2] = text.charCodeAt(index) >> 8
    bytes[3 + index * 2] = text.charCodeAt(index) & 0xff
  }
  return bytes
}
