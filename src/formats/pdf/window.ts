import { Malformed } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import { Lexer, WindowEnd } from './lexer.js'
import type { PdfLimits } from './limits.js'
import { Parser } from './parser.js'

/** Most objects fit, most signatures among them. */
const FIRST_WINDOW = 16 * 1024
const GROWTH = 8

/**
 * Returns what `read` makes of the bytes from `offset` on. The window grows until the object fits, so that a large file is touched
 * only where it is read. Throws `Malformed('pdf.truncated')` beyond the end and `Malformed('pdf.limit')` for an object that is too long.
 */
export function parseAt<T>(
  place: { readonly source: ByteSource; readonly limits: PdfLimits },
  offset: number,
  read: (parser: Parser) => T,
): T {
  const { source, limits } = place
  if (offset < 0 || offset >= source.size)
    throw new Malformed('pdf.truncated', 'offset beyond the end', offset)
  for (let length = FIRST_WINDOW; ; length *= GROWTH) {
    const to = Math.min(source.size, offset + Math.min(length, limits.objectBytes))
    const lexer = new Lexer(source.read(offset, to), offset, to === source.size)
    try {
      return read(new Parser(lexer, limits))
    } catch (error) {
      if (!(error instanceof WindowEnd)) throw error
      if (length >= limits.objectBytes) throw new Malformed('pdf.limit', 'bytes of an object', offset)
    }
  }
}
