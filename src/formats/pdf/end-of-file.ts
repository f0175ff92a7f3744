import { fromLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import { endOfLineLength } from './characters.js'
import type { Lexer } from './lexer.js'
import type { ParsingPlace } from './window.js'

const STARTXREF = fromLatin1('startxref')
const END_OF_FILE = fromLatin1('%%EOF')

/** How far from the end of a file its last `%%EOF` is looked for: what a mail gateway appends, not a second document. */
const SEARCHED = 16 * 1024
const FIRST_SEARCHED = 1024

/** `startxref`, its number, `%%EOF` (ISO 32000-2 §7.5.5). */
export interface EndOfFile {
  readonly startxref: number
  /** Offset after `%%EOF`. */
  readonly end: number
}

/** Returns the last end-of-file of `source`. Throws `Malformed('pdf.truncated')` when none is near the end, `Malformed('xref.missing')` when it names no offset. */
export function findLastEndOfFile(place: ParsingPlace): EndOfFile {
  const { size } = place.source
  for (const length of [FIRST_SEARCHED, SEARCHED]) {
    const from = Math.max(0, size - length)
    const tail = place.source.read(from, size)
    const mark = lastIndexOf(tail, END_OF_FILE, tail.length)
    const keyword = mark <= 0 ? -1 : lastIndexOf(tail, STARTXREF, mark)
    if (keyword >= 0) return readEndOfFile(place, from + keyword)
    if (from === 0) break
  }
  throw new Malformed('pdf.truncated', 'no startxref and %%EOF near the end', size)
}

/** Returns the `startxref … %%EOF` that follows at `offset` after nothing but blanks. Throws `Malformed('xref.missing')`. */
export function readEndOfFile(place: ParsingPlace, offset: number): EndOfFile {
  const found =
    offset < place.source.size ? place.parseAt(offset, ({ lexer }) => parseEndOfFile(lexer)) : undefined
  if (found === undefined) throw new Malformed('xref.missing', 'startxref and %%EOF', offset)
  return found
}

function parseEndOfFile(lexer: Lexer): EndOfFile | undefined {
  lexer.skipBlank()
  if (!lexer.takeWord(STARTXREF)) return undefined
  lexer.skipWhite()
  const startxref = lexer.readDigits()
  lexer.skipWhite()
  if (startxref < 0) return undefined
  for (const byte of END_OF_FILE) {
    if (lexer.peek() !== byte) return undefined
    lexer.position++
  }
  return { startxref, end: lexer.offset }
}

/**
 * Returns the offsets at which a revision may be said to end: after `%%EOF` without its line end, and with it. CR LF may be one line end,
 * or a CR of this revision and a LF that a later writer put before its own bytes.
 */
export function revisionEnds(source: ByteSource, end: number): readonly number[] {
  const { whole } = source
  const length =
    whole === undefined
      ? endOfLineLength(source.read(end, Math.min(end + 2, source.size)), 0)
      : endOfLineLength(whole, end)
  if (length === 0) return [end]
  return length === 1 ? [end, end + 1] : [end, end + 1, end + 2]
}

function lastIndexOf(bytes: Uint8Array, word: Uint8Array, before: number): number {
  const first = word[0]
  for (let index = before - 1; index >= 0; index--)
    if (bytes[index] === first && standsAt(bytes, index, word)) return index
  return -1
}

function standsAt(bytes: Uint8Array, index: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at++) if (bytes[index + at] !== word[at]) return false
  return true
}
