import { Malformed } from '../../base/errors.js'
import { canonicalReceiptData } from './duplicate-key.js'
import type { ReadReceipt } from './read-receipt.js'
import { RECEIPT_PREAMBLE, RECEIPT_SCHEMA, type SignedReceipt } from './receipt-json.js'
import type { SellerIds } from './receipt-scan.js'
import { RECEIPT_SHAPE, type Field, type Shape } from './receipt-shape.js'
import { checkSums } from './receipt-sums-check.js'

const MAJOR = '1'

/**
 * Returns the receipt in `text`, read with the parser of the platform and copied field by field; `isCurrent` says that it begins as one of the
 * version that is written. Throws `Malformed('document.version-unsupported' | 'document.totals-differ' | 'document.malformed')`.
 */
export function copiedReceipt(text: string, isCurrent: boolean): ReadReceipt {
  return new CopiedReceipt(copyReceipt(text, isCurrent))
}

class CopiedReceipt implements ReadReceipt {
  readonly receipt: SignedReceipt

  constructor(receipt: SignedReceipt) {
    this.receipt = receipt
  }

  get seller(): SellerIds {
    return this.receipt.seller
  }

  get data(): Uint8Array {
    return canonicalReceiptData(this.receipt)
  }
}

function copyReceipt(text: string, isCurrent: boolean): SignedReceipt {
  const root = parse(text)
  if (!isCurrent) checkVersion(root)
  const receipt = copyOf(root, RECEIPT_SHAPE, { key: '', digits: root['currencyDigits'] }) as SignedReceipt
  // Of a later minor version what nobody here knows is left out, so its own writing is what must be canonical.
  const canonical = isCurrent ? RECEIPT_PREAMBLE + JSON.stringify(receipt).slice(1) : JSON.stringify(root)
  if (canonical !== text) throw malformed('not in canonical form')
  checkSums(receipt)
  return receipt
}

type JsonObject = Readonly<Record<string, unknown>>

function parse(text: string): JsonObject {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    throw malformed('not JSON')
  }
  if (!isObject(root) || root['schema'] !== RECEIPT_SCHEMA) throw malformed('not a receipt')
  return root
}

/** Readers of 1.x ignore what a later 1.y adds, and refuse 2.0. */
function checkVersion({ version }: JsonObject): void {
  const [major = '', minor = '', ...rest] = typeof version === 'string' ? version.split('.', 3) : []
  if (!isDigits(major) || !isDigits(minor) || rest.length > 0) throw malformed('version')
  if (major !== MAJOR) throw new Malformed('document.version-unsupported', `major version ${major}`)
  // A current one that does not begin as it is written is in another order, or has a key twice.
  if (minor === '0') throw malformed('not in canonical form')
}

interface Place {
  readonly key: string
  /** The decimals that money has here. */
  readonly digits: unknown
}

function copyOf(value: unknown, shape: Shape, place: Place): unknown {
  switch (shape.is) {
    case 'list':
      if (Array.isArray(value)) return value.map((item) => copyOf(item, shape.each, place))
      break
    case 'object':
      if (isObject(value)) return copyFields(value, shape.fields, place.digits)
      break
    case 'word':
      if (typeof value === 'string' && shape.words.has(value)) return value
      break
    case 'digits':
      if (typeof value === 'number' && [0, 2, 3, 4].includes(value)) return value
      break
    default:
      if (typeof value === 'string' && isText(value, shape.is, place.digits)) return value
  }
  throw malformed(place.key)
}

function copyFields(value: JsonObject, fields: readonly Field[], digits: unknown): JsonObject {
  const copy: Record<string, unknown> = {}
  for (const { key, isOptional, shape } of fields) {
    const field = Object.hasOwn(value, key) ? value[key] : undefined
    if (field !== undefined || !isOptional) copy[key] = copyOf(field, shape, { key, digits })
  }
  return copy
}

function isText(text: string, kind: 'text' | 'money' | 'decimal', digits: unknown): boolean {
  if (kind === 'text') return isWellFormed(text)
  const decimals = decimalsOf(text)
  return kind === 'money' ? decimals === digits : decimals >= 0
}

/** Half of a character can be written as an escape; it can be neither encoded nor printed. */
function isWellFormed(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) return false
  }
  return true
}

const POINT = 0x2e
const ZERO = 0x30

/** The decimals of a canonical decimal: no plus sign, no leading zeros; -1 for anything else. */
function decimalsOf(text: string): number {
  const start = text.startsWith('-') ? 1 : 0
  let point = text.length
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === POINT && point === text.length) point = index
    else if (code < ZERO || code > ZERO + 9) return -1
  }
  const isPadded = text.charCodeAt(start) === ZERO && point > start + 1
  if (point === start || isPadded || point === text.length - 1) return -1
  return Math.max(0, text.length - point - 1)
}

function isDigits(text: string): boolean {
  return decimalsOf(text) === 0 && !text.startsWith('-')
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(detail: string): Malformed {
  return new Malformed('document.malformed', detail)
}
