import type { SignedReceipt } from './receipt-json.js'
import type { SellerIds } from './receipt-scan.js'

/** A receipt that was read and found to be one; its objects are made when they are asked for. */
export interface ReadReceipt {
  readonly seller: SellerIds
  /** The whole, in fresh objects. */
  readonly receipt: SignedReceipt
  /** `canonicalReceiptData` of it. */
  readonly data: Uint8Array
}
