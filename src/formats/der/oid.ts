import { Malformed } from '../../base/errors.js'
import { MAX_OID_LENGTH } from './limits.js'

/** Below this an arc can take seven more bits and stay an exact number. */
const EXACT = 2 ** 46

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
  let text = ''
  let arc: number | bigint = 0
  for (const byte of content) {
    arc = appendSevenBits(arc, byte & 0x7f)
    if (byte >= 0x80) continue
    text += text === '' ? firstArcs(arc) : `.${String(arc)}`
    arc = 0
  }
  return text
}

/** Throws `Malformed` unless `content` are the content octets of an OBJECT IDENTIFIER in their only form. */
export function checkOid(content: Uint8Array): void {
  if (content.length > MAX_OID_LENGTH) throw new Malformed('der.limit', 'object identifier too long')
  let starts = true
  for (const byte of content) {
    if (starts && byte === 0x80) throw new Malformed('der.not-canonical', 'object identifier with a padded arc')
    starts = byte < 0x80
  }
  if (content.length === 0 || !starts) throw new Malformed('der.truncated', 'object identifier without an end')
}

function appendSevenBits(arc: number | bigint, bits: number): number | bigint {
  if (typeof arc === 'number' && arc < EXACT) return arc * 128 + bits
  return BigInt(arc) * 128n + BigInt(bits)
}

/** X.690 §8.19.4: the first two arcs travel as one number, 40 · first + second. */
function firstArcs(joined: number | bigint): string {
  if (joined < 40) return `0.${String(joined)}`
  if (joined < 80) return `1.${String(Number(joined) - 40)}`
  return `2.${String(typeof joined === 'number' ? joined - 80 : joined - 80n)}`
}

/** Returns the content octets of the OBJECT IDENTIFIER `text`, which is a constant of this library or one that `oidText` gave. */
export function oidContent(text: string): Uint8Array {
  const arcs = text.split('.').map((arc) => BigInt(arc))
  const [first = 0n, second = 0n, ...rest] = arcs
  return Uint8Array.from([first * 40n + second, ...rest].flatMap(base128))
}

function base128(arc: bigint): number[] {
  const bytes = [Number(arc & 0x7fn)]
  for (let left = arc >> 7n; left > 0n; left >>= 7n) bytes.unshift(Number(left & 0x7fn) | 0x80)
  return bytes
}
