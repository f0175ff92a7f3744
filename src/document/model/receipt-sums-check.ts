import { Malformed } from '../../base/errors.js'
import type { ComputedReceipt } from './computed.js'
import { EQUATIONS } from './receipt-sums.js'

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
