import { Malformed } from '../../base/errors.js'

/** What a reader spends at most on one file. A caller may lower every figure freely. Defaults: THREATS.md, table of limits. */
export interface PdfLimits {
  /** Bytes of the file. */
  readonly fileSize: number
  readonly revisions: number
  readonly sections: number
  /** Object numbers, and entries of one cross-reference section. */
  readonly objects: number
  /** Arrays and dictionaries inside each other. */
  readonly nesting: number
  /** Bytes of one object as it is written, the data of a stream apart. */
  readonly objectBytes: number
  /** Values in one object. */
  readonly objectValues: number
  /** Values in the objects of all object streams, of which a few bytes may become many. */
  readonly compressedValues: number
  readonly nameBytes: number
  readonly fields: number
  readonly treeDepth: number
  readonly pages: number
  /** Bytes that one structural stream may become. */
  readonly inflatedStream: number
  /** Bytes that all structural streams of a file may become, intermediate ones counted. */
  readonly inflatedTotal: number
  /** Above one MiB a stream may not grow more than this many times. */
  readonly inflateRatio: number
}

/** The limits that hold where a caller says nothing. */
export const DEFAULT_LIMITS: PdfLimits = {
  fileSize: 2 ** 30,
  revisions: 512,
  sections: 1024,
  objects: 250_000,
  nesting: 64,
  // 4 MiB of /Contents in hexadecimal, and the dictionary around them.
  objectBytes: 9 * 2 ** 20,
  objectValues: 250_000,
  compressedValues: 2_000_000,
  nameBytes: 256,
  fields: 5_000,
  treeDepth: 32,
  pages: 5_000,
  inflatedStream: 16 * 2 ** 20,
  inflatedTotal: 128 * 2 ** 20,
  inflateRatio: 200,
}

/** Returns `limits` with the defaults where it says nothing. */
export function completeLimits(limits: Partial<PdfLimits> | undefined): PdfLimits {
  return limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...limits }
}

/** Each entry that a file may have can be looked up so often in the hybrid streams of all its revisions. */
const LOOKUPS_OF_ENTRY = 8

/** Counts what was spent of the limits that hold for a whole file; the views of one file share it. */
export class Budget {
  private inflated = 0
  private values = 0
  private lookups = 0
  private objectBytes = 0
  private readonly bytesOfObjects = new Map<number, number>()
  private readonly size: number
  readonly limits: PdfLimits

  /** `size` is that of the whole file. */
  constructor(limits: PdfLimits, size: number) {
    this.limits = limits
    this.size = size
  }

  /** Whether more bytes were read as objects than the file has: they stand inside each other. */
  get areObjectsNested(): boolean {
    return this.objectBytes > this.size
  }

  /**
   * Counts `bytes` that the object at `offset` was read from, however often it is read. Objects stand one after another: together they are no
   * longer than the file. Throws `Malformed('pdf.limit')` where they are, for n of them inside each other would take n² bytes to read.
   */
  spendObject(offset: number, bytes: number): void {
    const known = this.bytesOfObjects.get(offset) ?? 0
    if (bytes > known) {
      this.bytesOfObjects.set(offset, bytes)
      this.objectBytes += bytes - known
    }
    if (this.areObjectsNested) throw new Malformed('pdf.limit', 'objects inside each other', offset)
  }

  /** Returns how many bytes a stream of `length` compressed bytes may still become. */
  inflatable(length: number): number {
    const { inflatedStream, inflatedTotal, inflateRatio } = this.limits
    const byRatio = Math.max(2 ** 20, length * inflateRatio)
    return Math.min(inflatedStream, inflatedTotal - this.inflated, byRatio)
  }

  /** Counts `length` bytes that came out of a filter. Throws `Malformed('pdf.limit')` when the file has used up its share. */
  spendInflated(length: number): void {
    this.inflated += length
    if (this.inflated > this.limits.inflatedTotal) throw new Malformed('pdf.limit', 'inflated bytes')
  }

  /** Counts `count` values of an object in an object stream. Throws `Malformed('pdf.limit')` when the file has used up its share. */
  spendValues(count: number): void {
    this.values += count
    if (this.values > this.limits.compressedValues)
      throw new Malformed('pdf.limit', 'values in object streams')
  }

  /** Counts `count` entries of hybrid streams that are looked up in other sections. Throws `Malformed('pdf.limit')` when the file has used up its share. */
  spendLookups(count: number): void {
    this.lookups += count
    if (this.lookups > this.limits.objects * LOOKUPS_OF_ENTRY)
      throw new Malformed('pdf.limit', 'entries of hybrid streams, over all revisions')
  }
}
