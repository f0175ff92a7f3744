import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { digest } from '../../crypto/digest.js'
import { canonicalReceiptData, duplicateKeyOf } from '../../document/model/duplicate-key.js'
import { MAX_RECEIPT_JSON_BYTES, RECEIPT_FILE_NAME } from '../../document/model/receipt-json.js'
import { readSignedReceipt as parseSignedReceipt } from '../../document/model/signed-receipt.js'
import type { SignedReceipt } from '../../document/model/receipt-json.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'

/** The receipt inside a revision; absent when there is none, or none that could be read. */
export interface ReceiptOutcome {
  readonly receipt?: SignedReceipt
  readonly findings: readonly Finding[]
}

/** Returns the embedded receipt of a revision; none is no finding, several are (THREATS P-EMB-04): nobody could say which one counts. */
export function readSignedReceipt(revision: PdfFile): ReceiptOutcome {
  try {
    const [file, ...others] = embeddedFiles(revision).filter(({ name }) => name === RECEIPT_FILE_NAME)
    if (file === undefined) return { findings: [] }
    if (others.length > 0) return { findings: [finding('document.ambiguous', `${others.length + 1}`)] }
    const bytes = revision.decode(file.stream, MAX_RECEIPT_JSON_BYTES)
    return { receipt: parseSignedReceipt(bytes), findings: [] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return {
      findings: [
        error.code.startsWith('document.') ? findingOf(error) : finding('document.malformed', error.message),
      ],
    }
  }
}

/** Returns the key for finding a receipt that was booked before (THREATS T-06): of what it says, not of the file or the signature. */
export async function duplicateKeyOfReceipt(receipt: SignedReceipt): Promise<string> {
  return duplicateKeyOf(receipt, await digest('SHA-256', [canonicalReceiptData(receipt)]))
}
