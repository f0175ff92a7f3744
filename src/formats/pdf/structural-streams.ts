import { Budget, type PdfLimits } from './limits.js'
import { ObjectStream } from './object-stream.js'
import { decodeStream, direct } from './stream-decoding.js'
import type { PdfStream } from './values.js'

/**
 * The decoded cross-reference and object streams of a file and of its revisions read alone: these are prefixes of the same bytes, so what was
 * inflated once is not inflated, nor counted, again.
 */
export class StructuralStreams {
  readonly budget: Budget
  private readonly decoded = new Map<number, { readonly stream: PdfStream; readonly bytes: Uint8Array }>()
  private readonly opened = new Map<number, { readonly stream: PdfStream; readonly objects: ObjectStream }>()

  constructor(limits: PdfLimits, size: number) {
    this.budget = new Budget(limits, size)
  }

  /** Returns the data of `stream` as `decodeStream` does. Throws as it does, and `Malformed('pdf.syntax')` where a reference says how. */
  decode(stream: PdfStream): Uint8Array {
    const known = this.decoded.get(stream.extent.start)
    if (known !== undefined && isSame(known.stream, stream)) return known.bytes
    const bytes = decodeStream(stream, { budget: this.budget, resolve: direct })
    this.decoded.set(stream.extent.start, { stream, bytes })
    return bytes
  }

  /** Returns the objects in `stream`. Throws as `decode` and `ObjectStream` do. */
  objectStream(stream: PdfStream): ObjectStream {
    const known = this.opened.get(stream.extent.start)
    if (known !== undefined && isSame(known.stream, stream)) return known.objects
    const objects = new ObjectStream(stream, this.decode(stream), this.budget)
    this.opened.set(stream.extent.start, { stream, objects })
    return objects
  }
}

/** The same data under the same dictionary, whichever revision led there. */
function isSame(left: PdfStream, right: PdfStream): boolean {
  return (
    left.extent.start === right.extent.start &&
    left.extent.end === right.extent.end &&
    left.dictionary.extent.start === right.dictionary.extent.start
  )
}
