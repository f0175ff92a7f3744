import { fromLatin1 } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import type { ByteSource } from '../../../base/source.js'
import { byteAt } from '../characters.js'
import type { Parser } from '../parser.js'
import { PdfDictionary } from '../values.js'
import type { ParsingPlace } from '../window.js'
import { orderedRanges } from './ranges.js'
import { findRange, type NumberRange, type XrefEntry, type XrefSection } from './section.js'

const XREF = fromLatin1('xref')
const TRAILER = fromLatin1('trailer')

/** ISO 32000-2 §7.5.4: `nnnnnnnnnn ggggg n` and a line end of two bytes. */
export const ENTRY_LENGTH = 20

interface Subsection extends NumberRange {
  /** Offset of its first entry. */
  readonly offset: number
}

/** Returns the cross-reference table at `offset` (white space before it allowed), `undefined` when there is none. Throws `Malformed('xref.syntax' | 'pdf.limit')`. */
export function readTable(place: ParsingPlace, offset: number): XrefSection | undefined {
  const start = place.parseAt(offset, ({ lexer }) => {
    lexer.skipWhite()
    const at = lexer.offset
    return lexer.takeWord(XREF) ? at : -1
  })
  if (start < 0) return undefined
  const subsections: Subsection[] = []
  for (let next = start + XREF.length; ;) {
    const part = place.parseAt(next, parsePart)
    if (part instanceof PdfDictionary) {
      return table(place, { offset: start, trailer: part, ranges: orderedRanges(subsections, place.limits) })
    }
    if (subsections.length > place.limits.objects) throw new Malformed('pdf.limit', 'subsections', next)
    subsections.push(part)
    next = part.offset + part.count * ENTRY_LENGTH
    if (next > place.source.size)
      throw new Malformed('xref.syntax', 'a subsection beyond the end', part.offset)
  }
}

/** The head of a subsection, or the trailer dictionary. */
function parsePart(parser: Parser): Subsection | PdfDictionary {
  const { lexer } = parser
  lexer.skipWhite()
  if (lexer.takeWord(TRAILER)) {
    const trailer = parser.parseValue()
    if (!(trailer instanceof PdfDictionary)) throw new Malformed('xref.syntax', 'the trailer', lexer.offset)
    return trailer
  }
  const first = lexer.readDigits()
  if (first < 0 || lexer.skipWhite() === 0)
    throw new Malformed('xref.syntax', 'the head of a subsection', lexer.offset)
  const count = lexer.readDigits()
  if (count < 0 || lexer.skipWhite() === 0)
    throw new Malformed('xref.syntax', 'the head of a subsection', lexer.offset)
  return { first, count, offset: lexer.offset }
}

function table(
  place: ParsingPlace,
  parts: { readonly offset: number; readonly trailer: PdfDictionary; readonly ranges: readonly Subsection[] },
): XrefSection {
  const entries = new EntryReader(place.source)
  return {
    form: 'table',
    offset: parts.offset,
    end: parts.trailer.extent.end,
    trailer: parts.trailer,
    ranges: parts.ranges,
    find(number) {
      const range = findRange(parts.ranges, number)
      if (range === undefined) return undefined
      return entries.read(range.offset + (number - range.first) * ENTRY_LENGTH)
    },
  }
}

const NO_BYTES = new Uint8Array(0)

/** Reads entries some hundred at a time: who asks for one often asks for its neighbours. */
class EntryReader {
  private readonly source: ByteSource
  private bytes: Uint8Array
  private base = 0

  constructor(source: ByteSource) {
    this.source = source
    this.bytes = source.whole ?? NO_BYTES
  }

  read(offset: number): XrefEntry {
    const { source } = this
    if (offset < this.base || offset + ENTRY_LENGTH > this.base + this.bytes.length) {
      this.bytes = source.read(offset, Math.min(source.size, offset + ENTRY_LENGTH * 200))
      this.base = offset
    }
    return parseEntry(this.bytes, offset - this.base, offset)
  }
}

/** Exactly twenty bytes: an entry of another length would put every later one at another place for another reader. */
function parseEntry(bytes: Uint8Array, at: number, offset: number): XrefEntry {
  const position = readDigits(bytes, at, 10)
  const generation = readDigits(bytes, at + 11, 5)
  const type = byteAt(bytes, at + 17)
  const isFramed =
    byteAt(bytes, at + 10) === 0x20 && byteAt(bytes, at + 16) === 0x20 && endsLine(bytes, at + 18)
  if (position < 0 || generation < 0 || !isFramed) throw new Malformed('xref.syntax', 'an entry', offset)
  if (type === 0x66) return FREE
  if (type !== 0x6e) throw new Malformed('xref.syntax', 'an entry', offset)
  // The header stands at offset 0, so no object can; some producers mark unused numbers so.
  return position === 0 ? FREE : { kind: 'offset', offset: position, generation }
}

const FREE: XrefEntry = { kind: 'free' }

function endsLine(bytes: Uint8Array, at: number): boolean {
  const first = byteAt(bytes, at)
  const second = byteAt(bytes, at + 1)
  if (second === 0x0a) return first === 0x20 || first === 0x0d
  return second === 0x0d && first === 0x20
}

function readDigits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0
  for (let index = from; index < from + count; index++) {
    const digit = (bytes[index] ?? -1) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
