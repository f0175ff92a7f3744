import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { digest } from '../../crypto/digest.js'
import { duplicateKeyOf } from '../../document/model/duplicate-key.js'
import { MAX_RECEIPT_JSON_BYTES, RECEIPT_FILE_NAME } from '../../document/model/receipt-json.js'
import {
  readSignedReceipt as parseSignedReceipt,
  signedReceiptData,
} from '../../document/model/signed-receipt.js'
import type { SignedReceipt } from '../../document/model/receipt-json.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'

/** The receipt inside a revision and the bytes that it was read from; absent when there is none, or none that could be read. */
export interface ReceiptOutcome {
  readonly receipt?: SignedReceipt
  readonly bytes?: Uint8Array
  readonly findings: readonly Finding[]
}

/** Returns the embedded receipt of a revision; none is no finding, several are (THREATS P-EMB-04): nobody could say which one counts. */
export function readSignedReceipt(revision: PdfFile): ReceiptOutcome {
  try {
    const [file, ...others] = embeddedFiles(revision).filter(({ name }) => name === RECEIPT_FILE_NAME)
    if (file === undefined) return { findings: [] }
    if (others.length > 0) return { findings: [finding('document.ambiguous', `${others.length + 1}`)] }
    const bytes = revision.decode(file.stream, MAX_RECEIPT_JSON_BYTES)
    return { receipt: parseSignedReceipt(bytes), bytes, findings: [] }
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
export async function duplicateKeyOfReceipt(receipt: SignedReceipt, bytes: Uint8Array): Promise<string> {
  return duplicateKeyOf(receipt, await digest('SHA-256', [signedReceiptData(receipt, bytes)]))
}
