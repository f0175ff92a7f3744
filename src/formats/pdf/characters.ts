/** Classes of characters, ISO 32000-2 §7.2.3: tables 1 and 2. Everything else is regular. */
const REGULAR = 0
const WHITE = 1
const DELIMITER = 2

const NONE = 3

/** Indexed by `byte & 0x1ff`, so that -1, the end, has a class of its own. */
const CLASSES = new Uint8Array(512).fill(NONE, 256)
for (const code of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) CLASSES[code] = WHITE
for (const symbol of '()<>[]{}/%') CLASSES[symbol.charCodeAt(0)] = DELIMITER

const HEX = new Int8Array(512).fill(-1)
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Returns the byte at `index`, or -1 beyond the end. */
export function byteAt(bytes: Uint8Array, index: number): number {
  return index < bytes.length ? (bytes[index] ?? -1) : -1
}

/** Returns whether `byte` is one of the six white-space characters (ISO 32000-2 table 1); -1, the end, is none. */
export function isWhite(byte: number): boolean {
  return CLASSES[byte & 0x1ff] === WHITE
}

/** Returns whether `byte` belongs to a regular token such as a name, a number or a keyword. */
export function isRegular(byte: number): boolean {
  return CLASSES[byte & 0x1ff] === REGULAR
}

/** Returns whether `byte` is `0`–`9`. */
export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Returns whether `byte` ends a line. */
export function isEndOfLine(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}

/** Returns the value of a hexadecimal digit, or -1. */
export function hexValue(byte: number): number {
  return HEX[byte & 0x1ff] ?? -1
}

/** Returns how many bytes the one end-of-line marker at `index` has: 0 (none), 1 (CR or LF) or 2 (CR LF). */
export function endOfLineLength(bytes: Uint8Array, index: number): 0 | 1 | 2 {
  const first = byteAt(bytes, index)
  if (first === 0x0a) return 1
  if (first !== 0x0d) return 0
  return byteAt(bytes, index + 1) === 0x0a ? 2 : 1
}
