import type { ComputedLine } from '../model/computed.js'
import { textSpan, type PageContext, type Span } from './page-context.js'
import { doesNotFit } from './does-not-fit.js'
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
  /** The numbers stand on a line of their own below the description: the paper is too narrow for both beside each other. */
  readonly below: boolean
  readonly spans: Readonly<Record<ColumnKey, Span>>
  readonly heads: RowTexts
  readonly rows: readonly RowTexts[]
}

/** Air between two columns. */
const GUTTER = 12

/** The description is never narrower than this, whatever the numbers need. */
const LEAST_DESCRIPTION = 96

/**
 * Returns the columns for the receipt's lines: as wide as their widest text, the description takes the rest. Where too
 * little is left, the tax is named by its common word, then the numbers go below the description. Throws
 * `receipt.invalid` where even that is too wide.
 */
export function columnsOf(context: PageContext): Columns {
  const rows = rowTexts(context)
  const { x, width } = textSpan(context)
  const figures = COLUMN_KEYS.map((key) =>
    rows.reduce((most, row) => Math.max(most, lineWidth(context.fonts, row[key], FIGURES)), 0),
  )
  const layouts = headTexts(context).map((heads) => {
    const headWidths = COLUMN_KEYS.map((key) => lineWidth(context.fonts, heads[key], LABEL))
    const widths = figures.map((figure, index) => Math.max(figure, headWidths[index] ?? 0))
    return { heads, widths, taken: widths.reduce((sum, each) => sum + each + GUTTER, 0) }
  })
  const beside = layouts.find(({ taken }) => taken + LEAST_DESCRIPTION <= width)
  const chosen = beside ?? layouts.find(({ taken }) => taken - GUTTER <= width)
  if (chosen === undefined) throw doesNotFit('lines', 'their figures are too wide for the paper')
  const { heads, widths, taken } = chosen
  const left = x + width - taken
  const description = { x, width: beside === undefined ? width : left - x }
  return { description, below: beside === undefined, spans: spansFrom(left, widths), heads, rows }
}

/** Columns of `widths` one after the other, each with its air before it. */
function spansFrom(start: number, widths: readonly number[]): Columns['spans'] {
  let left = start
  const spans = COLUMN_KEYS.map((key, index): readonly [ColumnKey, Span] => {
    const span = { x: left + GUTTER, width: widths[index] ?? 0 }
    left = span.x + span.width
    return [key, span]
  })
  return recordOf(spans)
}

function recordOf<T>(entries: readonly (readonly [ColumnKey, T])[]): Readonly<Record<ColumnKey, T>> {
  return Object.fromEntries(entries) as Record<ColumnKey, T>
}

/**
 * The currency and the per cent sign stand in the head, not in every row. The tax is called as on the lines, or, where
 * that is too long, by its common word.
 */
function headTexts({ words, receipt }: PageContext): readonly RowTexts[] {
  const heads = {
    quantity: words.quantity,
    unit: words.unit,
    price: `${words.price} ${receipt.currency}`,
    tax: `${words.tax} %`,
    amount: `${words.amount} ${receipt.currency}`,
  }
  const scheme = commonScheme(receipt.lines)
  return scheme === undefined ? [heads] : [{ ...heads, tax: `${scheme} %` }, heads]
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
