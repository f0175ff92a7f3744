import type { JsonObject, JsonValue } from './json.js'

/** What is derived, and therefore not part of the model. `tip` and `prepaid` are given, but written among the totals. */
const DERIVED_FIELDS: readonly string[] = ['currencyDigits', 'taxTable', 'totals']
const DERIVED_AMOUNTS: readonly string[] = ['subtotal', 'amount', 'net', 'taxAmount', 'gross']
const SHARES: readonly string[] = ['net', 'taxAmount', 'gross']

/** Returns the part of a `receipt.json` that was given and not derived, in the shape of a model; nothing in it is checked yet. */
export function modelOf(root: JsonObject): JsonObject {
  const { lines, allowances, charges } = root
  const totals = root['totals'] ?? null
  const given = isObject(totals) ? only(totals, ['tip', 'prepaid']) : {}
  return {
    ...without(root, ['schema', 'version', ...DERIVED_FIELDS]),
    ...given,
    ...mapped('lines', lines, givenLine),
    ...mapped('allowances', allowances, givenDocumentAdjustment),
    ...mapped('charges', charges, givenDocumentAdjustment),
  }
}

function givenLine(line: JsonObject): JsonObject {
  const { allowances, charges } = line
  return {
    ...without(line, DERIVED_AMOUNTS),
    ...mapped('allowances', allowances, givenAdjustment),
    ...mapped('charges', charges, givenAdjustment),
  }
}

function givenDocumentAdjustment(adjustment: JsonObject): JsonObject {
  return givenAdjustment(without(adjustment, SHARES))
}

/** A percentage was given, and its amount is derived; without one the amount was given. */
function givenAdjustment(adjustment: JsonObject): JsonObject {
  return 'percent' in adjustment ? without(adjustment, ['amount']) : adjustment
}

function mapped(
  key: string,
  list: JsonValue | undefined,
  map: (entry: JsonObject) => JsonObject,
): JsonObject {
  return isList(list) ? { [key]: list.map((entry) => (isObject(entry) ? map(entry) : entry)) } : {}
}

/** Returns `object` without `keys`. */
export function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

function only(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)))
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** Returns whether `value` is an object and not a list. */
export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Returns the path of the first place where `written` is not what is `expected`, or `undefined` when they are equal. Fields
 * that nobody expects count unless they are to be ignored.
 */
export function findDifference(
  expected: unknown,
  written: JsonValue | undefined,
  unknownFields: 'refuse' | 'ignore',
): string | undefined {
  if (typeof expected !== 'object' || expected === null) return expected === written ? undefined : ''
  if (written === undefined || typeof written !== 'object' || written === null) return ''
  if (Array.isArray(expected) !== Array.isArray(written)) return ''
  const places = new Map(Object.entries(written as JsonObject))
  for (const [key, value] of Object.entries(expected)) {
    const place = findDifference(value, places.get(key), unknownFields)
    if (place !== undefined) return place === '' ? key : `${key}.${place}`
    places.delete(key)
  }
  const [extra] = Array.isArray(expected) || unknownFields === 'refuse' ? places.keys() : []
  return extra
}

/** Returns whether the field at `place` is derived: sums, tax, or what a line comes to. */
export function isDerived(place: string): boolean {
  const steps = place.split('.')
  const [field = ''] = steps
  return (
    DERIVED_FIELDS.includes(field) || (field !== 'payments' && DERIVED_AMOUNTS.includes(steps.at(-1) ?? ''))
  )
}
