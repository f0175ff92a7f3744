import { fromLatin1, toLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { indexOfByte } from '../../base/native-bytes.js'
import { byteAt, hexValue, isDigit, isRegular } from './characters.js'
import type { Lexer } from './lexer.js'
import type { PdfLimits } from './limits.js'
import { commonName, FIRST_HASH, nextHash } from './names.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfReference,
  PdfString,
  type Extent,
  type PdfValue,
} from './values.js'

const TRUE = fromLatin1('true')
const FALSE = fromLatin1('false')
const NULL = fromLatin1('null')
const REFERENCE = fromLatin1('R')

const LESS = 0x3c
const GREATER = 0x3e
const HASH = 0x23

/** Up to so many keys are compared each with each. */
const FEW = 24

/** Reads PDF objects from a lexer (ISO 32000-2 §7.3). Nesting and the number of values are bounded. */
export class Parser {
  private values = 0
  readonly lexer: Lexer
  private readonly limits: PdfLimits

  constructor(lexer: Lexer, limits: PdfLimits) {
    this.lexer = lexer
    this.limits = limits
  }

  /** Values read since the parser was made or restarted, those inside others too. */
  get count(): number {
    return this.values
  }

  /** Goes to an index of the window, as if nothing had been read. */
  restart(position: number): this {
    this.lexer.position = position
    this.values = 0
    return this
  }

  /** Returns the object that stands next, blanks before it skipped. Throws `Malformed('pdf.syntax' | 'pdf.limit')`. */
  parseValue(depth = 0): PdfValue {
    const { lexer } = this
    const byte = lexer.skipBlank()
    if (++this.values > this.limits.objectValues)
      throw new Malformed('pdf.limit', 'values in an object', lexer.offset)
    if (byte === 0x2f) return this.parseName()
    if (byte >= 0x2b && byte <= 0x39) return this.parseNumberOrReference()
    if (byte === LESS) return lexer.peek(1) === LESS ? this.parseDictionary(depth) : this.parseHexString()
    if (byte === 0x28) return this.parseLiteralString()
    if (byte === 0x5b) return this.parseArray(depth)
    return this.parseKeyword()
  }

  /** Returns the dictionary that stands next, or throws. */
  parseDictionary(depth = 0): PdfDictionary {
    const { lexer } = this
    this.checkDepth(depth)
    const start = lexer.offset
    lexer.position += 2
    const keys: string[] = []
    const values: PdfValue[] = []
    for (;;) {
      const byte = lexer.skipBlank()
      if (byte === GREATER) break
      if (byte !== 0x2f) throw lexer.malformed('a key of a dictionary')
      keys.push(this.parseName().value)
      values.push(this.parseValue(depth + 1))
    }
    if (lexer.peek(1) !== GREATER) throw lexer.malformed('the end of a dictionary')
    lexer.position += 2
    const extent = { start, end: lexer.offset }
    return areDistinct(keys)
      ? new PdfDictionary(keys, values, { extent, duplicates: NO_DUPLICATES, hidden: NOTHING_HIDDEN })
      : withoutRepeats(keys, values, extent)
  }

  private parseArray(depth: number): PdfArray {
    const { lexer } = this
    this.checkDepth(depth)
    const start = lexer.offset
    lexer.position++
    const items: PdfValue[] = []
    for (;;) {
      if (lexer.skipBlank() === 0x5d) break
      items.push(this.parseValue(depth + 1))
    }
    lexer.position++
    return new PdfArray(items, { start, end: lexer.offset })
  }

  private checkDepth(depth: number): void {
    if (depth >= this.limits.nesting) throw new Malformed('pdf.limit', 'nesting', this.lexer.offset)
  }

  /** ISO 32000-2 §7.3.5: `#` and two hexadecimal digits stand for one byte; decoded once. */
  private parseName(): PdfName {
    const { lexer } = this
    const { bytes } = lexer
    const from = ++lexer.position
    let hash = FIRST_HASH
    let to = from
    for (let byte = bytes[to] ?? -1; isRegular(byte); byte = bytes[++to] ?? -1) hash = nextHash(hash, byte)
    lexer.position = to
    if (to === bytes.length) lexer.atEnd()
    if (to - from > this.limits.nameBytes) throw new Malformed('pdf.limit', 'name', lexer.offset)
    const common = commonName(hash)
    return common !== undefined && spells(bytes, from, common.bytes) && common.bytes.length === to - from
      ? common.name
      : new PdfName(this.readName(from, to))
  }

  private readName(from: number, to: number): string {
    const { bytes } = this.lexer
    const written = bytes.subarray(from, to)
    if (!written.includes(HASH)) return toLatin1(written)
    let name = ''
    for (let index = from; index < to; index++) {
      let byte = byteAt(bytes, index)
      if (byte === HASH) {
        byte = to - index < 3 ? -1 : decodeEscape(bytes, index)
        if (byte < 0) throw new Malformed('pdf.syntax', 'escape in a name', this.lexer.base + index)
        index += 2
      }
      name += String.fromCharCode(byte)
    }
    return name
  }

  private parseHexString(): PdfString {
    const { lexer } = this
    const start = lexer.position
    const close = indexOfByte(lexer.bytes, GREATER, start)
    if (close < 0) throw this.endless()
    lexer.position = close + 1
    return new PdfString({ bytes: lexer.bytes, from: start + 1, to: close }, true, {
      start: lexer.base + start,
      end: lexer.offset,
    })
  }

  private parseLiteralString(): PdfString {
    const { lexer } = this
    const { bytes } = lexer
    const start = lexer.position
    let open = 1
    let index = start + 1
    for (; open > 0 && index < bytes.length; index++) {
      const byte = byteAt(bytes, index)
      if (byte === 0x5c) index++
      else if (byte === 0x28) open++
      else if (byte === 0x29) open--
    }
    if (open > 0) throw this.endless()
    lexer.position = index
    return new PdfString({ bytes, from: start + 1, to: index - 1 }, false, {
      start: lexer.base + start,
      end: lexer.offset,
    })
  }

  /** The refusal of a string that was read to the end of the bytes. */
  private endless(): Malformed {
    const { lexer } = this
    lexer.atEnd()
    const refusal = lexer.malformed('a string without an end')
    lexer.position = lexer.bytes.length
    return refusal
  }

  private parseNumberOrReference(): PdfValue {
    const { lexer } = this
    const start = lexer.position
    const number = lexer.readDigits()
    if (number < 0 || isRegular(lexer.peek())) {
      lexer.position = start
      return this.parseSignedOrReal()
    }
    const end = lexer.position
    const generation = this.readGeneration()
    if (generation >= 0) return new PdfReference(number, generation)
    lexer.position = end
    return new PdfNumber(
      number,
      true,
      leadsWithZero(lexer.bytes, start, end) ? lexer.textFrom(start) : undefined,
    )
  }

  /** The rest of `12 0 R` after its 12, or -1. */
  private readGeneration(): number {
    const { lexer } = this
    if (!isDigit(lexer.skipBlank())) return -1
    const generation = lexer.readDigits()
    if (generation < 0 || isRegular(lexer.peek())) return -1
    lexer.skipBlank()
    return lexer.takeWord(REFERENCE) ? generation : -1
  }

  /** ISO 32000-2 §7.3.3: a sign, digits, at most one point, at least one digit; no exponent. */
  private parseSignedOrReal(): PdfNumber {
    const { lexer } = this
    const start = lexer.position
    const end = lexer.skipRegular()
    let digits = 0
    let points = 0
    for (let index = start; index < end; index++) {
      const byte = byteAt(lexer.bytes, index)
      if (isDigit(byte)) digits++
      else if (byte === 0x2e) points++
      else if (index !== start || (byte !== 0x2b && byte !== 0x2d)) digits = Number.NEGATIVE_INFINITY
    }
    if (digits < 1 || points > 1 || digits > 400)
      throw new Malformed('pdf.syntax', 'number', lexer.base + start)
    const text = lexer.textFrom(start)
    return new PdfNumber(Number(text), points === 0, text)
  }

  private parseKeyword(): boolean | null {
    const { lexer } = this
    if (lexer.takeWord(NULL)) return null
    if (lexer.takeWord(TRUE)) return true
    if (lexer.takeWord(FALSE)) return false
    throw lexer.malformed('an object')
  }
}

function spells(bytes: Uint8Array, from: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++) if (name[index] !== bytes[from + index]) return false
  return true
}

function decodeEscape(bytes: Uint8Array, index: number): number {
  const high = hexValue(byteAt(bytes, index + 1))
  const low = hexValue(byteAt(bytes, index + 2))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function leadsWithZero(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > 1 && byteAt(bytes, start) === 0x30
}

const NO_DUPLICATES: readonly string[] = []
const NOTHING_HIDDEN: readonly PdfValue[] = []

function areDistinct(keys: readonly string[]): boolean {
  if (keys.length > FEW) return new Set(keys).size === keys.length
  for (let index = 1; index < keys.length; index++)
    for (let before = 0; before < index; before++) if (keys[before] === keys[index]) return false
  return true
}

/** The dictionary of entries of which some have the same key: the last one counts; the key and the others are remembered. */
function withoutRepeats(keys: readonly string[], values: readonly PdfValue[], extent: Extent): PdfDictionary {
  const entries = new Map<string, PdfValue>()
  const duplicates: string[] = []
  const hidden: PdfValue[] = []
  for (const [index, key] of keys.entries()) {
    const earlier = entries.get(key)
    if (earlier !== undefined) {
      duplicates.push(key)
      hidden.push(earlier)
    }
    entries.set(key, values[index] ?? null)
  }
  return new PdfDictionary([...entries.keys()], [...entries.values()], { extent, duplicates, hidden })
}
