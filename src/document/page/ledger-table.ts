import type { Block } from './block.js'
import { letteringOf, setDueRow, setLedgerRow } from './ledger-row.js'
import { containedTaxRows, paymentRows, totalRows, type LedgerRow } from './ledger.js'
import { ledgerSpan, textSpan, type PageContext, type Span } from './page-context.js'
import { air, hairline, lineWidth, stack, type SetLines } from './setting.js'

/** Air below the hairline, and between groups of rows. */
const AIR = 8

/** Returns the sums, the tax contained in them and the payments as one block that is not parted. */
export function ledgerBlock(context: PageContext): Block {
  const span = ledgerSpan(context)
  const [first, ...others] = [totalRows(context), containedTaxRows(context), paymentRows(context)].filter(
    (rows) => rows.length > 0,
  )
  const groups = others.flatMap((rows) => [air(AIR), setGroup(context, rows, span)])
  const piece = stack([setGroup(context, first ?? [], span), ...groups])
  const rule = context.paper.roll ? span : textSpan(context)
  return {
    height: AIR + piece.height,
    gap: AIR,
    draw: (top) => [hairline(rule, top), ...piece.draw(top + AIR)],
  }
}

/** Rows of one group share the column of their amounts. */
function setGroup(context: PageContext, rows: readonly LedgerRow[], span: Span): SetLines {
  const table = context.root.add('Table')
  const amountWidth = rows
    .filter(({ kind }) => kind !== 'due')
    .map(({ kind, amount }) => lineWidth(context.fonts, amount ?? '', letteringOf(context, kind).amount))
    .reduce((most, width) => Math.max(most, width), 0)
  return stack(
    rows.map((row, index) => {
      const element = table.add('TR')
      if (row.kind === 'due') return setDueRow(context, row, { span, element, isFirst: index === 0 })
      return setLedgerRow(context, row, { span, amountWidth, element })
    }),
  )
}
