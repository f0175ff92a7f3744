import { Malformed } from '../../base/errors.js'
import { Budget, type PdfLimits } from './limits.js'
import { decodeStream } from './stream-decoding.js'
import { PdfReference, type PdfStream, type PdfValue } from './values.js'

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

  /** Returns the data of `stream` as `decodeStream` does. Throws as it does, and `Malformed('pdf.syntax')` where a reference says how. */
  decode(stream: PdfStream): Uint8Array {
    const { start, end } = stream.extent
    const known = this.decoded.get(start)
    if (known?.end === end) return known.bytes
    const bytes = decodeStream(stream, { budget: this.budget, resolve: direct })
    this.decoded.set(start, { end, bytes })
    return bytes
  }
}

/** Returns what the dictionary of a structural stream says: what a reference leads to may differ from revision to revision. Throws `Malformed('pdf.syntax')` for one. */
export function direct(value: PdfValue | undefined): PdfValue {
  if (value instanceof PdfReference) throw new Malformed('pdf.syntax', 'a reference in a structural stream')
  return value ?? null
}
