import { Malformed } from '../../base/errors.js'
import { Lexer } from './lexer.js'
import type { Budget } from './limits.js'
import { Parser } from './parser.js'
import { direct } from './stream-decoding.js'
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
  private readonly budget: Budget
  /** The places of the objects whose values were counted: each is read again for each revision. */
  private readonly counted = new Set<number>()

  /** `bytes` is the data of `stream`. Throws `Malformed('pdf.syntax' | 'pdf.object-mismatch')`. */
  constructor(stream: PdfStream, bytes: Uint8Array, budget: Budget) {
    const { dictionary } = stream
    const type = dictionary.get('Type')
    if (!(type instanceof PdfName) || type.value !== 'ObjStm')
      throw new Malformed('pdf.object-mismatch', 'no object stream', stream.extent.start)
    const count = countOf(direct(dictionary.get('N')))
    const first = countOf(direct(dictionary.get('First')))
    this.bytes = bytes
    this.budget = budget
    // Each object takes a number, an offset and two blanks of the head at the least.
    if (count > budget.limits.objects || count * 4 > first + 1 || first > bytes.length)
      throw new Malformed('pdf.syntax', 'the head of an object stream', stream.extent.start)
    const head = new Lexer(bytes.subarray(0, first), 0, true)
    const numbers: number[] = []
    const offsets: number[] = []
    for (let index = 0; index < count; index++) {
      numbers.push(nextInteger(head))
      const offset = first + nextInteger(head)
      // Objects that overlap would be many out of few bytes.
      if (offset < (offsets.at(-1) ?? first))
        throw new Malformed('pdf.syntax', 'the order of an object stream', stream.extent.start)
      offsets.push(offset)
    }
    this.numbers = numbers
    this.offsets = offsets
  }

  /** Returns object `number`, which the cross-reference says is at `index`. Throws `Malformed('pdf.object-mismatch' | 'pdf.syntax' | 'pdf.limit')`. */
  read(number: number, index: number): PdfValue {
    const offset = this.offsets[index]
    if (offset === undefined || this.numbers[index] !== number) {
      throw new Malformed(
        'pdf.object-mismatch',
        `object ${number} is not at place ${index} of its object stream`,
      )
    }
    const end = this.offsets[index + 1] ?? this.bytes.length
    if (end > this.bytes.length) throw new Malformed('pdf.syntax', 'an object stream')
    const lexer = new Lexer(this.bytes.subarray(offset, end), offset, true)
    const parser = new Parser(lexer, this.budget.limits)
    const value = parser.parseValue()
    this.countOnce(index, parser.count)
    lexer.skipBlank()
    // §7.5.7: neither `obj` nor `endobj`, and no stream.
    if (lexer.position !== lexer.bytes.length)
      throw new Malformed('pdf.syntax', `object ${number} in an object stream`)
    return value
  }

  private countOnce(index: number, values: number): void {
    if (this.counted.has(index)) return
    this.counted.add(index)
    this.budget.spendValues(values)
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
