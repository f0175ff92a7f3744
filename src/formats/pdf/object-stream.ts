import { Malformed } from '../../base/errors.js'
import { Lexer } from './lexer.js'
import type { PdfLimits } from './limits.js'
import { Parser } from './parser.js'
import { direct, type StructuralStreams } from './structural-streams.js'
import { PdfName, PdfNumber, type PdfStream, type PdfValue } from './values.js'

/**
 * The objects of one object stream (ISO 32000-2 §7.5.7), parsed one by one when they are asked for. What its dictionary says of them is
 * direct: a reference that a later revision may define would let the same bytes hold other objects.
 */
export class ObjectStream {
  /** The object numbers in it, in the order of their index. */
  readonly numbers: readonly number[]
  private readonly bytes: Uint8Array
  private readonly offsets: readonly number[]
  private readonly limits: PdfLimits

  /** Throws `Malformed('pdf.syntax' | 'pdf.limit' | 'pdf.filter-unsupported' | 'pdf.stream-corrupt')`. */
  constructor(stream: PdfStream, streams: StructuralStreams) {
    const { dictionary } = stream
    const type = dictionary.get('Type')
    if (!(type instanceof PdfName) || type.value !== 'ObjStm')
      throw new Malformed('pdf.object-mismatch', 'no object stream', stream.extent.start)
    const count = countOf(direct(dictionary.get('N')))
    const first = countOf(direct(dictionary.get('First')))
    this.limits = streams.budget.limits
    this.bytes = streams.decode(stream)
    // Each object takes a number, an offset and two blanks of the head at the least.
    if (count > this.limits.objects || count * 4 > first + 1 || first > this.bytes.length)
      throw new Malformed('pdf.syntax', 'the head of an object stream', stream.extent.start)
    const head = new Lexer(this.bytes.subarray(0, first), 0, true)
    const numbers: number[] = []
    const offsets: number[] = []
    for (let index = 0; index < count; index++) {
      numbers.push(nextInteger(head))
      offsets.push(first + nextInteger(head))
    }
    this.numbers = numbers
    this.offsets = offsets
  }

  /** Returns object `number`, which the cross-reference says is at `index`. Throws `Malformed('pdf.object-mismatch' | 'pdf.syntax')`. */
  read(number: number, index: number): PdfValue {
    const offset = this.offsets[index]
    if (offset === undefined || this.numbers[index] !== number) {
      throw new Malformed(
        'pdf.object-mismatch',
        `object ${number} is not at place ${index} of its object stream`,
      )
    }
    const end = this.offsets[index + 1] ?? this.bytes.length
    if (offset > end || end > this.bytes.length) throw new Malformed('pdf.syntax', 'an object stream')
    const lexer = new Lexer(this.bytes.subarray(offset, end), offset, true)
    const value = new Parser(lexer, this.limits).parseValue()
    lexer.skipBlank()
    // §7.5.7: neither `obj` nor `endobj`, and no stream.
    if (lexer.position !== lexer.bytes.length)
      throw new Malformed('pdf.syntax', `object ${number} in an object stream`)
    return value
  }
}

function countOf(value: PdfValue): number {
  if (value instanceof PdfNumber && value.isInteger && value.value >= 0) return value.value
  throw new Malformed('pdf.syntax', 'an object stream')
}

function nextInteger(lexer: Lexer): number {
  lexer.skipBlank()
  const value = lexer.readDigits()
  if (value < 0) throw new Malformed('pdf.syntax', 'the head of an object stream')
  return value
}
