import { Budget, type PdfLimits } from './limits.js'
import { decodeStream } from './stream-decoding.js'
import { PdfArray, PdfDictionary, PdfReference, type PdfStream, type PdfValue } from './values.js'

/**
 * The decoded cross-reference and object streams of a file and of its revisions read alone: these are prefixes of the same bytes, so what was
 * inflated once is not inflated, nor counted, again.
 */
export class StructuralStreams {
  readonly budget: Budget
  private readonly decoded = new Map<number, { readonly end: number; readonly bytes: Uint8Array }>()

  constructor(limits: PdfLimits) {
    this.budget = new Budget(limits)
  }

  /** Returns the data of `stream` as `decodeStream` does. Throws as it does. */
  decode(stream: PdfStream, resolve: (value: PdfValue | undefined) => PdfValue): Uint8Array {
    const { start, end } = stream.extent
    const known = this.decoded.get(start)
    if (known?.end === end) return known.bytes
    const bytes = decodeStream(stream, { budget: this.budget, resolve })
    // What a reference says of the filter may differ from revision to revision.
    if (isDirect(stream.dictionary.get('Filter')) && isDirect(stream.dictionary.get('DecodeParms'))) {
      this.decoded.set(start, { end, bytes })
    }
    return bytes
  }
}

function isDirect(value: PdfValue | undefined): boolean {
  if (value instanceof PdfArray) return value.items.every(isDirect)
  if (value instanceof PdfDictionary) return value.values.every(isDirect)
  return !(value instanceof PdfReference)
}
