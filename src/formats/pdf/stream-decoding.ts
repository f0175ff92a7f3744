import { Malformed } from '../../base/errors.js'
import { inflate } from '../../crypto/inflate.js'
import type { Budget } from './limits.js'
import { undoPredictor } from './predictor.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfReference,
  type PdfStream,
  type PdfValue,
} from './values.js'

type Resolve = (value: PdfValue | undefined) => PdfValue

/**
 * Returns the data of `stream` with its filter undone (ISO 32000-2 §7.4): nothing, or one Flate with a PNG predictor; other filters and
 * chains have no place in what holds structure. At most `maxOutput` bytes, intermediate ones counted against `budget`.
 * Throws `Malformed('pdf.filter-unsupported' | 'pdf.stream-corrupt' | 'pdf.limit')`.
 */
export function decodeStream(
  stream: PdfStream,
  options: { readonly budget: Budget; readonly resolve: Resolve; readonly maxOutput?: number | undefined },
): Uint8Array {
  const { budget, resolve } = options
  const maxOutput = options.maxOutput ?? budget.limits.inflatedStream
  const filter = onlyFilter(stream, resolve)
  if (stream.extent.end - stream.extent.start > budget.limits.inflatedStream)
    throw new Malformed('pdf.limit', 'stream', stream.extent.start)
  if (filter === undefined) return unfiltered(stream, budget, maxOutput)
  const room = Math.min(
    budget.inflatable(stream.extent.end - stream.extent.start),
    maxOutput + (maxOutput >> 3) + 1024,
  )
  const inflated = inflate(stream.data, room)
  budget.spendInflated(inflated.length)
  const decoded = undoPredictor(inflated, predictorOf(stream, resolve))
  if (decoded.length > maxOutput) throw new Malformed('pdf.limit', 'stream', stream.extent.start)
  return decoded
}

function unfiltered(stream: PdfStream, budget: Budget, maxOutput: number): Uint8Array {
  const length = stream.extent.end - stream.extent.start
  if (length > maxOutput) throw new Malformed('pdf.limit', 'stream', stream.extent.start)
  budget.spendInflated(length)
  return stream.data
}

function onlyFilter(stream: PdfStream, resolve: Resolve): 'FlateDecode' | undefined {
  const { dictionary } = stream
  if (dictionary.get('F') !== undefined) throw unsupported(stream, 'external data')
  // Some readers take this short name of an inline image for /DecodeParms, here too.
  if (dictionary.get('DP') !== undefined) throw unsupported(stream, 'DP')
  const value = resolve(dictionary.get('Filter'))
  if (value === null) return undefined
  const filters = value instanceof PdfArray ? value.items.map(resolve) : [value]
  const filter = filters[0]
  if (filter === undefined) return undefined
  if (filters.length > 1 || !(filter instanceof PdfName) || filter.value !== 'FlateDecode') {
    throw unsupported(stream, filters.map((each) => (each instanceof PdfName ? each.value : '?')).join(' '))
  }
  return 'FlateDecode'
}

/** ISO 32000-2 table 8. */
function predictorOf(
  stream: PdfStream,
  resolve: Resolve,
): { readonly predictor: number; readonly rowBytes: number; readonly pixelBytes: number } {
  const value = resolve(stream.dictionary.get('DecodeParms'))
  const parameters = value instanceof PdfArray ? resolve(value.items[0]) : value
  if (parameters === null) return { predictor: 1, rowBytes: 0, pixelBytes: 0 }
  if (!(parameters instanceof PdfDictionary)) throw unsupported(stream, 'parameters')
  const integer = (key: string, absent: number): number => {
    const given = resolve(parameters.get(key))
    if (given === null) return absent
    if (!(given instanceof PdfNumber) || !given.isInteger || given.value < 1 || given.value > 2 ** 24)
      throw unsupported(stream, key)
    return given.value
  }
  const pixelBits = integer('Colors', 1) * integer('BitsPerComponent', 8)
  const rowBits = pixelBits * integer('Columns', 1)
  return {
    predictor: integer('Predictor', 1),
    rowBytes: Math.ceil(rowBits / 8),
    pixelBytes: Math.ceil(pixelBits / 8),
  }
}

/** Returns what the dictionary of a structural stream says: what a reference leads to may differ from revision to revision. Throws `Malformed('pdf.syntax')` for one. */
export function direct(value: PdfValue | undefined): PdfValue {
  if (value instanceof PdfReference) throw new Malformed('pdf.syntax', 'a reference in a structural stream')
  return value ?? null
}

function unsupported(stream: PdfStream, detail: string): Malformed {
  return new Malformed('pdf.filter-unsupported', detail, stream.extent.start)
}
