import { Malformed } from '../../base/errors.js'
import { MAX_OID_LENGTH } from './limits.js'

/**
 * Returns the dotted text of the content octets of an OBJECT IDENTIFIER (X.690 §8.19). Arcs of any size are exact.
 * Throws `Malformed` for empty content, an arc that begins with 0x80 (not minimal) or does not end.
 */
export function oidText(content: Uint8Array): string {
  const first = content[0]
  const second = content[1]
  // 2.5.x.y: the attributes and extensions of X.520 and X.509, most of what a certificate holds.
  if (content.length === 3 && first === 0x55 && second !== undefined && second < 0x80) {
    const third = content[2] ?? 0x80
    if (third < 0x80) return `2.5.${second}.${third}`
  }
  checkOid(content)
  return shortArcsText(content) ?? anyArcsText(content)
}

/** Returns `undefined` when an arc takes more than four octets. */
function shortArcsText(content: Uint8Array): string | undefined {
  let text = ''
  let arc = 0
  for (const byte of content) {
    if (arc >= 2 ** 21) return undefined
    arc = (arc << 7) | (byte & 0x7f)
    if (byte >= 0x80) continue
    text = text === '' ? firstArcs(arc) : `${text}.${arc}`
    arc = 0
  }
  return text
}

function anyArcsText(content: Uint8Array): string {
  let text = ''
  let arc = 0n
  for (const byte of content) {
    arc = arc * 128n + BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    text += text === '' ? firstArcs(arc) : `.${String(arc)}`
    arc = 0n
  }
  return text
}

/** Throws `Malformed` unless `content` are the content octets of an OBJECT IDENTIFIER in their only form. */
export function checkOid(content: Uint8Array): void {
  if (content.length > MAX_OID_LENGTH) throw new Malformed('der.limit', 'object identifier too long')
  let starts = true
  for (const byte of content) {
    if (starts && byte === 0x80)
      throw new Malformed('der.not-canonical', 'object identifier with a padded arc')
    starts = byte < 0x80
  }
  if (content.length === 0 || !starts)
    throw new Malformed('der.truncated', 'object identifier without an end')
}

/** X.690 §8.19.4: the first two arcs travel as one number, 40 · first + second. */
function firstArcs(joined: number | bigint): string {
  if (joined < 40) return `0.${String(joined)}`
  if (joined < 80) return `1.${String(Number(joined) - 40)}`
  return `2.${String(typeof joined === 'number' ? joined - 80 : joined - 80n)}`
}

/** Numbers of fewer digits are exact. */
const EXACT_DIGITS = 15

/** Returns the content octets of the OBJECT IDENTIFIER `text`, which is a constant of this library or one that `oidText` gave. */
export function oidContent(text: string): Uint8Array {
  const octets = new Uint8Array(text.length + 1)
  let length = 0
  let first = -1
  for (let start = 0; start < text.length;) {
    const fullStop = text.indexOf('.', start)
    const end = fullStop < 0 ? text.length : fullStop
    if (first < 0) first = decimal(text, start, end) * 40
    else {
      const joined = length === 0 ? first : 0
      length =
        end - start < EXACT_DIGITS
          ? writeArc(octets, length, joined + decimal(text, start, end))
          : writeLongArc(octets, length, BigInt(joined) + BigInt(text.slice(start, end)))
    }
    start = end + 1
  }
  return octets.subarray(0, length)
}

function decimal(text: string, start: number, end: number): number {
  let value = 0
  for (let index = start; index < end; index++) value = value * 10 + text.charCodeAt(index) - 0x30
  return value
}

/** Writes `arc` in base 128 at `at`; returns where it ends. */
function writeArc(octets: Uint8Array, at: number, arc: number): number {
  let size = 1
  for (let left = arc; left >= 128; left = Math.floor(left / 128)) size++
  let left = arc
  for (let index = at + size - 1; index >= at; index--) {
    octets[index] = (left % 128) | (index === at + size - 1 ? 0 : 0x80)
    left = Math.floor(left / 128)
  }
  return at + size
}

function writeLongArc(octets: Uint8Array, at: number, arc: bigint): number {
  let size = 1
  for (let left = arc >> 7n; left > 0n; left >>= 7n) size++
  for (let index = 0; index < size; index++) {
    const bits = Number((arc >> BigInt(7 * (size - 1 - index))) & 0x7fn)
    octets[at + index] = bits | (index === size - 1 ? 0 : 0x80)
  }
  return at + size
}
