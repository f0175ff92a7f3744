import { FiscalSealError } from '../../base/errors.js'
import { fromLatin1, fromUtf8 } from '../../base/bytes.js'
import { normaliseTaxId, sameTaxId, type TaxIdText } from '../../base/tax-id.js'
import {
  MAX_RECEIPT_JSON_BYTES,
  RECEIPT_FILE_NAME,
  RECEIPT_PREAMBLE,
  RECEIPT_SCHEMA,
} from '../../document/model/receipt-json.js'
import { scanSeller } from '../../document/model/receipt-scan.js'
import { embeddedFiles } from '../../formats/pdf/embedded-files.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { SigningMaterial } from './signing-material.js'

/**
 * Throws `FiscalSealError('sign.seller-mismatch')` when the document carries a `receipt.json` whose seller has none of the tax ids of the signer:
 * who seals must be who sells (DESIGN §2, property 7).
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

/** Returns whether the document carries a receipt of this library, whose page has text where another would have room. */
export function carriesReceipt(file: PdfFile): boolean {
  return declaredSeller(file) !== undefined
}

/** The tax ids of the seller, `undefined` where no `receipt.json` says who sells. Its sums are checked by who made it and who verifies. */
function declaredSeller(file: PdfFile): readonly TaxIdText[] | undefined {
  for (const { name, stream } of embeddedFiles(file)) {
    if (name !== RECEIPT_FILE_NAME) continue
    const bytes = file.decode(stream, MAX_RECEIPT_JSON_BYTES)
    const seller = quickSeller(bytes)
    if (seller !== undefined) return seller
    const receipt = parseObject(bytes)
    if (receipt?.['schema'] === RECEIPT_SCHEMA) return taxIdsOf(receipt['seller'])
  }
  return undefined
}

/** The quick way for what this library wrote. */
function quickSeller(bytes: Uint8Array): readonly TaxIdText[] | undefined {
  for (let index = 0; index < RECEIPT_START.length; index++)
    if (bytes[index] !== RECEIPT_START[index]) return undefined
  return scanSeller(bytes, RECEIPT_START.length)?.taxIds
}

const RECEIPT_START = fromLatin1(RECEIPT_PREAMBLE)

type JsonObject = Readonly<Record<string, unknown>>

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  const text = fromUtf8(bytes)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch (error) {
    // What is no JSON is no receipt of ours, whatever its name.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function taxIdsOf(seller: unknown): readonly TaxIdText[] {
  const ids = isObject(seller) ? seller['taxIds'] : undefined
  if (!Array.isArray(ids)) return []
  return ids.flatMap((id: unknown) => {
    if (!isObject(id) || typeof id['value'] !== 'string') return []
    const country = id['country']
    return [{ value: id['value'], ...(typeof country === 'string' ? { country } : {}) }]
  })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(ids: readonly TaxIdText[]): string {
  return ids.map(({ value, country }) => (country === undefined ? value : `${value} (${country})`)).join(', ')
}
