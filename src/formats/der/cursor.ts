import { Malformed } from '../../base/errors.js'
import { readHeader } from './header.js'
import { checkInteger } from './integer.js'
import { DER_LIMITS, type DerLimits } from './limits.js'
import { checkOid, oidText } from './oid.js'
import { booleanValue, unusedBits } from './primitive.js'
import { TAG } from './tag.js'
import { timeValue, type TimeForm } from './time.js'

/** One element: its identifier octet, the whole TLV and the content, both views on the bytes that are read. */
export interface DerElement {
  readonly tag: number
  readonly raw: Uint8Array
  readonly content: Uint8Array
  /** Offset of `raw` in the bytes that the first cursor was opened on. */
  readonly offset: number
}

/**
 * Reads DER (X.690 §10) from front to back, without copying. Every length is definite, minimal and inside its parent, identifiers are of one
 * octet; anything else throws `Malformed('der.*')` with the offset. Who has read all that he knows calls `finish`.
 */
export class DerCursor {
  readonly #bytes: Uint8Array
  /** The cursor that was opened first: what all on the same bytes spend together is counted there. */
  readonly #first: DerCursor
  readonly #limits: DerLimits
  #nodes: number
  #depth: number
  #position = 0
  #end: number
  /** Where the content of the element begins that was read last. */
  #start = 0

  private constructor(bytes: Uint8Array, limits: DerLimits, first?: DerCursor) {
    this.#bytes = bytes
    this.#first = first ?? this
    this.#limits = limits
    this.#nodes = limits.nodes
    this.#depth = limits.depth
    this.#end = bytes.length
  }

  /** Returns a cursor on `bytes` with a budget of its own. */
  static open(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): DerCursor {
    return new DerCursor(bytes, limits)
  }

  /** Returns a second cursor at the same place, on the same budget. */
  fork(): DerCursor {
    const twin = new DerCursor(this.#bytes, this.#limits, this.#first)
    twin.#depth = this.#depth
    twin.#position = this.#position
    twin.#end = this.#end
    return twin
  }

  /** Returns the bytes from `start`, an earlier `offset`, up to the next element, or to `end`. */
  since(start: number, end = this.#position): Uint8Array {
    return this.#bytes.subarray(start, end)
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#end - this.#position
  }

  /** Whether nothing is left. */
  get atEnd(): boolean {
    return this.#position >= this.#end
  }

  /** Offset of the next element in the bytes that the first cursor was opened on. */
  get offset(): number {
    return this.#position
  }

  /** Identifier octet of the next element, or -1 at the end. */
  peek(): number {
    return this.#position < this.#end ? (this.#bytes[this.#position] ?? -1) : -1
  }

  /** Throws `Malformed('der.trailing-data')` unless everything was read. */
  finish(): void {
    if (this.#position < this.#end) throw new Malformed('der.trailing-data', '', this.#position)
  }

  /** Reads over an element, with identifier `tag` where one is given; returns where it ends. */
  skip(tag = this.peek()): number {
    const at = this.#position
    const bytes = this.#bytes
    if (at >= this.#end || bytes[at] !== tag || (tag & 0x1f) === 0x1f) throw unexpected(this.peek(), tag, at)
    if (--this.#first.#nodes < 0) throw new Malformed('der.limit', 'too many elements', at)
    const length = bytes[at + 1] ?? 0x80
    let end = at + 2 + length
    if (length < 0x80 && end <= this.#end) this.#start = at + 2
    else end = this.#long(at)
    this.#position = end
    return end
  }

  /** Reads any element. */
  readElement(): DerElement {
    const offset = this.#position
    const tag = this.peek()
    const end = this.skip()
    return {
      tag,
      raw: this.#bytes.subarray(offset, end),
      content: this.#bytes.subarray(this.#start, end),
      offset,
    }
  }

  /** Reads an element with identifier `tag` and returns its content. */
  read(tag: number): Uint8Array {
    const end = this.skip(tag)
    return this.#bytes.subarray(this.#start, end)
  }

  /** Reads an element, with identifier `tag` where one is given, and returns all of it, identifier and length included. */
  readRaw(tag?: number): Uint8Array {
    return this.#bytes.subarray(this.#position, this.skip(tag))
  }

  /** Reads an element if its identifier is `tag` and returns its content, else `undefined`. */
  optional(tag: number): Uint8Array | undefined {
    return this.peek() === tag ? this.read(tag) : undefined
  }

  /** Reads over an element with identifier `tag`, if it is the next. */
  skipOptional(tag: number): void {
    if (this.peek() === tag) this.skip(tag)
  }

  /** Reads a constructed element with identifier `tag` and returns a cursor on its content. */
  enter(tag: number): DerCursor {
    const end = this.skip(tag)
    if (this.#depth <= 0) throw new Malformed('der.limit', 'nested too deep', this.#start)
    const inner = new DerCursor(this.#bytes, this.#limits, this.#first)
    inner.#depth = this.#depth - 1
    inner.#position = this.#start
    inner.#end = end
    return inner
  }

  /** Like `enter` if the next identifier is `tag`, else `undefined`. */
  enterOptional(tag: number): DerCursor | undefined {
    return this.peek() === tag ? this.enter(tag) : undefined
  }

  /** Goes into an element with identifier `tag` without another cursor, one per element being too many; returns what `ascend` needs to go on after it. */
  descend(tag: number): number {
    const outer = this.#end
    this.#end = this.skip(tag)
    this.#position = this.#start
    return outer
  }

  /** Goes on after the element that was entered by `descend`. Throws `Malformed('der.trailing-data')` unless all of it was read. */
  ascend(outer: number): void {
    this.finish()
    this.#end = outer
  }

  /** Reads a SEQUENCE and returns a cursor on its content. */
  sequence(): DerCursor {
    return this.enter(TAG.sequence)
  }

  /** Reads a SET and returns a cursor on its content. The order of a SET OF is checked by `isDer`, where it matters. */
  set(): DerCursor {
    return this.enter(TAG.set)
  }

  /** Reads an OBJECT IDENTIFIER as dotted text. */
  oid(tag: number = TAG.oid): string {
    const end = this.skip(tag)
    return oidText(this.#bytes, this.#start, end)
  }

  /** Reads over an OBJECT IDENTIFIER, whose text may be asked for later: it is checked now. */
  skipOid(): void {
    const end = this.skip(TAG.oid)
    checkOid(this.#bytes, this.#start, end)
  }

  /** Reads an INTEGER and returns its content octets, checked to be the shortest form; they may be negative. */
  integer(tag: number = TAG.integer): Uint8Array {
    const end = this.skip(tag)
    checkInteger(this.#bytes, this.#start, end)
    return this.#bytes.subarray(this.#start, end)
  }

  /** Reads an INTEGER that is not negative and returns its magnitude without a sign octet. */
  unsignedInteger(tag: number = TAG.integer): Uint8Array {
    const end = this.#unsigned(tag)
    return this.#bytes.subarray(this.#start, end)
  }

  /** Reads an INTEGER (or, with its tag, an ENUMERATED) from 0 to 2^48 − 1. */
  smallInteger(tag: number = TAG.integer): number {
    const end = this.#unsigned(tag)
    if (end - this.#start > 6) throw new Malformed('der.limit', 'integer out of range', this.#start)
    let value = 0
    for (let at = this.#start; at < end; at++) value = value * 256 + (this.#bytes[at] ?? 0)
    return value
  }

  /** Reads a BOOLEAN, which is 00 or FF (X.690 §11.1). */
  boolean(tag: number = TAG.boolean): boolean {
    const end = this.skip(tag)
    return booleanValue(this.#bytes, this.#start, end)
  }

  /** Reads a NULL. */
  null(): void {
    if (this.skip(TAG.null) > this.#start) throw new Malformed('der.not-canonical', 'null', this.#start)
  }

  /** Reads an OCTET STRING. */
  octetString(tag: number = TAG.octetString): Uint8Array {
    return this.read(tag)
  }

  /** Reads a BIT STRING; its unused bits are zero (X.690 §11.2.1). */
  bitString(tag: number = TAG.bitString): { readonly bytes: Uint8Array; readonly unusedBits: number } {
    const end = this.skip(tag)
    const unused = unusedBits(this.#bytes, this.#start, end)
    return { unusedBits: unused, bytes: this.#bytes.subarray(this.#start + 1, end) }
  }

  /** Reads a BIT STRING of named bits; returns the first sixteen of them, the first bit as the highest. */
  namedBits(tag: number = TAG.bitString): number {
    const end = this.skip(tag)
    const start = this.#start
    unusedBits(this.#bytes, start, end)
    const first = start + 1 < end ? (this.#bytes[start + 1] ?? 0) : 0
    return (first << 8) | (start + 2 < end ? (this.#bytes[start + 2] ?? 0) : 0)
  }

  /** Reads a BIT STRING that holds whole octets: a signature or a public key. */
  octetBits(tag: number = TAG.bitString): Uint8Array {
    const end = this.skip(tag)
    const start = this.#start
    if (unusedBits(this.#bytes, start, end) === 0) return this.#bytes.subarray(start + 1, end)
    throw new Malformed('der.unexpected', 'bit string does not hold whole octets', start)
  }

  /** Reads a UTCTime or GeneralizedTime as milliseconds since 1970. */
  time(form?: TimeForm): number {
    const tag = this.peek()
    const end = this.skip(tag)
    return timeValue(this.#bytes, { tag, start: this.#start, end, form })
  }

  /** Leaves the start at the magnitude, behind a sign octet; returns where it ends. */
  #unsigned(tag: number): number {
    const end = this.skip(tag)
    const start = this.#start
    checkInteger(this.#bytes, start, end)
    const first = this.#bytes[start] ?? 0
    if (first >= 0x80) throw new Malformed('der.unexpected', 'negative integer', start)
    if (first === 0 && end - start > 1) this.#start++
    return end
  }

  /** Everything but a length of one octet that fits. */
  #long(at: number): number {
    if (at + 2 > this.#end) throw new Malformed('der.truncated', '', at)
    const { contentStart, end } = readHeader(this.#bytes, at, this.#end)
    if (end - contentStart > this.#limits.element) throw new Malformed('der.limit', 'element too long', at)
    this.#start = contentStart
    return end
  }
}

function unexpected(found: number, wanted: number, at: number): Malformed {
  if (found < 0) return new Malformed('der.truncated', '', at)
  if (found === wanted) return new Malformed('der.unexpected', 'high tag number', at)
  return new Malformed(
    'der.unexpected',
    `element 0x${found.toString(16)} instead of 0x${wanted.toString(16)}`,
    at,
  )
}
