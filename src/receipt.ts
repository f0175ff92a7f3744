export { FiscalSealError, type Problem } from './base/errors.js'
export type { ErrorCode } from './base/error-codes.js'
export {
  buildReceipt,
  createReceiptBuilder,
  type BuiltReceipt,
  type ReceiptBuilder,
} from './document/page/build-receipt.js'
export type { ReceiptOptions } from './document/page/page-options.js'
export type { SealBox } from './document/page/sheet.js'
export { labelLanguages } from './document/page/words/languages.js'
export type { XrefForm } from './document/draw/objects.js'
export { computeReceipt } from './document/model/compute-receipt.js'
export {
  RECEIPT_FILE_NAME,
  RECEIPT_SCHEMA,
  RECEIPT_VERSION,
  writeReceiptJson,
} from './document/model/receipt-json.js'
export type * from './document/model/computed.js'
export type * from './document/model/layout.js'
export type * from './document/model/types.js'
