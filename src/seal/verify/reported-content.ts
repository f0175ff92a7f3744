import { duplicateKeyOf } from '../../document/model/duplicate-key.js'
import type { ReadReceipt } from '../../document/model/read-receipt.js'
import type { TrustedReport } from './types.js'

/** What a trusted report says of the receipt: it was read to the end for the verdict; objects are made of it when somebody asks. */
export interface ReportedContent {
  readonly content: ReadReceipt
  readonly sha256: () => Uint8Array
}

/** Gives back what it is made of, so that a class that extends it can add a private field to a plain object. */
const Itself = function (it: object): object {
  return it
} as unknown as new (it: object) => object

/** A report with its content, which nobody sees but the two properties. */
class Carrier extends Itself {
  readonly #content: ReportedContent

  constructor(report: object, content: ReportedContent) {
    super(report)
    this.#content = content
  }

  static contentOf(report: object): ReportedContent {
    return (report as Carrier).#content
  }
}

/** One pair of functions for all reports: getters in a literal are made anew for each, and give each report a form of its own. */
const DOCUMENT: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: object) {
    return Carrier.contentOf(this).content.receipt
  },
}

const DUPLICATE_KEY: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: object) {
    const { content, sha256 } = Carrier.contentOf(this)
    return duplicateKeyOf(content.receipt, sha256())
  },
}

/** Returns `report` with the properties `document` and `duplicateKey`, which are computed when they are read. */
export function reportContent(
  report: Omit<TrustedReport, 'document' | 'duplicateKey'>,
  content: ReportedContent,
): TrustedReport {
  const carrier = new Carrier(report, content)
  Object.defineProperty(carrier, 'document', DOCUMENT)
  Object.defineProperty(carrier, 'duplicateKey', DUPLICATE_KEY)
  return carrier as object as TrustedReport
}
