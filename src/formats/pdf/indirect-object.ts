import { fromLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { endOfLineLength } from './characters.js'
import type { Lexer } from './lexer.js'
import type { Budget } from './limits.js'
import type { Parser } from './parser.js'
import { PdfDictionary, PdfNumber, PdfStream, type PdfValue } from './values.js'
import type { ParsingPlace } from './window.js'

const OBJ = fromLatin1('obj')
const ENDOBJ = fromLatin1('endobj')
const STREAM = fromLatin1('stream')
const ENDSTREAM = fromLatin1('endstream')

/** An object with its number (ISO 32000-2 §7.3.10), and where its body stands in the file. */
export interface IndirectObject {
  readonly number: number
  readonly generation: number
  readonly value: PdfValue
  /** Offset of the first digit of `12 0 obj`. */
  readonly start: number
  /** Offset after `endobj`. */
  readonly end: number
}

/** What an object is read from, and how the /Length of a stream is found when it is a reference. */
export interface ObjectPlace {
  readonly place: ParsingPlace
  readonly resolve: (value: PdfValue | undefined) => PdfValue
  readonly budget: Budget
}

interface ObjectName {
  readonly number: number
  readonly generation: number
}

/** An object without the data of its stream. */
class Body implements ObjectName {
  readonly number: number
  readonly generation: number
  readonly start: number
  value: PdfValue = null
  isStream = false
  /** After `endobj`, or of the first byte of stream data. */
  end = -1

  constructor(number: number, generation: number, start: number) {
    this.number = number
    this.generation = generation
    this.start = start
  }
}

/** Returns the indirect object at `offset`, white space before it skipped. Throws `Malformed`, `pdf.object-mismatch` when it is not the one expected. */
export function readIndirectObject(from: ObjectPlace, offset: number, expected?: ObjectName): IndirectObject {
  const { place, budget } = from
  budget.spendObject(offset, 0)
  const body = place.parseAt(offset, (parser) => {
    try {
      return parseBody(parser, expected)
    } finally {
      budget.spendObject(offset, parser.lexer.offset - offset)
    }
  })
  if (!body.isStream) return body
  const { number, generation, start, end: next, value } = body
  if (!(value instanceof PdfDictionary))
    throw new Malformed('pdf.syntax', 'a stream without a dictionary', offset)
  const dataEnd = next + lengthOf(from, value, offset)
  const readEnd = (parser: Parser): number => {
    try {
      return parseStreamEnd(parser)
    } finally {
      budget.spendObject(offset, next - offset + parser.lexer.offset - dataEnd)
    }
  }
  const end = dataEnd < place.source.size ? place.parseAt(dataEnd, readEnd) : -1
  if (end < 0)
    throw new Malformed('pdf.stream-corrupt', 'the stream does not end where its length says', offset)
  const stream = new PdfStream(value, place.source, { start: next, end: dataEnd })
  return { number, generation, value: stream, start, end }
}

function parseBody(parser: Parser, expected: ObjectName | undefined): Body {
  const { lexer } = parser
  const { offset } = lexer
  const body = parseHead(lexer)
  if (body === undefined) throw new Malformed('pdf.object-mismatch', 'no object', offset)
  // Before the body: it may be long, and many entries may lead to it.
  if (
    expected !== undefined &&
    (body.number !== expected.number || body.generation !== expected.generation)
  ) {
    throw new Malformed('pdf.object-mismatch', `object ${expected.number} ${expected.generation}`, offset)
  }
  lexer.skipBlank()
  // An object that says nothing says null.
  if (!lexer.takeWord(ENDOBJ)) {
    body.value = parser.parseValue()
    lexer.skipBlank()
    if (!lexer.takeWord(ENDOBJ)) {
      if (!takeStreamKeyword(lexer)) throw lexer.malformed('the end of an object')
      body.isStream = true
    }
  }
  body.end = lexer.offset
  return body
}

function parseHead(lexer: Lexer): Body | undefined {
  lexer.skipWhite()
  const start = lexer.offset
  const number = lexer.readDigits()
  if (number < 0 || lexer.skipWhite() === 0) return undefined
  const generation = lexer.readDigits()
  if (generation < 0 || lexer.skipWhite() === 0) return undefined
  return lexer.takeWord(OBJ) ? new Body(number, generation, start) : undefined
}

/**
 * §7.3.8.1: `stream` is followed by CR LF or LF. A CR alone is read too: no LF follows it, and `endstream` stands where the length says, so the
 * data can begin at one place only.
 */
function takeStreamKeyword(lexer: Lexer): boolean {
  if (!lexer.takeWord(STREAM)) return false
  lexer.peek(1)
  const length = endOfLineLength(lexer.bytes, lexer.position)
  if (length === 0) throw lexer.malformed('the line end after stream')
  lexer.position += length
  return true
}

function lengthOf(from: ObjectPlace, dictionary: PdfDictionary, offset: number): number {
  const length = from.resolve(dictionary.get('Length'))
  if (!(length instanceof PdfNumber) || !length.isInteger || length.value < 0) {
    throw new Malformed('pdf.stream-corrupt', 'the length of a stream', offset)
  }
  return length.value
}

function parseStreamEnd({ lexer }: Parser): number {
  lexer.skipWhite()
  if (!lexer.takeWord(ENDSTREAM)) return -1
  lexer.skipBlank()
  return lexer.takeWord(ENDOBJ) ? lexer.offset : -1
}
