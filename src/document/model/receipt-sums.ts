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
