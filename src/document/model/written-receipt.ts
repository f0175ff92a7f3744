import type { JsonObject, JsonValue } from '../../base/json.js'

const DERIVED_FIELDS: readonly string[] = ['currencyDigits', 'taxTable', 'totals']
const DERIVED_AMOUNTS: readonly string[] = ['subtotal', 'amount', 'net', 'taxAmount', 'gross']

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
