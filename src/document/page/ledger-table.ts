import type { Block, Bond } from './block.js'
import { letteringOf, setDueRow, setLedgerRow } from './ledger-row.js'
import { containedTaxRows, paymentRows, totalRows, type LedgerRow } from './ledger.js'
import { ledgerSpan, textSpan, type PageContext, type Span } from './page-context.js'
import { hairline, lineWidth, type SetLines } from './setting.js'

/** Air below the hairline, and between groups of rows. */
const AIR = 8

/**
 * Returns the sums, the tax contained in them and the payments, a block for each row. They are parted only where they are
 * higher than a page, and then neither before the amount due nor after a head.
 */
export function ledgerBlocks(context: PageContext): readonly Block[] {
  const span = ledgerSpan(context)
  const groups = [totalRows(context), containedTaxRows(context), paymentRows(context)]
  const rows = groups.flatMap((group) => groupBlocks(context, group, span))
  const rule = context.paper.roll ? span : textSpan(context)
  return rows.map((row, index) => ({
    ...(index === 0 ? ruled(row, rule) : row),
    ...(index < rows.length - 1 && { keepWithNext: row.keepWithNext ?? 'closely' }),
  }))
}

/** A block below a hairline. */
function ruled(block: Block, rule: Span): Block {
  return {
    ...block,
    height: AIR + block.height,
    draw: (top) => [hairline(rule, top), ...block.draw(top + AIR)],
  }
}

function groupBlocks(context: PageContext, rows: readonly LedgerRow[], span: Span): readonly Block[] {
  if (rows.length === 0) return []
  const bond = (row: LedgerRow, next: LedgerRow | undefined): { readonly keepWithNext?: Bond } =>
    row.kind === 'head' || next?.kind === 'due' ? { keepWithNext: 'firmly' } : {}
  return setGroup(context, rows, span).map((piece, index) => {
    const row = rows[index]
    return {
      ...piece,
      gap: index === 0 ? AIR : 0,
      ...(row && { source: row.source, ...bond(row, rows[index + 1]) }),
    }
  })
}

/** Rows of one group share the column of their amounts. */
function setGroup(context: PageContext, rows: readonly LedgerRow[], span: Span): readonly SetLines[] {
  const table = context.root.add('Table')
  const amountWidth = rows
    .filter(({ kind }) => kind !== 'due')
    .map(({ kind, amount }) => lineWidth(context.fonts, amount ?? '', letteringOf(context, kind).amount))
    .reduce((most, width) => Math.max(most, width), 0)
  return rows.map((row, index) => {
    const element = table.add('TR')
    if (row.kind === 'due') return setDueRow(context, row, { span, element, isFirst: index === 0 })
    return setLedgerRow(context, row, { span, amountWidth, element })
  })
}
