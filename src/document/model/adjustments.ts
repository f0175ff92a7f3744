import { compare, decimal } from './decimal.js'
import { Fields, present, readList } from './fields.js'
import type { NormalAdjustment, NormalDocumentAdjustment, NormalLine } from './normal.js'
import { readOptionalDecimal, readOptionalMoney } from './numbers.js'
import { readTaxes } from './taxes.js'
import { IDENTIFIER, NAME, readOptionalText } from './text.js'

/** Whether the list lowers the price or raises it. */
export type AdjustmentKind = 'allowances' | 'charges'

const MAX_ADJUSTMENTS = 1000
const PERCENT = { maxDecimals: 4, sign: 'not-negative' } as const
const HUNDRED = decimal(100n)

/** Returns the allowances or charges of a line. */
export function readLineAdjustments(
  line: Fields,
  kind: AdjustmentKind,
  digits: number,
): readonly NormalAdjustment[] {
  return readList(line, kind, {
    max: MAX_ADJUSTMENTS,
    read: (value, path) => {
      const fields = Fields.of(value, path, line.reading)
      if (fields === undefined) return undefined
      const adjustment = readAdjustment(fields, kind, digits)
      fields.end()
      return adjustment
    },
  })
}

/** Returns the allowances or charges of the document; each must say its taxes where the lines leave it open. */
export function readDocumentAdjustments(
  model: Fields,
  kind: AdjustmentKind,
  context: { readonly digits: number; readonly lines: readonly NormalLine[] },
): readonly NormalDocumentAdjustment[] {
  const sets = new Map(context.lines.map(({ taxes }) => [taxes.key, taxes]))
  const [only] = sets.size === 1 ? sets.values() : []
  return readList(model, kind, {
    max: MAX_ADJUSTMENTS,
    read: (value, path) => {
      const fields = Fields.of(value, path, model.reading)
      if (fields === undefined) return undefined
      const adjustment = readAdjustment(fields, kind, context.digits)
      const taxes = fields.has('tax') ? readTaxes(fields) : only
      fields.skip('tax')
      fields.skipDerived('net', 'taxAmount', 'gross')
      checkTaxes(fields, { ...adjustment, ...present({ taxes }) }, sets)
      fields.end()
      return { ...adjustment, ...present({ taxes }) }
    },
  })
}

function checkTaxes(
  fields: Fields,
  adjustment: NormalDocumentAdjustment,
  sets: ReadonlyMap<string, unknown>,
): void {
  const { amount, percent, taxes } = adjustment
  if (amount !== undefined && taxes === undefined && sets.size > 0)
    fields.report('', 'adjustment.tax-missing')
  if (percent !== undefined && taxes !== undefined && !sets.has(taxes.key)) {
    fields.report('percent', 'adjustment.no-such-lines')
  }
}

function readAdjustment(fields: Fields, kind: AdjustmentKind, digits: number): NormalAdjustment {
  // In receipt.json the amount of a percentage is derived.
  const isDerived = fields.reading.form === 'receipt.json' && fields.has('percent')
  if (isDerived) fields.skip('amount')
  const amount = isDerived ? undefined : readOptionalMoney(fields, 'amount', { digits, sign: 'not-negative' })
  const percent = readOptionalDecimal(fields, 'percent', PERCENT)
  if ((amount === undefined) === (percent === undefined)) fields.report('', 'adjustment.amount-or-percent')
  if (kind === 'allowances' && percent !== undefined && compare(percent, HUNDRED) > 0) {
    fields.report('percent', 'adjustment.percent-too-large')
  }
  const reason = readOptionalText(fields, 'reason', NAME)
  const reasonCode = readOptionalText(fields, 'reasonCode', IDENTIFIER)
  // EN 16931 BR-33, BR-38, BR-42, BR-44.
  if (reason === undefined && reasonCode === undefined) fields.report('', 'adjustment.reason-missing')
  return present({ amount, percent, reason, reasonCode })
}
