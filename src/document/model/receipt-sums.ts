import { Malformed } from '../../base/errors.js'
import type { ComputedReceipt } from './computed.js'

/** An amount that is written, and of which others it is the sum; each is the amount of one place, or those of all items of a list. */
export interface Equation {
  readonly written: string
  readonly added: readonly string[]
  readonly subtracted: readonly string[]
}

/** What `ComputedTotals` says of the sums: `written = added + … − subtracted`. */
export const EQUATIONS: readonly Equation[] = (
  'totals.lines = lines.amount; totals.allowances = allowances.amount; totals.charges = charges.amount; ' +
  'totals.linesNet = lines.net; totals.allowancesNet = allowances.net; totals.chargesNet = charges.net; ' +
  'totals.net = totals.linesNet totals.chargesNet - totals.allowancesNet; totals.tax = taxTable.tax; ' +
  'totals.gross = totals.net totals.tax; totals.due = totals.gross totals.tip totals.rounding - totals.prepaid; ' +
  'totals.paid = payments.amount; totals.balance = totals.due - totals.paid'
)
  .split('; ')
  .map((line) => {
    const [written = '', sum = ''] = line.split(' = ')
    const [added = [], subtracted = []] = sum.split(' - ').map((names) => names.split(' '))
    return { written, added, subtracted }
  })

/** Throws `Malformed('document.totals-differ')` unless all sums hold exactly, in minor units. */
export function checkSums(receipt: ComputedReceipt): void {
  const { lines, allowances, charges } = receipt
  const wrong = EQUATIONS.find(
    ({ written, added, subtracted }) =>
      total(receipt, [written]) !== total(receipt, added) - total(receipt, subtracted),
  )
  if (wrong !== undefined) throw new Malformed('document.totals-differ', wrong.written)
  const share = [...lines, ...allowances, ...charges].find(
    ({ net, taxAmount, gross }) => minor(gross) !== minor(net) + minor(taxAmount),
  )
  if (share !== undefined) throw new Malformed('document.totals-differ', share.gross)
}

function total(receipt: ComputedReceipt, names: readonly string[]): bigint {
  return names.flatMap((name) => amountsOf(receipt, name)).reduce((sum, amount) => sum + minor(amount), 0n)
}

function amountsOf(receipt: ComputedReceipt, name: string): readonly string[] {
  const [group = '', field = ''] = name.split('.')
  const place: unknown = Object.entries(receipt).find(([key]) => key === group)?.[1]
  return [place].flat().map((item) => String((item as Readonly<Record<string, unknown>>)[field]))
}

function minor(money: string): bigint {
  return BigInt(money.replace('.', ''))
}
