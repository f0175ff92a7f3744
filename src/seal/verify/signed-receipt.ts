import type { Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { MAX_RECEIPT_JSON_BYTES, RECEIPT_FILE_NAME } from '../../document/model/receipt-json.js'
import { readSignedReceipt as parseSignedReceipt } from '../../document/model/signed-receipt.js'
import type { ReadReceipt } from '../../document/model/read-receipt.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'

/** The receipt inside a revision; absent when there is none, or none that could be read. */
export interface ReceiptOutcome {
  readonly content?: ReadReceipt | undefined
  readonly findings: readonly Finding[]
}

/** Returns the embedded receipt of a revision; none is no finding, several are (THREATS P-EMB-04): nobody could say which one counts. */
export function readSignedReceipt(revision: PdfFile): Awaitable<ReceiptOutcome> {
  try {
    const files = embeddedFiles(revision).filter(({ name }) => name === RECEIPT_FILE_NAME)
    const file = files[0]
    if (file === undefined) return { content: undefined, findings: [] }
    if (files.length > 1)
      return { content: undefined, findings: [finding('document.ambiguous', `${files.length}`)] }
    const read = parseSignedReceipt(revision.decode(file.stream, MAX_RECEIPT_JSON_BYTES), copyReceipt)
    return read instanceof Promise ? read.then(readable, refused) : readable(read)
  } catch (error) {
    return refused(error)
  }
}

async function copyReceipt(text: string, isCurrent: boolean): Promise<ReadReceipt> {
  const { copiedReceipt } = await import('./rarely-needed.js')
  return copiedReceipt(text, isCurrent)
}

function readable(content: ReadReceipt): ReceiptOutcome {
  return { content, findings: [] }
}

function refused(error: unknown): ReceiptOutcome {
  if (!(error instanceof Malformed)) throw error
  const found = error.code.startsWith('document.')
    ? findingOf(error)
    : finding('document.malformed', error.message)
  return { content: undefined, findings: [found] }
}
