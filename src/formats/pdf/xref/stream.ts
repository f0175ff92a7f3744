import { fromLatin1 } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { byteAt } from '../characters.js'
import { readIndirectObject } from '../indirect-object.js'
import { direct } from '../stream-decoding.js'
import type { StructuralStreams } from '../structural-streams.js'
import { PdfArray, PdfDictionary, PdfName, PdfNumber, PdfStream, type PdfValue } from '../values.js'
import type { ParsingPlace } from '../window.js'
import { orderedRanges } from './ranges.js'
import { findRange, type NumberRange, type XrefEntry, type XrefSection } from './section.js'

const TRAILER = fromLatin1('trailer')
const LEADING_KEYS: readonly string[] = ['Root', 'Prev', 'XRefStm', 'Encrypt', 'Info']

interface Rows extends NumberRange {
  /** Index of its first row. */
  readonly row: number
}

type Widths = readonly [number, number, number]

/** Returns the cross-reference stream at `offset` (ISO 32000-2 §7.5.8). Throws `Malformed('xref.missing' | 'xref.syntax' | 'pdf.*')`. */
export function readXrefStream(
  from: { readonly place: ParsingPlace; readonly streams: StructuralStreams },
  offset: number,
): XrefSection {
  const { place, streams } = from
  // §7.5.8.2: the values of this dictionary are direct, for there is nothing yet to look a reference up in.
  const object = readIndirectObject({ place, resolve: direct, budget: streams.budget }, offset)
  const stream = object.value
  if (!(stream instanceof PdfStream)) throw new Malformed('xref.missing', 'no cross-reference stream', offset)
  const { dictionary } = stream
  const type = dictionary.get('Type')
  if (!(type instanceof PdfName) || type.value !== 'XRef')
    throw new Malformed('xref.missing', 'no cross-reference stream', offset)
  const widths = widthsOf(dictionary, offset)
  const ranges = rangesOf(dictionary, offset)
  const rows = streams.decode(stream)
  const width = widths[0] + widths[1] + widths[2]
  const last = ranges.at(-1)
  if (last !== undefined && (last.row + last.count) * width > rows.length)
    throw new Malformed('xref.syntax', 'too few rows', offset)
  const ordered = orderedRanges(ranges, place.limits)
  return {
    form: 'stream',
    offset: object.start,
    end: endAfter(place, object.end),
    trailer: dictionary,
    ranges: ordered,
    find(number) {
      const range = findRange(ordered, number)
      return range === undefined
        ? undefined
        : readRow(rows, (range.row + number - range.first) * width, widths)
    },
  }
}

/**
 * Some linearizers write a trailer dictionary after the stream as well. Nothing leads to it; it is skipped where it says nothing that a reader
 * could follow.
 */
function endAfter(place: ParsingPlace, end: number): number {
  if (end >= place.source.size) return end
  return place.parseAt(end, (parser) => {
    const { lexer } = parser
    lexer.skipWhite()
    if (!lexer.takeWord(TRAILER)) return end
    const trailer = parser.parseValue()
    const isHarmless =
      trailer instanceof PdfDictionary && !LEADING_KEYS.some((key) => trailer.entries.has(key))
    if (!isHarmless) throw new Malformed('xref.syntax', 'a second trailer', end)
    return lexer.offset
  })
}

function widthsOf(dictionary: PdfDictionary, offset: number): Widths {
  const [type, second, third, ...more] = integersOf(dictionary.get('W'), offset)
  if (
    type === undefined ||
    second === undefined ||
    third === undefined ||
    more.length > 0 ||
    type > 8 ||
    second > 8 ||
    third > 8 ||
    second + third === 0
  ) {
    throw new Malformed('xref.syntax', '/W', offset)
  }
  return [type, second, third]
}

function rangesOf(dictionary: PdfDictionary, offset: number): readonly Rows[] {
  const [size] = integersOf(new PdfArray([dictionary.get('Size') ?? null]), offset)
  const index = dictionary.get('Index')
  const pairs = index === undefined ? [0, size ?? 0] : integersOf(index, offset)
  if (pairs.length % 2 !== 0) throw new Malformed('xref.syntax', '/Index', offset)
  const ranges: Rows[] = []
  let row = 0
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const count = pairs[pair + 1] ?? 0
    ranges.push({ first: pairs[pair] ?? 0, count, row })
    row += count
  }
  return ranges
}

function integersOf(value: PdfValue | undefined, offset: number): readonly number[] {
  if (!(value instanceof PdfArray)) throw new Malformed('xref.syntax', 'a cross-reference stream', offset)
  return value.items.map((item) => {
    if (
      !(item instanceof PdfNumber) ||
      !item.isInteger ||
      item.value < 0 ||
      !Number.isSafeInteger(item.value)
    ) {
      throw new Malformed('xref.syntax', 'a number in a cross-reference stream', offset)
    }
    return item.value
  })
}

/** §7.5.8.3, table 18: type 1 where the type has no width; other types than 0, 1 and 2 stand for null. */
function readRow(rows: Uint8Array, at: number, widths: Widths): XrefEntry {
  const type = widths[0] === 0 ? 1 : readNumber(rows, at, widths[0])
  const second = readNumber(rows, at + widths[0], widths[1])
  const third = readNumber(rows, at + widths[0] + widths[1], widths[2])
  if (type === 1 && second > 0) return { kind: 'offset', offset: second, generation: third }
  if (type === 2) return { kind: 'compressed', stream: second, index: third }
  return { kind: 'free' }
}

function readNumber(rows: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index++) value = value * 256 + byteAt(rows, at + index)
  if (!Number.isSafeInteger(value)) throw new Malformed('xref.syntax', 'a number in a cross-reference stream')
  return value
}
