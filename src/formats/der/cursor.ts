import { Malformed } from '../../base/errors.js'
import { checkInteger, smallNumber, unsignedMagnitude } from './integer.js'
import { DER_LIMITS, type DerLimits } from './limits.js'
import { oidText } from './oid.js'
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

/** What all cursors on the same bytes spend together. */
interface Budget {
  nodes: number
  readonly element: number
}

/**
 * Reads DER (X.690 §10) from front to back, without copying. Every length is definite, minimal and inside its parent, identifiers are of one
 * octet; anything else throws `Malformed('der.*')` with the offset. Who has read all that he knows calls `finish`.
 */
export class DerCursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #depth: number
  readonly #budget: Budget
  #position: number
  #contentStart = 0

  private constructor(
    bytes: Uint8Array,
    extent: readonly [number, number],
    spent: readonly [number, Budget],
  ) {
    this.#bytes = bytes
    this.#position = extent[0]
    this.#end = extent[1]
    this.#depth = spent[0]
    this.#budget = spent[1]
  }

  /** Returns a cursor on `bytes` with a budget of its own. */
  static open(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): DerCursor {
    return new DerCursor(
      bytes,
      [0, bytes.length],
      [limits.depth, { nodes: limits.nodes, element: limits.element }],
    )
  }

  /** Returns a second cursor at the same place, on the same budget. */
  fork(): DerCursor {
    return new DerCursor(this.#bytes, [this.#position, this.#end], [this.#depth, this.#budget])
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

  /** Reads any element. */
  readElement(): DerElement {
    const offset = this.#position
    const tag = this.peek()
    const end = this.#header()
    const content = this.#bytes.subarray(this.#contentStart, end)
    this.#position = end
    return { tag, raw: this.#bytes.subarray(offset, end), content, offset }
  }

  /** Reads an element with identifier `tag` and returns its content. */
  read(tag: number): Uint8Array {
    this.#expect(tag)
    const end = this.#header()
    this.#position = end
    return this.#bytes.subarray(this.#contentStart, end)
  }

  /** Reads an element, with identifier `tag` where one is given, and returns all of it, identifier and length included. */
  readRaw(tag?: number): Uint8Array {
    if (tag !== undefined) this.#expect(tag)
    const offset = this.#position
    this.#position = this.#header()
    return this.#bytes.subarray(offset, this.#position)
  }

  /** Reads an element if its identifier is `tag` and returns its content, else `undefined`. */
  optional(tag: number): Uint8Array | undefined {
    return this.peek() === tag ? this.read(tag) : undefined
  }

  /** Reads over an element with identifier `tag`, if it is the next. */
  skipOptional(tag: number): void {
    if (this.peek() === tag) this.#position = this.#header()
  }

  /** Reads a constructed element with identifier `tag` and returns a cursor on its content. */
  enter(tag: number): DerCursor {
    this.#expect(tag)
    if (this.#depth <= 0) throw new Malformed('der.limit', 'nested too deep', this.#position)
    const end = this.#header()
    this.#position = end
    return new DerCursor(this.#bytes, [this.#contentStart, end], [this.#depth - 1, this.#budget])
  }

  /** Like `enter` if the next identifier is `tag`, else `undefined`. */
  enterOptional(tag: number): DerCursor | undefined {
    return this.peek() === tag ? this.enter(tag) : undefined
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
    return oidText(this.read(tag))
  }

  /** Reads an INTEGER and returns its content octets, checked to be the shortest form; they may be negative. */
  integer(tag: number = TAG.integer): Uint8Array {
    const offset = this.#position
    const content = this.read(tag)
    checkInteger(content, offset)
    return content
  }

  /** Reads an INTEGER that is not negative and returns its magnitude without a sign octet. */
  unsignedInteger(tag: number = TAG.integer): Uint8Array {
    const offset = this.#position
    return unsignedMagnitude(this.integer(tag), offset)
  }

  /** Reads an INTEGER (or, with its tag, an ENUMERATED) from 0 to 2^48 − 1. */
  smallInteger(tag: number = TAG.integer): number {
    const offset = this.#position
    return smallNumber(this.integer(tag), offset)
  }

  /** Reads a BOOLEAN, which is 00 or FF (X.690 §11.1). */
  boolean(tag: number = TAG.boolean): boolean {
    const offset = this.#position
    return booleanValue(this.read(tag), offset)
  }

  /** Reads a NULL. */
  null(): void {
    if (this.read(TAG.null).length > 0)
      throw new Malformed('der.not-canonical', 'null with content', this.#position)
  }

  /** Reads an OCTET STRING. */
  octetString(tag: number = TAG.octetString): Uint8Array {
    return this.read(tag)
  }

  /** Reads a BIT STRING; its unused bits are zero (X.690 §11.2.1). */
  bitString(tag: number = TAG.bitString): { readonly bytes: Uint8Array; readonly unusedBits: number } {
    const offset = this.#position
    const content = this.read(tag)
    return { unusedBits: unusedBits(content, offset), bytes: content.subarray(1) }
  }

  /** Reads a BIT STRING that holds whole octets: a signature or a public key. */
  octetBits(tag: number = TAG.bitString): Uint8Array {
    const offset = this.#position
    const { bytes, unusedBits: unused } = this.bitString(tag)
    if (unused !== 0) throw new Malformed('der.unexpected', 'bit string does not hold whole octets', offset)
    return bytes
  }

  /** Reads a UTCTime or GeneralizedTime as milliseconds since 1970. */
  time(form?: TimeForm): number {
    const tag = this.peek()
    return timeValue(tag, this.read(tag), form)
  }

  #expect(tag: number): void {
    const next = this.peek()
    if (next === tag) return
    if (next < 0) throw new Malformed('der.truncated', '', this.#position)
    throw new Malformed(
      'der.unexpected',
      `element 0x${next.toString(16)} instead of 0x${tag.toString(16)}`,
      this.#position,
    )
  }

  /** Reads identifier and length octets at the position, notes where the content starts, and returns where it ends. */
  #header(): number {
    const at = this.#position
    if (--this.#budget.nodes < 0) throw new Malformed('der.limit', 'too many elements', at)
    if (at + 2 > this.#end) throw new Malformed('der.truncated', '', at)
    if (((this.#bytes[at] ?? 0) & 0x1f) === 0x1f) throw new Malformed('der.unexpected', 'high tag number', at)
    let length = this.#bytes[at + 1] ?? 0
    this.#contentStart = at + 2
    if (length >= 0x80) length = this.#longLength(at, length & 0x7f)
    const end = this.#contentStart + length
    if (end > this.#end) throw new Malformed('der.truncated', 'element reaches beyond its parent', at)
    return end
  }

  /** X.690 §10.1: the definite form, in the fewest octets. */
  #longLength(at: number, octets: number): number {
    if (octets === 0) throw new Malformed('der.not-canonical', 'indefinite length', at)
    if (octets > 4) throw new Malformed('der.limit', 'length', at)
    const start = at + 2
    if (start + octets > this.#end) throw new Malformed('der.truncated', '', at)
    let length = 0
    for (let index = start; index < start + octets; index++) length = length * 256 + (this.#bytes[index] ?? 0)
    const minimal = (this.#bytes[start] ?? 0) !== 0 && length >= 0x80
    if (!minimal) throw new Malformed('der.not-canonical', 'length with padding', at)
    if (length > this.#budget.element) throw new Malformed('der.limit', 'element too long', at)
    this.#contentStart = start + octets
    return length
  }
}
