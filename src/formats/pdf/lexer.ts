import { toLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { byteAt, isDigit, isEndOfLine, isRegular, isWhite } from './characters.js'

/** Thrown when a window ends before what is read does; the reader then takes a larger window. */
export class WindowEnd extends Error {
  override readonly name = 'WindowEnd'
}

const WINDOW_END = new WindowEnd('the window ends inside an object')
const PERCENT = 0x25

/** Walks over a window of a file. It knows tokens, not objects; offsets that it tells are offsets in the file. */
export class Lexer {
  /** Index in the window, not in the file. */
  position = 0
  readonly bytes: Uint8Array
  /** Offset in the file at which the window begins. */
  readonly base: number
  /** Whether the file ends where the window does. */
  private readonly isLast: boolean

  constructor(bytes: Uint8Array, base: number, isLast: boolean) {
    this.bytes = bytes
    this.base = base
    this.isLast = isLast
  }

  /** The offset in the file of the next byte. */
  get offset(): number {
    return this.base + this.position
  }

  /** Returns the byte `ahead` of the next one without taking it, -1 at the end of the file. */
  peek(ahead = 0): number {
    const byte = this.bytes[this.position + ahead]
    if (byte !== undefined) return byte
    this.atEnd()
    return -1
  }

  /** Throws `WindowEnd` unless the file itself ends here. */
  atEnd(): void {
    if (!this.isLast) throw WINDOW_END
  }

  /** Skips white space and returns how many bytes it had. */
  skipWhite(): number {
    const start = this.position
    const { bytes } = this
    let index = start
    while (isWhite(byteAt(bytes, index))) index++
    this.position = index
    if (index === bytes.length) this.atEnd()
    return index - start
  }

  /** Skips white space and comments (ISO 32000-2 §7.2.4) and returns the byte after them, -1 at the end of the file. */
  skipBlank(): number {
    const { bytes } = this
    let index = this.position
    let byte = bytes[index] ?? -1
    while (byte <= PERCENT && byte >= 0) {
      if (isWhite(byte)) index++
      else if (byte === PERCENT) index = endOfComment(bytes, index)
      else break
      byte = bytes[index] ?? -1
    }
    this.position = index
    if (byte < 0) this.atEnd()
    return byte
  }

  /** Takes the regular characters that follow and returns the index after them. */
  skipRegular(): number {
    const { bytes } = this
    let index = this.position
    while (isRegular(byteAt(bytes, index))) index++
    this.position = index
    if (index === bytes.length) this.atEnd()
    return index
  }

  /** Takes digits and returns their value, or -1 (and takes nothing) where there is none or the value is no safe integer. */
  readDigits(): number {
    const { bytes } = this
    const start = this.position
    let index = start
    let value = 0
    let byte = byteAt(bytes, index)
    while (isDigit(byte)) {
      value = value * 10 + byte - 0x30
      // Digits that may be many are not read to their end for each place in them.
      if (value > Number.MAX_SAFE_INTEGER) return -1
      byte = byteAt(bytes, ++index)
    }
    if (index === bytes.length) this.atEnd()
    if (index === start) return -1
    this.position = index
    return value
  }

  /** Takes `word` and returns true when it stands here as a whole token. */
  takeWord(word: Uint8Array): boolean {
    const { bytes, position } = this
    for (let index = 0; index < word.length; index++) {
      const byte = byteAt(bytes, position + index)
      if (byte < 0) this.atEnd()
      if (byte !== word[index]) return false
    }
    const next = byteAt(bytes, position + word.length)
    if (next < 0) this.atEnd()
    if (isRegular(next)) return false
    this.position = position + word.length
    return true
  }

  /** Returns the characters from index `start` of the window up to here. */
  textFrom(start: number): string {
    return toLatin1(this.bytes.subarray(start, this.position))
  }

  /** Returns the refusal of what stands here. */
  malformed(detail: string): Malformed {
    return new Malformed('pdf.syntax', detail, this.offset)
  }
}

function endOfComment(bytes: Uint8Array, start: number): number {
  let index = start
  while (index < bytes.length && !isEndOfLine(byteAt(bytes, index))) index++
  return index
}
