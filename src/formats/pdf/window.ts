import { Malformed } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import { Lexer, WindowEnd } from './lexer.js'
import type { PdfLimits } from './limits.js'
import { Parser } from './parser.js'

/** Most objects fit, most signatures among them. */
const FIRST_WINDOW = 16 * 1024
const GROWTH = 8

/** The window that was read last: objects stand near each other, and a view for each would cost more than its object. */
interface Window {
  readonly bytes: Uint8Array
  readonly base: number
}

const NO_WINDOW: Window = { bytes: new Uint8Array(0), base: 0 }

/** Where objects are parsed: a source, its limits, and the bytes read last. */
export class ParsingPlace {
  readonly source: ByteSource
  readonly limits: PdfLimits
  private window: Window = NO_WINDOW
  /** Over all bytes, where these are no more than an object may have. Never used by two at once: nothing that is read here reads. */
  private readonly whole: Parser | undefined

  constructor(source: ByteSource, limits: PdfLimits) {
    this.source = source
    this.limits = limits
    const { whole } = source
    this.whole =
      whole !== undefined && whole.length <= limits.objectBytes
        ? new Parser(new Lexer(whole, 0, true), limits)
        : undefined
  }

  /**
   * Returns what `read` makes of the bytes from `offset` on. The window grows until the object fits, so that a large file is touched
   * only where it is read. Throws `Malformed('pdf.truncated')` beyond the end and `Malformed('pdf.limit')` for an object that is too long.
   */
  parseAt<T>(offset: number, read: (parser: Parser) => T): T {
    if (offset < 0 || offset >= this.source.size)
      throw new Malformed('pdf.truncated', 'offset beyond the end', offset)
    return this.whole === undefined ? this.parseInWindow(offset, read) : read(this.whole.restart(offset))
  }

  private parseInWindow<T>(offset: number, read: (parser: Parser) => T): T {
    const { limits } = this
    const { bytes, base } = this.window
    const isInWindow = offset >= base && offset < base + bytes.length
    if (!isInWindow) this.read(offset, FIRST_WINDOW)
    for (let length = isInWindow ? FIRST_WINDOW / GROWTH : FIRST_WINDOW; ; length *= GROWTH) {
      try {
        return read(this.parser(offset))
      } catch (error) {
        if (!(error instanceof WindowEnd)) throw error
        if (length >= limits.objectBytes) throw new Malformed('pdf.limit', 'bytes of an object', offset)
      }
      this.read(offset, length * GROWTH)
    }
  }

  private parser(offset: number): Parser {
    const { bytes, base } = this.window
    const lexer = new Lexer(bytes, base, base + bytes.length === this.source.size)
    lexer.position = offset - base
    return new Parser(lexer, this.limits)
  }

  private read(offset: number, length: number): void {
    const to = Math.min(this.source.size, offset + Math.min(length, this.limits.objectBytes))
    this.window = { bytes: this.source.read(offset, to), base: offset }
  }
}
