import { readLineAdjustments } from './adjustments.js'
import { DIGITS, UPPER, consistsOf } from './ascii.js'
import { decimal } from './decimal.js'
import { Fields, readList } from './fields.js'
import type { NormalLine } from './normal.js'
import { readAmount, readDecimal, readOptionalDecimal } from './numbers.js'
import { readTaxes } from './taxes.js'
import { IDENTIFIER, NAME, NOTE, readOptionalText, readText } from './text.js'

/** Most lines of one document. */
export const MAX_LINES = 100_000

/** Most decimals of a quantity and a unit price. */
export const MAX_PRICE_DECIMALS = 6

const QUANTITY = { maxDecimals: MAX_PRICE_DECIMALS, sign: 'any' } as const
const PRICE_BASE = { maxDecimals: MAX_PRICE_DECIMALS, sign: 'positive' } as const
/** EN 16931 BR-27: what is given back has a negative quantity, not a negative price. */
const UNIT_PRICE = { maxDecimals: MAX_PRICE_DECIMALS, sign: 'not-negative' } as const
const ONE = decimal(1n)
const PIECE = 'C62'

/** Returns the lines of the model, copied and checked, with their ids. */
export function readLines(model: Fields, digits: number): readonly NormalLine[] {
  const ids = new Set<string>()
  return readList(model, 'lines', {
    min: 1,
    max: MAX_LINES,
    read: (value, path, index) => {
      const fields = Fields.of(value, path, model.reading)
      if (fields === undefined) return undefined
      const line = readLine(fields, index, digits)
      if (ids.has(line.id)) fields.report('id', 'line.duplicate-id')
      ids.add(line.id)
      fields.skipDerived('subtotal', 'amount', 'net', 'taxAmount', 'gross')
      fields.end()
      return line
    },
  })
}

function readLine(fields: Fields, index: number, digits: number): NormalLine {
  return {
    id: readOptionalText(fields, 'id', IDENTIFIER) ?? String(index + 1),
    name: readText(fields, 'name', NAME),
    quantity: readDecimal(fields, 'quantity', QUANTITY),
    unit: readUnit(fields),
    unitPrice: readAmount(fields, 'unitPrice', { ...UNIT_PRICE, digits }),
    priceBase: readOptionalDecimal(fields, 'priceBase', PRICE_BASE) ?? ONE,
    taxes: readTaxes(fields),
    allowances: readLineAdjustments(fields, 'allowances', digits),
    charges: readLineAdjustments(fields, 'charges', digits),
    note: readOptionalText(fields, 'note', NOTE),
    itemCode: readOptionalText(fields, 'itemCode', IDENTIFIER),
  }
}

/** UN/ECE Recommendations 20 and 21: two or three letters or digits; packaging codes begin with X. */
function readUnit(fields: Fields): string {
  const unit = readOptionalText(fields, 'unit', IDENTIFIER)
  if (unit === undefined) return PIECE
  const isCode = unit.length <= 3 && consistsOf(unit, UPPER + DIGITS)
  if (unit !== '' && !isCode) fields.report('unit', 'unit.invalid')
  return unit
}
