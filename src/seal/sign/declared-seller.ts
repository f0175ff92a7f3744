import { FiscalSealError, Malformed } from '../../base/errors.js'
import { parseJson } from '../../base/json.js'
import { normaliseTaxId, sameTaxId, type TaxIdText } from '../../base/tax-id.js'
import { copiedReceipt } from '../../document/model/copied-receipt.js'
import {
  MAX_RECEIPT_JSON_BYTES,
  RECEIPT_FILE_NAME,
  RECEIPT_SCHEMA,
} from '../../document/model/receipt-json.js'
import { readSignedReceipt } from '../../document/model/signed-receipt.js'
import { isObject } from '../../document/model/written-receipt.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { SigningMaterial } from './signing-material.js'

/**
 * Throws `FiscalSealError('sign.seller-mismatch')` when the document carries a `receipt.json` whose seller has none of the tax ids of the signer,
 * or of which nobody can tell whose it is: who seals must be who sells (DESIGN §2, property 7; THREATS P-EMB-04).
 */
export function checkSeller(file: PdfFile, { taxIds, normalTaxIds }: SigningMaterial): void {
  const declared = declaredSeller(file)
  if (declared === undefined) return
  for (const id of declared) {
    const seller = normaliseTaxId(id)
    if (seller !== undefined && normalTaxIds.some((signer) => sameTaxId(signer, seller))) return
  }
  const named = taxIds.length === 0 ? 'holds no tax id' : `names ${textOf(taxIds)}`
  throw new FiscalSealError(
    'sign.seller-mismatch',
    `The seller of the document is ${textOf(declared) || 'not named'}, but the certificate ${named}. Use the certificate of the seller.`,
  )
}

/** Returns whether the document carries a receipt, whose page has text where another would have room. What somebody else calls so is none. */
export function carriesReceipt(file: PdfFile): boolean {
  return embeddedFiles(file).some(
    ({ name, stream }) =>
      name === RECEIPT_FILE_NAME && !isSomethingElse(file.decode(stream, MAX_RECEIPT_JSON_BYTES)),
  )
}

/**
 * The tax ids of the seller, `undefined` where no receipt says who sells. What those who verify would not read is refused: it could name one
 * seller to us and another one to somebody else.
 */
function declaredSeller(file: PdfFile): readonly TaxIdText[] | undefined {
  const [receipt, ...others] = embeddedFiles(file).filter(({ name }) => name === RECEIPT_FILE_NAME)
  if (receipt === undefined) return undefined
  if (others.length > 0) throw unclear(`the document holds ${others.length + 1} files ${RECEIPT_FILE_NAME}`)
  const bytes = file.decode(receipt.stream, MAX_RECEIPT_JSON_BYTES)
  try {
    return readSignedReceipt(bytes, copiedReceipt).seller.taxIds
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    if (isSomethingElse(bytes)) return undefined
    throw unclear(`its ${RECEIPT_FILE_NAME} is refused (${error.message})`, error)
  }
}

/** Whether the bytes are JSON that says the same to every reader, and that it is no receipt. */
function isSomethingElse(bytes: Uint8Array): boolean {
  try {
    const value = parseJson(bytes, { maxBytes: MAX_RECEIPT_JSON_BYTES, maxDepth: MAX_DEPTH })
    return !isObject(value) || value['schema'] !== RECEIPT_SCHEMA
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/** Nested deeper than any receipt. */
const MAX_DEPTH = 64

function unclear(what: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError(
    'sign.seller-mismatch',
    `Nobody can tell who the seller of the document is: ${what}. Write it anew with one readable receipt.`,
    { cause },
  )
}

function textOf(ids: readonly TaxIdText[]): string {
  return ids.map(({ value, country }) => (country === undefined ? value : `${value} (${country})`)).join(', ')
}
