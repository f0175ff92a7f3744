import { nativeLatin1, sameBytes } from './native-bytes.js'

/** `T` now, or a promise of it: on Node nothing waits that need not (DESIGN: synchronous where the platform is). */
export type Awaitable<T> = T | Promise<T>

const HEX_DIGITS = '0123456789abcdef'

/** Returns one array holding all `parts` in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Returns whether both arrays have the same length and bytes. Not constant-time: for public values only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && sameBytes(left, right)
}

/** Returns the bytes as lower-case hexadecimal text. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15)
  return text
}

/** Returns each byte as the character of the same code (ISO 8859-1): for keys and comparisons, not for people. */
export function toLatin1(bytes: Uint8Array): string {
  const whole = bytes.length < SHORT ? undefined : nativeLatin1(bytes)
  if (whole !== undefined) return whole
  let text = ''
  for (let start = 0; start < bytes.length; start += 4096) {
    // Not spread: that goes through an iterator, at six times the cost.
    const codes = bytes.subarray(start, start + 4096) as ArrayLike<number> as number[]
    text += String.fromCharCode.apply(null, codes)
  }
  return text
}

/** From so many bytes on a text is made faster by the platform. */
const SHORT = 8

/** Returns the text of `bytes`, all of which are known to be below 0x80. */
export function fromAscii(bytes: Uint8Array): string {
  return nativeLatin1(bytes) ?? STRICT_UTF8.decode(bytes)
}

/** Returns the low byte of each character: the inverse of `toLatin1`, for ASCII literals. */
export function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** Returns the UTF-8 bytes of `text`. */
export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Returns the text of UTF-8 `bytes`, or `undefined` when they are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes)
  } catch {
    return undefined
  }
}
