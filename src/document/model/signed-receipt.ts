import { fromUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ComputedReceipt } from './computed.js'
import { canonicalReceiptData } from './duplicate-key.js'
import {
  MAX_RECEIPT_JSON_BYTES,
  RECEIPT_PREAMBLE,
  RECEIPT_SCHEMA,
  type SignedReceipt,
} from './receipt-json.js'
import { RECEIPT_SHAPE, type Field, type Shape } from './receipt-shape.js'

const MAJOR = '1'

/**
 * Returns the receipt in the bytes of a `receipt.json` that somebody signed, copied into fresh objects: every value is of its type,
 * the text is the one form in which it can be written (so no key stands twice), and the sums add up. Whether the tax follows from
 * rates and rounding is a question to `readReceiptJson`. Throws `Malformed('document.version-unsupported' | 'document.totals-differ'
 * | 'document.malformed')` and nothing else.
 */
export function readSignedReceipt(bytes: Uint8Array): SignedReceipt {
  const text = bytes.length > MAX_RECEIPT_JSON_BYTES ? undefined : fromUtf8(bytes)
  if (text === undefined) throw malformed('not text')
  const root = parse(text)
  const isCurrent = text.startsWith(RECEIPT_PREAMBLE)
  if (!isCurrent) checkVersion(root)
  const receipt = copyOf(root, RECEIPT_SHAPE, { key: '', digits: root['currencyDigits'] }) as SignedReceipt
  // Of a later minor version what nobody here knows is left out, so its own writing is what must be canonical.
  const canonical = isCurrent ? RECEIPT_PREAMBLE + JSON.stringify(receipt).slice(1) : JSON.stringify(root)
  if (canonical !== text) throw malformed('not in canonical form')
  checkSums(receipt)
  return receipt
}

/**
 * Returns `canonicalReceiptData` of the receipt that was read from `bytes`: for the version that is written they are in the text already,
 * behind schema and version.
 */
export function signedReceiptData(receipt: SignedReceipt, bytes: Uint8Array): Uint8Array {
  const data = bytes.slice(RECEIPT_PREAMBLE.length - 1)
  if (fromUtf8(bytes.subarray(0, RECEIPT_PREAMBLE.length)) !== RECEIPT_PREAMBLE)
    return canonicalReceiptData(receipt)
  data[0] = OPEN
  return data
}

/** `{`, where the comma behind the version stands. */
const OPEN = 0x7b

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
  if (kind === 'text') return true
  const decimals = decimalsOf(text)
  return kind === 'money' ? decimals === digits : decimals >= 0
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

/** What `ComputedTotals` says of the sums; all hold exactly, in minor units. */
function checkSums(receipt: ComputedReceipt): void {
  const { totals, lines, allowances, charges, taxTable, payments } = receipt
  const sum = <T>(items: readonly T[], amount: (item: T) => string): bigint =>
    items.reduce((total, item) => total + minor(amount(item)), 0n)
  const shared = [...lines, ...allowances, ...charges]
  const equations: readonly (readonly [string, bigint])[] = [
    [totals.lines, sum(lines, (each) => each.amount)],
    [totals.allowances, sum(allowances, (each) => each.amount)],
    [totals.charges, sum(charges, (each) => each.amount)],
    [totals.linesNet, sum(lines, (each) => each.net)],
    [totals.allowancesNet, sum(allowances, (each) => each.net)],
    [totals.chargesNet, sum(charges, (each) => each.net)],
    [totals.net, minor(totals.linesNet) - minor(totals.allowancesNet) + minor(totals.chargesNet)],
    [totals.tax, sum(taxTable, (each) => each.tax)],
    [totals.gross, minor(totals.net) + minor(totals.tax)],
    [totals.due, minor(totals.gross) + minor(totals.tip) - minor(totals.prepaid) + minor(totals.rounding)],
    [totals.paid, sum(payments, (each) => each.amount)],
    [totals.balance, minor(totals.due) - minor(totals.paid)],
    ...shared.map(({ net, taxAmount, gross }) => [gross, minor(net) + minor(taxAmount)] as const),
  ]
  const wrong = equations.find(([written, expected]) => minor(written) !== expected)
  if (wrong !== undefined) throw new Malformed('document.totals-differ', wrong[0])
}

/** Short sums are exact as numbers, and a number becomes a bigint in half the time that text does. */
const MAX_SHORT = 15

function minor(money: string): bigint {
  const digits = money.replace('.', '')
  return BigInt(digits.length <= MAX_SHORT ? Number(digits) : digits)
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(detail: string): Malformed {
  return new Malformed('document.malformed', detail)
}
