import type { Awaitable } from '../../base/bytes.js'
import type { Differences } from '../../formats/pdf/differences/change.js'
import type { RevisionHistory } from '../../formats/pdf/differences/revision-history.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { readSecurityStore } from '../../formats/pdf/security-store.js'
import type { SecurityStore } from '../../formats/pdf/security-store.js'
import { readSignedReceipt } from './signed-receipt.js'
import type { ReceiptOutcome } from './signed-receipt.js'

/** A PDF under verification; the receipt of each signed revision is read at most once. */
export class OpenDocument {
  readonly file: PdfFile
  readonly #receipts = new Map<PdfFile, Awaitable<ReceiptOutcome>>()
  #history: Promise<RevisionHistory> | undefined
  #store: { readonly content: SecurityStore | undefined } | undefined

  constructor(file: PdfFile) {
    this.file = file
  }

  /** Whether no revision follows number `index`. */
  isLast(index: number): boolean {
    return index === this.file.revisions.length - 1
  }

  /** Returns what the revisions after number `index` changed. */
  async changesAfter(index: number): Promise<Differences> {
    this.#history ??= loadHistory(this.file)
    return (await this.#history).changesAfter(index)
  }

  /** The evidence that the file as it ends brings along, read once; `undefined` when it has no such store. */
  get securityStore(): SecurityStore | undefined {
    this.#store ??= { content: readSecurityStore(this.file) }
    return this.#store.content
  }

  /** Returns the embedded receipt of a signed revision, never that of the file as it ends (DESIGN §2, property 4). */
  receiptIn(revision: PdfFile | undefined): Awaitable<ReceiptOutcome> {
    if (revision === undefined) return { findings: [] }
    const known = this.#receipts.get(revision)
    if (known !== undefined) return known
    const read = readSignedReceipt(revision)
    this.#receipts.set(revision, read)
    return read
  }
}

async function loadHistory(file: PdfFile): Promise<RevisionHistory> {
  const analysis = await import('./rarely-needed.js')
  return new analysis.RevisionHistory(file)
}
