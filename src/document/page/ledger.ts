import type { ComputedPayment, Money, TaxRow } from '../model/computed.js'
import { formatMoment } from './date-format.js'
import type { Tax } from '../model/types.js'
import { adjustmentLabel, signedMoney } from './line-details.js'
import { formatMoney, type PageContext } from './page-context.js'
import { formatPercent } from './number-format.js'
import { symbolOf } from './currency-symbol.js'

/** One row of the sums: what it is, what it is taken from, how much. */
export interface LedgerRow {
  readonly kind: 'plain' | 'strong' | 'due' | 'small' | 'head'
  readonly label: string
  /** In the middle column: what a tax is taken from; of the amount due, the currency's code. */
  readonly base?: string
  readonly amount?: string
  /** Small print below the label. */
  readonly remark?: string
  readonly source: string
}

/** Returns the sums down to the amount due. */
export function totalRows(context: PageContext): readonly LedgerRow[] {
  const { receipt, words } = context
  const { totals } = receipt
  const withTax = receipt.pricesInclude === 'tax'
  const row = (label: string, amount: Money, source: string): LedgerRow => ({
    kind: 'plain',
    label,
    amount: formatMoney(amount, context),
    source,
  })
  const optional = (label: string, amount: Money, source: string): readonly LedgerRow[] =>
    isNothing(amount) ? [] : [row(label, amount, source)]
  const adjusted = receipt.allowances.length + receipt.charges.length > 0
  const isTotal = totals.gross === totals.due
  return [
    ...(adjusted ? [row(words.subtotal, totals.lines, 'totals.lines')] : []),
    ...adjustmentRows(context),
    ...(withTax ? [] : [row(words.net, totals.net, 'totals.net'), ...taxRows(context)]),
    ...(isTotal ? [] : [{ ...row(words.total, totals.gross, 'totals.gross'), kind: 'strong' as const }]),
    ...optional(words.tip, totals.tip, 'totals.tip'),
    ...optional(words.prepaid, negated(totals.prepaid), 'totals.prepaid'),
    ...optional(words.rounding, totals.rounding, 'totals.rounding'),
    dueRow(context, isTotal),
  ]
}

/** Returns the tax that prices contain, by rate; nothing when they contain none. */
export function containedTaxRows(context: PageContext): readonly LedgerRow[] {
  const { receipt, words } = context
  if (receipt.pricesInclude !== 'tax') return []
  const head: LedgerRow = {
    kind: 'head',
    label: words.pricesIncludeTax,
    base: words.net,
    amount: words.tax,
    source: 'language',
  }
  const rows = receipt.taxTable.map((row, index) => ({
    ...taxRow(context, row, index),
    kind: 'small' as const,
  }))
  const plain = rows.map((row, index) => ({
    ...row,
    base: formatMoney(receipt.taxTable[index]?.base ?? '', context),
  }))
  return [head, ...plain]
}

/** Returns how it was paid, and what is left to pay or was given back. */
export function paymentRows(context: PageContext): readonly LedgerRow[] {
  const { receipt, words } = context
  if (receipt.payments.length === 0) return []
  const { balance } = receipt.totals
  const paid = receipt.payments.map((payment, index) => paymentRow(context, payment, index))
  if (isNothing(balance)) return paid
  const isCash = receipt.payments.some(({ method }) => method === 'cash')
  const isOver = balance.startsWith('-')
  const label = isOver ? (isCash ? words.change : words.overpaid) : words.stillToPay
  const amount = formatMoney(isOver ? balance.slice(1) : balance, context)
  return [...paid, { kind: isOver ? 'plain' : 'strong', label, amount, source: 'totals.balance' }]
}

function adjustmentRows(context: PageContext): readonly LedgerRow[] {
  const { allowances, charges } = context.receipt
  const rows = [
    ...allowances.map((adjustment, index) => ({
      adjustment,
      allowance: true,
      source: `allowances[${index}]`,
    })),
    ...charges.map((adjustment, index) => ({ adjustment, allowance: false, source: `charges[${index}]` })),
  ]
  const severalTaxes = context.receipt.taxTable.length > 1
  return rows.map(({ adjustment, allowance, source }) => ({
    kind: 'plain',
    label: adjustmentLabel(context, adjustment, allowance),
    amount: signedMoney(context, adjustment, allowance),
    ...(severalTaxes && { base: adjustment.tax.map((tax) => taxLabel(context, tax)).join(' + ') }),
    source: `${source}.reason`,
  }))
}

function taxRows(context: PageContext): readonly LedgerRow[] {
  return context.receipt.taxTable.map((row, index) => taxRow(context, row, index))
}

function taxRow(context: PageContext, row: TaxRow, index: number): LedgerRow {
  const remark = row.exemptionReason ?? row.exemptionCode
  return {
    kind: 'plain',
    label: taxLabel(context, row),
    base: `${context.words.on} ${formatMoney(row.base, context)}`,
    amount: formatMoney(row.tax, context),
    ...(remark !== undefined && { remark }),
    source: `taxTable[${index}]`,
  }
}

/** `VAT 16%`, `IGIC 7%`, `Reverse charge`. */
function taxLabel({ words, locale }: PageContext, { category, rate, scheme }: Tax): string {
  const percent = formatPercent(rate, locale)
  if (category === 'S' || category === 'Z') return `${scheme ?? words.tax} ${percent}`
  const name = words.categories[category]
  if (category === 'L' || category === 'M') return `${name} ${percent}`
  return scheme === undefined ? name : `${scheme}: ${name}`
}

function dueRow(context: PageContext, isTotal: boolean): LedgerRow {
  const { receipt, words, fonts, locale } = context
  const { symbol, shared } = symbolOf(receipt.currency)
  const isSet = Array.from(symbol).every(
    (character) => fonts.bold.glyphOf(character.codePointAt(0) ?? 0) !== 0,
  )
  const shown = isSet ? symbol : receipt.currency
  // A code is a word: it keeps its distance where a symbol need not.
  const space =
    /^[A-Z]{3}$/.test(shown) || locale.symbolSpace !== '' || /[A-Za-z]$/.test(shown) ? '\u00A0' : ''
  const amount = formatMoney(receipt.totals.due, context)
  return {
    kind: 'due',
    label: dueLabel(context, isTotal),
    amount: locale.symbolFirst ? shown + space + amount : amount + space + shown,
    ...(shared && isSet && { base: receipt.currency }),
    source: 'totals.due',
  }

  function dueLabel({ words: labels }: PageContext, alone: boolean): string {
    if (receipt.kind === 'credit-note') return labels.credit
    return alone && receipt.kind !== 'invoice' ? words.total : labels.due
  }
}

function paymentRow(context: PageContext, payment: ComputedPayment, index: number): LedgerRow {
  const { words, locale } = context
  const card = payment.cardLast4 === undefined ? '' : ` •••• ${payment.cardLast4}`
  const remark = [payment.reference, payment.paidAt && formatMoment(payment.paidAt, locale)]
    .filter(Boolean)
    .join(', ')
  return {
    kind: 'plain',
    label: words.payments[payment.method] + card,
    amount: formatMoney(payment.amount, context),
    ...(remark !== '' && { remark }),
    source: `payments[${index}]`,
  }
}

function isNothing(amount: Money): boolean {
  return !/[1-9]/.test(amount)
}

function negated(amount: Money): Money {
  if (isNothing(amount)) return amount
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}
