import { RevisionHistory } from '../../formats/pdf/differences/revision-history.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { readSignedReceipt } from './signed-receipt.js'
import type { ReceiptOutcome } from './signed-receipt.js'

/** A PDF under verification; the receipt of each signed revision is read at most once. */
export class OpenDocument {
  readonly file: PdfFile
  readonly history: RevisionHistory
  readonly #receipts = new Map<PdfFile, ReceiptOutcome>()

  constructor(file: PdfFile) {
    this.file = file
    this.history = new RevisionHistory(file)
  }

  /** Returns the embedded receipt of a signed revision, never that of the file as it ends (DESIGN §2, property 4). */
  receiptIn(revision: PdfFile | undefined): ReceiptOutcome {
    if (revision === undefined) return { findings: [] }
    const known = this.#receipts.get(revision)
    if (known !== undefined) return known
    const read = readSignedReceipt(revision)
    this.#receipts.set(revision, read)
    return read
  }
}
