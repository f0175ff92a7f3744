import { fromUtf8, toUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ComputedReceipt } from './computed.js'
import { deriveReceipt } from './compute-receipt.js'
import { findDifference, isDerived, isObject } from './written-receipt.js'
import { type JsonObject, type JsonValue, parseJson } from '../../base/json.js'
import { ProblemList } from './problems.js'
import { readModel } from './validate.js'

/** The receipt that travels in a sealed document: what `computeReceipt` derived, read again and checked. */
export type SignedReceipt = ComputedReceipt

/** The `schema` of `receipt.json`: says what the file is, in every version. */
export const RECEIPT_SCHEMA = 'urn:fiscalseal:receipt'

/** The `version` that is written: readers of 1.x ignore fields that a later 1.y adds, and refuse 2.0. */
export const RECEIPT_VERSION = '1.0'

/** Name of the embedded file. */
export const RECEIPT_FILE_NAME = 'receipt.json'

/** Largest `receipt.json` that is read: 100 000 lines of some 400 bytes, and room to spare. */
export const MAX_RECEIPT_JSON_BYTES = 64 * 1024 * 1024

/** The model is eight levels deep; a later minor version may nest a little more. */
const MAX_DEPTH = 16
const MAJOR = 1
const MINOR = 0
/** How every file of the version that is written begins. */
export const RECEIPT_PREAMBLE = `{"schema":"${RECEIPT_SCHEMA}","version":"${RECEIPT_VERSION}",`

/** Returns `receipt.json` for a receipt that `computeReceipt` made: UTF-8, compact, always the same bytes for the same receipt. */
export function writeReceiptJson(receipt: ComputedReceipt): Uint8Array {
  return toUtf8(textOf(receipt))
}

function textOf(receipt: ComputedReceipt): string {
  return RECEIPT_PREAMBLE + JSON.stringify(receipt).slice(1)
}

/**
 * Returns the receipt in the bytes of a `receipt.json`, checked like a model of one's own and copied into fresh objects, with
 * everything derived once more. Throws `Malformed` and nothing else: `document.version-unsupported` for another major version,
 * `document.totals-differ` when sums, tax or line amounts are not those that follow, `document.malformed` for the rest.
 */
export function readReceiptJson(bytes: Uint8Array): SignedReceipt {
  const canonical = readCanonical(bytes)
  if (canonical !== undefined) return canonical
  const root = parseJson(bytes, { maxBytes: MAX_RECEIPT_JSON_BYTES, maxDepth: MAX_DEPTH })
  if (!isObject(root) || root['schema'] !== RECEIPT_SCHEMA)
    throw new Malformed('document.malformed', 'not a receipt')
  const unknownFields = minorVersion(root['version']) > MINOR ? 'ignore' : 'refuse'
  const problems = new ProblemList()
  const model = readModel(root, { problems, unknownFields, form: 'receipt.json' })
  const [problem] = problems.listed
  if (model === undefined || problem !== undefined)
    throw new Malformed('document.malformed', problem?.message)
  const receipt = deriveReceipt(model)
  checkWritten(receipt, root, unknownFields)
  return receipt
}

/**
 * Most files are what `writeReceiptJson` wrote, and then the platform's parser will do: when the receipt that follows from
 * what it made of the text is written as that very text, no key stands twice and every derived value is right. Whatever else
 * it is (`undefined`), the strict reader says.
 */
function readCanonical(bytes: Uint8Array): SignedReceipt | undefined {
  const text = bytes.length > MAX_RECEIPT_JSON_BYTES ? undefined : fromUtf8(bytes)
  const root = text?.startsWith(RECEIPT_PREAMBLE) === true ? parsedByPlatform(text) : undefined
  if (root === undefined || !isObject(root)) return undefined
  const problems = new ProblemList()
  const model = readModel(root, { problems, unknownFields: 'refuse', form: 'receipt.json' })
  if (model === undefined || problems.count > 0) return undefined
  const receipt = deriveReceipt(model)
  return textOf(receipt) === text ? receipt : undefined
}

function parsedByPlatform(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function minorVersion(version: JsonValue | undefined): number {
  const [major, minor, ...rest] = typeof version === 'string' ? version.split('.', 3).map(versionNumber) : []
  if (major === undefined || minor === undefined || rest.length > 0) {
    throw new Malformed('document.malformed', 'no version')
  }
  if (major !== MAJOR) throw new Malformed('document.version-unsupported', `major version ${major}`)
  return minor
}

function versionNumber(text: string): number | undefined {
  const number = Number(text)
  return text.length <= 4 && String(number) === text && number >= 0 ? number : undefined
}

/** Whatever is written beside the model must be exactly what follows from it. */
function checkWritten(receipt: ComputedReceipt, root: JsonObject, unknownFields: 'refuse' | 'ignore'): void {
  const expected = { schema: root['schema'], version: root['version'], ...receipt }
  const place = findDifference(expected, root, unknownFields)
  if (place === undefined) return
  throw new Malformed(isDerived(place) ? 'document.totals-differ' : 'document.malformed', place)
}
