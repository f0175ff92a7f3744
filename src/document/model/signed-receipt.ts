import { fromAscii, fromLatin1, fromUtf8, toUtf8, type Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ReadReceipt } from './read-receipt.js'
import { MAX_RECEIPT_JSON_BYTES, RECEIPT_PREAMBLE, type SignedReceipt } from './receipt-json.js'
import { scanReceipt, type SellerIds } from './receipt-scan.js'

/** `copiedReceipt`, or what loads it: few receipts are not as this version writes them. */
export type CopyReceipt<T extends Awaitable<ReadReceipt>> = (text: string, isCurrent: boolean) => T

/**
 * Returns the receipt in the bytes of a `receipt.json` that somebody signed, of which it keeps none: every value is of its type, the text is
 * the one form in which it can be written (so no key stands twice), and the sums add up. Whether the tax follows from rates and rounding is a
 * question to `readReceiptJson`. What one pass over the bytes cannot tell is left to `copy`. Throws `Malformed('document.version-unsupported' | 'document.totals-differ' | 'document.malformed')` and
 * nothing else, at once or in the promise.
 */
export function readSignedReceipt<T extends Awaitable<ReadReceipt>>(
  bytes: Uint8Array,
  copy: CopyReceipt<T>,
): ReadReceipt | T {
  const isCurrent = startsAsWritten(bytes)
  const isTooLong = bytes.length > MAX_RECEIPT_JSON_BYTES
  const scanned = isCurrent && !isTooLong ? scanReceipt(bytes, PREAMBLE.length) : undefined
  const text = isTooLong ? undefined : scanned?.isAscii === true ? fromAscii(bytes) : fromUtf8(bytes)
  if (text === undefined) throw new Malformed('document.malformed', 'not text')
  return scanned === undefined
    ? copy(text, isCurrent)
    : new ScannedReceipt(`{${text.slice(PREAMBLE.length)}`, scanned)
}

const PREAMBLE = fromLatin1(RECEIPT_PREAMBLE)

function startsAsWritten(bytes: Uint8Array): boolean {
  for (let index = 0; index < PREAMBLE.length; index++) if (bytes[index] !== PREAMBLE[index]) return false
  return true
}

/** One whose text is known to be canonical and complete: parsing it gives what copying it field by field would. */
class ScannedReceipt implements ReadReceipt {
  readonly seller: SellerIds
  readonly #text: string
  #receipt: SignedReceipt | undefined

  constructor(text: string, seller: SellerIds) {
    this.#text = text
    this.seller = seller
  }

  get receipt(): SignedReceipt {
    this.#receipt ??= JSON.parse(this.#text) as SignedReceipt
    return this.#receipt
  }

  get data(): Uint8Array {
    return toUtf8(this.#text)
  }
}
