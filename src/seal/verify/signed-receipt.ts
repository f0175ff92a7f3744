import { toHex, toUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { normaliseTaxId } from '../../base/tax-id.js'
import { digest } from '../../crypto/digest.js'
import { MAX_RECEIPT_JSON_BYTES, readReceiptJson, RECEIPT_FILE_NAME } from '../../document/model/receipt-json.js'
import type { SignedReceipt } from '../../document/model/receipt-json.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'

/** The receipt inside a revision, with its bytes; without `receipt` there is none that could be read. */
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
    return { receipt: readReceiptJson(bytes), bytes, findings: [] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { findings: [error.code.startsWith('document.') ? findingOf(error) : finding('document.malformed', error.message)] }
  }
}

/**
 * Returns a text that is equal for two copies of the same receipt, sealed twice or not (THREATS T-06): SHA-256 of seller, number, date
 * and the digest of the data, in hexadecimal. The digest of the file would differ.
 */
export async function duplicateKeyOf({ seller, number, issuedAt }: SignedReceipt, data: Uint8Array): Promise<string> {
  const ids = seller.taxIds.map((id) => normaliseTaxId(id) ?? id)
  const content = toHex(await digest('SHA-256', [data]))
  return toHex(await digest('SHA-256', [toUtf8(JSON.stringify([ids, number, issuedAt, content]))]))
}
