import { Malformed } from '../../base/errors.js'
import { MAX_OID_LENGTH } from './limits.js'

/** Arcs up to here have room for seven more bits in a number. */
const EXACT = 2 ** 45

/** An OBJECT IDENTIFIER that certificates and signatures are full of. */
interface CommonOid {
  readonly octets: Uint8Array
  readonly text: string
}

/** Names, extensions, algorithms and attributes: making the text of one costs more than finding it. */
const COMMON =
  '2.5.4. 3 4 5 6 7 8 9 10 11 12 13 17 42 97; 0.9.2342.19200300.100.1. 1 25; 2.5.29. 14 15 17 19 30 31 32 35 37 46; ' +
  '1.3.6.1.5.5.7.1. 1 3; 1.3.6.1.5.5.7.3. 2 4 8 9 36; 1.3.6.1.5.5.7.48. 1 2; 1.2.840.113583.1.1. 5; ' +
  '1.2.840.113549.1.1. 1 5 7 8 10 11 12 13; 1.2.840.113549.1.7. 1 2; 1.2.840.113549.1.9. 1 3 4 5 52; ' +
  '1.2.840.113549.1.9.16.2. 12 14 47; 1.2.840.10045.2. 1; 1.2.840.10045.3.1. 7; 1.2.840.10045.4.3. 2 3 4; ' +
  '1.3.132.0. 34 35; 1.3.101. 112; 1.3.14.3.2. 26; 2.16.840.1.101.3.4.2. 1 2 3'

/** A power of two, several times the number of common identifiers. */
const SLOTS = 512

/** Each in the slot of its hash, or the next one that was free; made when it is first needed. */
let table: readonly (CommonOid | undefined)[] | undefined

/**
 * Returns the dotted text of the content octets of an OBJECT IDENTIFIER (X.690 §8.19), which stand from `start` to `end`. Arcs of any size are
 * exact. Throws `Malformed` for empty content, an arc that begins with 0x80 (not minimal) or does not end.
 */
export function oidText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  table ??= tableOf(COMMON)
  for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) & (SLOTS - 1)) {
    const common = table[slot]
    if (common === undefined) return textOf(bytes, start, end)
    if (common.octets.length === end - start && isAt(start, bytes, common.octets)) return common.text
  }
}

function tableOf(common: string): readonly (CommonOid | undefined)[] {
  const made: (CommonOid | undefined)[] = Array.from({ length: SLOTS })
  for (const group of common.split('; ')) {
    const [prefix = '', ...arcs] = group.split(' ')
    for (const arc of arcs) {
      const text = internalised(prefix + arc)
      const octets = oidContent(text)
      let slot = slotOf(octets, 0, octets.length)
      while (made[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1)
      made[slot] = { octets, text }
    }
  }
  return made
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0
  // No common one is longer.
  const last = Math.min(end, start + 16)
  for (let index = start; index < last; index++) hash = Math.imul(hash, 31) + (bytes[index] ?? 0)
  return (hash ^ (hash >>> 9)) & (SLOTS - 1)
}

function isAt(start: number, bytes: Uint8Array, octets: Uint8Array): boolean {
  for (let index = 0; index < octets.length; index++) if (octets[index] !== bytes[start + index]) return false
  return true
}

/** A key of an object is compared with a literal by its address, and not character by character. */
function internalised(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  checkOid(bytes, start, end)
  let text = ''
  let arc: number | bigint = 0
  for (let index = start; index < end; index++) {
    const octet = bytes[index] ?? 0
    const bits = octet & 0x7f
    arc = typeof arc === 'number' && arc < EXACT ? arc * 128 + bits : BigInt(arc) * 128n + BigInt(bits)
    if (octet >= 0x80) continue
    text = text === '' ? firstArcs(arc) : `${text}.${String(arc)}`
    arc = 0
  }
  return text
}

/** Throws `Malformed` unless the bytes from `start` to `end` are the content octets of an OBJECT IDENTIFIER in their only form. */
export function checkOid(bytes: Uint8Array, start: number, end: number): void {
  if (end - start > MAX_OID_LENGTH) throw new Malformed('der.limit', 'object identifier too long', start)
  let begins = true
  for (let index = start; index < end; index++) {
    const octet = bytes[index] ?? 0
    if (begins && octet === 0x80) throw new Malformed('der.not-canonical', 'object identifier', start)
    begins = octet < 0x80
  }
  if (start === end || !begins) throw new Malformed('der.truncated', 'object identifier', start)
}

/** X.690 §8.19.4: the first two arcs travel as one number, 40 · first + second. */
function firstArcs(joined: number | bigint): string {
  if (joined < 80) return joined < 40 ? `0.${String(joined)}` : `1.${String(Number(joined) - 40)}`
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
