import { Malformed } from '../../../base/errors.js'
import { PdfArray, PdfDictionary, PdfStream, PdfString, type Extent, type PdfValue } from '../values.js'

/** References that the analysis of all revisions of a file follows at most: about a second. */
const DEFAULT_REFERENCES = 2_000_000

/** Values that are read, walked over or compared at most, about two seconds: most lead nowhere, and each revision may have them read again. */
const DEFAULT_VALUES = 5_000_000

/** As long as so many bytes, as a power of two, are read, a value is walked over. */
const SHIFT = 6

/** What the analysis of changes may still spend; shared by the comparisons of one file, so that many revisions do not multiply it. */
export class AnalysisBudget {
  private left: number
  private valuesLeft: number

  constructor(references = DEFAULT_REFERENCES, values = DEFAULT_VALUES) {
    this.left = references
    this.valuesLeft = values
  }

  /** Counts one reference. Throws `Malformed('pdf.limit')` when none is left. */
  spend(): void {
    if (this.left-- <= 0) throw new Malformed('pdf.limit', 'references followed in the analysis of changes')
  }

  /** Counts `count` values. Throws `Malformed('pdf.limit')` when fewer are left. */
  spendValues(count: number): void {
    this.valuesLeft -= count
    if (this.valuesLeft < 0) throw new Malformed('pdf.limit', 'values in the analysis of changes')
  }

  /** Counts what it takes to read `value` apart from the values in it: a long text is one of them. Throws as `spendValues` does. */
  spendReading(value: PdfValue): void {
    const extent = extentOf(value)
    if (extent !== undefined) this.spendValues((extent.end - extent.start) >> SHIFT)
  }

  /** Counts `value` and all values in it. Throws as `spendValues` does. */
  spendWhole(value: PdfValue): void {
    this.spendValues(1)
    if (value instanceof PdfStream) this.spendWhole(value.dictionary)
    else if (value instanceof PdfArray) for (const item of value.items) this.spendWhole(item)
    else if (value instanceof PdfDictionary) for (const child of value.values) this.spendWhole(child)
  }
}

/** Where a value stands; of a stream its dictionary, for the data are not read. */
function extentOf(value: PdfValue): Extent | undefined {
  if (value instanceof PdfStream) return value.dictionary.extent
  const isLong = value instanceof PdfDictionary || value instanceof PdfArray || value instanceof PdfString
  return isLong ? value.extent : undefined
}
