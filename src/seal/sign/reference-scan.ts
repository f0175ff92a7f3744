import { byteAt, isDigit, isEndOfLine, isRegular, isWhite } from '../../formats/pdf/characters.js'

const PERCENT = 0x25
const SLASH = 0x2f
const BACKSLASH = 0x5c
const GREATER = 0x3e
const ZERO = 0x30
/** `\nendobj\n` in two halves, the last byte first. */
const LINE_END = 0x646e650a
const OBJ_LINE = 0x0a6a626f
/** `bj\n\n`. */
const EMPTY_LINE = 0x0a0a6a62
/** ` 0 R`, the last byte first. */
const FIRST_GENERATION = 0x52203020
/** Four bytes at a time. */
const FOUR_RS = 0x52525252
const FOUR_ZEROS = 0x30303030
const EACH_ONE = 0x01010101
const EACH_HIGH_BIT = 0x80808080 | 0
const EACH_LOW_BITS = 0x7f7f7f7f
/** Added to 10 and more, it sets the highest bit of a byte. */
const ABOVE_NINE = 0x76767676
/** Digits of an object number. */
const LONGEST_NUMBER = 7

/** What a byte may begin; everything else is passed over. */
const NOTHING = 0
const REFERENCE = 1
const END = 2
const DATA = 3
const LITERAL = 4
const HEXADECIMAL = 5
const COMMENT = 6

const BEGINS = new Uint8Array(256)
for (const [symbol, what] of [
  ['R', REFERENCE],
  ['e', END],
  ['s', DATA],
  ['(', LITERAL],
  ['<', HEXADECIMAL],
  ['%', COMMENT],
] as const) {
  BEGINS[symbol.charCodeAt(0)] = what
}

/**
 * Collects the numbers of the references `N 0 R` (ISO 32000-2 §7.3.10) in objects as they are written, without building their values:
 * many times cheaper than parsing, for the one question whether anything is missing.
 */
export class ReferenceScan {
  /** 1 for each number below the limit that is referred to. */
  readonly isReferred: Uint8Array
  /** Those that are referred to and not below it. */
  readonly beyond = new Set<number>()
  private readonly bytes: Uint8Array
  /** The same bytes, four at a time. */
  private readonly words: DataView
  private hasDoubt = false

  constructor(bytes: Uint8Array, limit: number) {
    this.bytes = bytes
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.isReferred = new Uint8Array(limit)
  }

  /** Whether all of it was understood: a comment, another generation than 0, or what does not end, is left to the parser. */
  get isCertain(): boolean {
    return !this.hasDoubt
  }

  /**
   * Whether what begins before `end`, where the next thing in the file begins, ends there as an object that is no stream: such a one can be
   * scanned quickly.
   */
  endsPlainly(end: number): boolean {
    const { bytes, words } = this
    if (end < 10 || end > bytes.length) return false
    // The usual end, in four looks: some writers leave a line empty between objects.
    const at = words.getInt32(end - 4, true) === EMPTY_LINE ? end - 1 : end
    if (
      words.getInt32(at - 4, true) === OBJ_LINE &&
      words.getInt32(at - 8, true) === LINE_END &&
      bytes[at - 9] === GREATER
    )
      return true
    const last = whiteStart(bytes, end)
    return endsWith(bytes, last, ENDOBJ) && !endsWith(bytes, whiteStart(bytes, last - ENDOBJ.length), STREAM)
  }

  /**
   * Collects what looks like a reference from `start` up to `end`, which are the ends of one or more objects that end plainly: also within
   * strings, so it may be more than there is.
   */
  scanQuickly(start: number, end: number): void {
    const { words, isReferred } = this
    // There is no R in the last `endobj`. All in one function: what is called from here is not always compiled into it.
    const last = end - 4
    for (let index = start; index <= last;) {
      // An R becomes zero, and taking 1 from zero borrows from the bit above.
      const zeroed = words.getInt32(index, true) ^ FOUR_RS
      const borrowed = (zeroed - EACH_ONE) & ~zeroed & EACH_HIGH_BIT
      if (borrowed === 0) {
        index += 4
        continue
      }
      const at = index + ((31 - Math.clz32(borrowed & -borrowed)) >> 3)
      index = at + 1
      if (at < LONGEST_NUMBER + 4 || words.getInt32(at - 3, true) !== FIRST_GENERATION) {
        this.takeDoubtful(at)
        continue
      }
      // The four bytes before ` 0 R`, as values of digits, and where one of them is no digit.
      const digits = words.getInt32(at - 7, true) ^ FOUR_ZEROS
      const others = (((digits & EACH_LOW_BITS) + ABOVE_NINE) | digits) & EACH_HIGH_BIT
      const length = Math.clz32(others) >> 3
      const number =
        (digits >>> 24) +
        (length > 1 ? ((digits >> 16) & 0xff) * 10 : 0) +
        (length > 2 ? ((digits >> 8) & 0xff) * 100 : 0)
      if (length > 0 && length < 4 && number < isReferred.length) isReferred[number] = 1
      else this.takeDoubtful(at)
    }
  }

  /** An R where strings were not told apart: what nobody would read as a reference is none. */
  private takeDoubtful(at: number): void {
    const { bytes } = this
    const number = this.usualNumber(at)
    if (number >= 0) this.add(number)
    else if (isWhite(byteAt(bytes, at - 1)) && !isRegular(byteAt(bytes, at + 1))) this.takeUnusual(bytes, at)
  }

  /** Scans from `start`, which is at `N G obj`, up to `endobj` or to the data of a stream. */
  scanObject(start: number): void {
    const { bytes } = this
    const { length } = bytes
    let index = start
    while (index < length) {
      const begins = BEGINS[bytes[index] ?? 0]
      if (begins === NOTHING) index++
      else if (begins === LITERAL) index = afterLiteral(bytes, index)
      else if (begins === HEXADECIMAL) index = afterHexadecimal(bytes, index)
      else if (begins === REFERENCE) this.take(bytes, index++)
      else if (begins === COMMENT) break
      else if (isWord(bytes, index, begins === END ? ENDOBJ : STREAM)) return
      else index++
    }
    this.hasDoubt = true
  }

  /** Two numbers and white space before an `R` that stands alone make a reference. */
  private take(bytes: Uint8Array, at: number): void {
    if (isRegular(byteAt(bytes, at + 1))) return
    const number = this.usualNumber(at)
    if (number >= 0) this.add(number)
    else this.takeUnusual(bytes, at)
  }

  /** The number of `12 0 R`, of whose R the index is `at`; -1 for anything else, and for what may be more than a number. */
  private usualNumber(at: number): number {
    const { bytes } = this
    if (at < LONGEST_NUMBER + 4 || this.words.getInt32(at - 3, true) !== FIRST_GENERATION) return -1
    let value = 0
    let scale = 1
    let index = at - 4
    for (; index >= at - 3 - LONGEST_NUMBER; index--) {
      const digit = (bytes[index] ?? 0) - ZERO
      if (digit < 0 || digit > 9) break
      value += digit * scale
      scale *= 10
    }
    return index === at - 4 || index < at - 3 - LONGEST_NUMBER ? -1 : value
  }

  /** Other white space, another generation, a comment in between, or no reference at all. */
  private takeUnusual(bytes: Uint8Array, at: number): void {
    const generationEnd = whiteStart(bytes, at)
    const generationStart = digitsStart(bytes, generationEnd)
    if (generationEnd === at) return
    const end = whiteStart(bytes, generationStart)
    const number = end === generationStart ? -1 : numberBefore(bytes, end)
    const isFirst = generationEnd === generationStart + 1 && byteAt(bytes, generationStart) === ZERO
    if (number >= 0 && isFirst && !mayBeComment(bytes, end, at)) this.add(number)
    else this.hasDoubt = true
  }

  private add(number: number): void {
    if (number < this.isReferred.length) this.isReferred[number] = 1
    else this.beyond.add(number)
  }
}

const ENDOBJ = [0x65, 0x6e, 0x64, 0x6f, 0x62, 0x6a]
const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d]

/** Whether `word` stands here as a word of its own, so not within a name such as `/stream`. */
function isWord(bytes: Uint8Array, index: number, word: readonly number[]): boolean {
  for (let at = 1; at < word.length; at++) if (bytes[index + at] !== word[at]) return false
  const before = byteAt(bytes, index - 1)
  return before !== SLASH && !isRegular(before) && !isRegular(byteAt(bytes, index + word.length))
}

function endsWith(bytes: Uint8Array, end: number, word: readonly number[]): boolean {
  for (let at = word.length, index = end - 1; --at >= 0; index--) if (bytes[index] !== word[at]) return false
  return true
}

/** Of `<<` only the brackets. */
function afterHexadecimal(bytes: Uint8Array, index: number): number {
  if (bytes[index + 1] === bytes[index]) return index + 2
  const end = bytes.indexOf(GREATER, index)
  return end < 0 ? bytes.length : end + 1
}

function afterLiteral(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === BACKSLASH) index++
    else if (byte === 0x28) depth++
    else if (byte === 0x29 && --depth === 0) return index + 1
  }
  return bytes.length
}

/** Where the white space begins that ends at `end`. */
function whiteStart(bytes: Uint8Array, end: number): number {
  let index = end
  while (index > 0 && isWhite(byteAt(bytes, index - 1))) index--
  return index
}

function digitsStart(bytes: Uint8Array, end: number): number {
  let index = end
  while (index > 0 && isDigit(byteAt(bytes, index - 1))) index--
  return index
}

/**
 * Whether the number that ends at `end` may be the last word of a comment, so that another one before it counts: there is a `%` in its line, and
 * the line is not that of the R at `at`. So no line is looked through more than once.
 */
function mayBeComment(bytes: Uint8Array, end: number, at: number): boolean {
  let index = end
  while (index < at && !isEndOfLine(byteAt(bytes, index))) index++
  if (index === at) return false
  for (index = end - 1; index >= 0; index--) {
    const byte = byteAt(bytes, index)
    if (byte === PERCENT) return true
    if (isEndOfLine(byte)) return false
  }
  return false
}

/** Returns the number that ends at `end`, or -1 when there is none. */
function numberBefore(bytes: Uint8Array, end: number): number {
  let value = 0
  for (let index = digitsStart(bytes, end); index < end; index++)
    value = value * 10 + byteAt(bytes, index) - ZERO
  return isDigit(byteAt(bytes, end - 1)) ? value : -1
}
