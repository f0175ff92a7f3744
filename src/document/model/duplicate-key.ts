import { toHex, toUtf8 } from '../../base/bytes.js'
import { normaliseTaxId } from '../../base/tax-id.js'
import { present } from './fields.js'
import type { ComputedReceipt } from './computed.js'

/**
 * Returns the bytes that stand for what a receipt says, without schema and version: equal for equal receipts, whoever sealed
 * them and however often. Hash them with SHA-256 for `duplicateKeyOf`.
 */
export function canonicalReceiptData(receipt: ComputedReceipt): Uint8Array {
  return toUtf8(JSON.stringify(receipt))
}

/**
 * Returns the key for finding a receipt that was booked before: `SELLER/NUMBER/YYYY-MM-DD/DIGEST`, each part percent-encoded,
 * the digest in hexadecimal. `digest` is the SHA-256 of `canonicalReceiptData(receipt)`. Two keys that differ in the digest
 * alone are two versions of one document: worth a look.
 */
export function duplicateKeyOf(receipt: ComputedReceipt, digest: Uint8Array): string {
  const date = dateIn(receipt.issuedAt)
  return [sellerKey(receipt), receipt.number, date, toHex(digest)].map(encodeURIComponent).join('/')
}

/** The first ten characters. Nobody promises that they are a date, so none is cut in two. */
function dateIn(text: string): string {
  return Array.from(text.slice(0, 20)).slice(0, 10).join('')
}

function sellerKey({ seller }: ComputedReceipt): string {
  const [taxId] = seller.taxIds
  if (taxId === undefined) return ''
  const { value, country } = taxId
  const normal = normaliseTaxId({ value, ...present({ country }) })
  return normal === undefined ? value : `${normal.country ?? ''}${normal.number}`
}
