import type { ComputedLine } from '../model/computed.js'
import { textSpan, type PageContext, type Span } from './page-context.js'
import { decimalsOf, formatDecimal } from './number-format.js'
import { lineWidth } from './setting.js'
import { FIGURES, LABEL } from './type-scale.js'
import { unitName } from './units.js'

/** The columns beside the description, in their order. */
export const COLUMN_KEYS = ['quantity', 'unit', 'price', 'tax', 'amount'] as const

/** One of the columns beside the description. */
export type ColumnKey = (typeof COLUMN_KEYS)[number]

/** What a row says beside its description. */
export type RowTexts = Readonly<Record<ColumnKey, string>>

/** The columns of the table of lines: where they are and what their heads and rows say. */
export interface Columns {
  readonly description: Span
  readonly spans: Readonly<Record<ColumnKey, Span>>
  readonly heads: RowTexts
  readonly rows: readonly RowTexts[]
}

/** Air between two columns. */
const GUTTER = 12

/** The description is never narrower than this, whatever the numbers need. */
const LEAST_DESCRIPTION = 96

/** Returns the columns for the receipt's lines: as wide as their widest text, the description takes the rest. */
export function columnsOf(context: PageContext): Columns {
  const rows = rowTexts(context)
  const heads = headTexts(context)
  const widthOf = (key: ColumnKey): number => {
    const figures = rows.map((row) => lineWidth(context.fonts, row[key], FIGURES))
    return figures.reduce((most, width) => Math.max(most, width), lineWidth(context.fonts, heads[key], LABEL))
  }
  const widths = COLUMN_KEYS.map(widthOf)
  const { x, width } = textSpan(context)
  const taken = widths.reduce((sum, each) => sum + each + GUTTER, 0)
  const description = { x, width: Math.max(width - taken, LEAST_DESCRIPTION) }
  let left = description.x + description.width
  const spans = COLUMN_KEYS.map((key, index): readonly [ColumnKey, Span] => {
    const span = { x: left + GUTTER, width: widths[index] ?? 0 }
    left = span.x + span.width
    return [key, span]
  })
  return { description, spans: recordOf(spans), heads, rows }
}

function recordOf<T>(entries: readonly (readonly [ColumnKey, T])[]): Readonly<Record<ColumnKey, T>> {
  return Object.fromEntries(entries) as Record<ColumnKey, T>
}

/** The currency and the per cent sign stand in the head, not in every row. */
function headTexts({ words, receipt }: PageContext): RowTexts {
  return {
    quantity: words.quantity,
    unit: words.unit,
    price: `${words.price} ${receipt.currency}`,
    tax: `${commonScheme(receipt.lines) ?? words.tax} %`,
    amount: `${words.amount} ${receipt.currency}`,
  }
}

/** What the tax is called, when all lines call it the same. */
function commonScheme(lines: readonly ComputedLine[]): string | undefined {
  const schemes = new Set(lines.flatMap(({ tax }) => tax.map(({ scheme }) => scheme)))
  const [scheme] = schemes
  return schemes.size === 1 ? scheme : undefined
}

/** All rows of a column have the same number of decimals, so that right-aligned is aligned on the decimal sign. */
function rowTexts({ receipt, words, locale }: PageContext): readonly RowTexts[] {
  const { lines } = receipt
  const most = (values: readonly string[]): number =>
    values.reduce((max, value) => Math.max(max, decimalsOf(value)), 0)
  const inQuantity = most(lines.map(({ quantity }) => quantity))
  const inPrice = most(lines.map(({ unitPrice }) => unitPrice))
  const inRate = most(lines.flatMap(({ tax }) => tax.map(({ rate }) => rate)))
  const rates = ({ tax }: ComputedLine): string =>
    tax
      .map(({ category, rate }) => (category === 'O' ? '–' : formatDecimal(rate, locale, inRate)))
      .join(' + ')
  return lines.map((line) => ({
    quantity: formatDecimal(line.quantity, locale, inQuantity),
    unit: unitName(line.unit, words),
    price: formatDecimal(line.unitPrice, locale, inPrice),
    tax: rates(line),
    amount: formatDecimal(line.amount, locale),
  }))
}
