import { money, total } from './amounts.js'
import type { ComputedTotals } from './computed.js'
import { divideRounded } from './decimal.js'
import { present } from './fields.js'
import type { NormalDeclaredTotals, NormalReceipt } from './normal.js'
import type { ProblemList } from './problems.js'
import type { TaxShare } from './tax-shares.js'
import type { WorkedReceipt } from './work-out.js'

/** The sums in minor units. */
type Totals = Readonly<Record<Exclude<keyof ComputedTotals, 'perLineDifference'>, bigint>>

/** Returns the sums of a receipt, in the terms that `ComputedTotals` describes. */
export function totalsOf(receipt: NormalReceipt, worked: WorkedReceipt): ComputedTotals {
  const digits = receipt.header.currencyDigits
  const totals = sumUp(receipt, worked)
  const { perLineDifference } = worked
  return {
    lines: money(totals.lines, digits),
    allowances: money(totals.allowances, digits),
    charges: money(totals.charges, digits),
    linesNet: money(totals.linesNet, digits),
    allowancesNet: money(totals.allowancesNet, digits),
    chargesNet: money(totals.chargesNet, digits),
    net: money(totals.net, digits),
    tax: money(totals.tax, digits),
    gross: money(totals.gross, digits),
    tip: money(totals.tip, digits),
    prepaid: money(totals.prepaid, digits),
    rounding: money(totals.rounding, digits),
    due: money(totals.due, digits),
    paid: money(totals.paid, digits),
    balance: money(totals.balance, digits),
    ...present({
      perLineDifference: perLineDifference === undefined ? undefined : money(perLineDifference, digits),
    }),
  }
}

function sumUp(receipt: NormalReceipt, worked: WorkedReceipt): Totals {
  const { lines, allowances, charges, taxSums } = worked
  const linesNet = netOf(lines)
  const allowancesNet = netOf(allowances)
  const chargesNet = netOf(charges)
  const net = linesNet - allowancesNet + chargesNet
  const tax = total(taxSums.map(({ amount }) => amount))
  const gross = net + tax
  const exactDue = gross + receipt.tip - receipt.prepaid
  const due = cashRounded(exactDue, receipt)
  return {
    lines: total(lines.map(({ amounts }) => amounts.amount)),
    allowances: total(allowances.map(({ amount }) => amount)),
    charges: total(charges.map(({ amount }) => amount)),
    linesNet,
    allowancesNet,
    chargesNet,
    net,
    tax,
    gross,
    tip: receipt.tip,
    prepaid: receipt.prepaid,
    rounding: due - exactDue,
    due,
    paid: receipt.paid,
    balance: due - receipt.paid,
  }
}

function netOf(parts: readonly { readonly share: TaxShare }[]): bigint {
  return total(parts.map(({ share }) => share.net))
}

/** EN 16931 BT-114: where the smallest coin is larger than the minor unit. */
function cashRounded(due: bigint, { rounding }: NormalReceipt): bigint {
  const { cashStep, rule } = rounding
  return cashStep === undefined ? due : divideRounded(due, cashStep, rule) * cashStep
}

/** Reports every declared total that is not the derived one. */
export function checkDeclaredTotals(
  declared: NormalDeclaredTotals,
  derived: ComputedTotals,
  context: { readonly digits: number; readonly problems: ProblemList },
): void {
  for (const key of ['net', 'tax', 'gross', 'rounding', 'due'] as const) {
    const amount = declared[key]
    if (amount === undefined) continue
    const said = money(amount, context.digits)
    if (said !== derived[key]) {
      context.problems.add(
        `declaredTotals.${key}`,
        'totals.differ',
        `${said} was given, ${derived[key]} follows`,
      )
    }
  }
}
