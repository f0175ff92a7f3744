import type { ComputedAdjustment, ComputedLine } from '../model/computed.js'
import type { SourcedText } from './address.js'
import { formatMoney, type PageContext } from './page-context.js'
import { formatDecimal, formatPercent } from './number-format.js'
import { unitName } from './units.js'

/** Returns what stands in small print below a line's name: number, price base, allowances, charges, note. */
export function lineDetails(context: PageContext, line: ComputedLine, path: string): readonly SourcedText[] {
  const { words, locale } = context
  const details: SourcedText[] = []
  if (line.itemCode !== undefined) {
    details.push({ text: `${words.articleNumber} ${line.itemCode}`, source: `${path}.itemCode` })
  }
  if (line.priceBase !== '1') {
    const base = `${words.pricePer} ${formatDecimal(line.priceBase, locale)} ${unitName(line.unit, words)}`
    details.push({ text: base, source: `${path}.priceBase` })
  }
  for (const [index, allowance] of line.allowances.entries()) {
    details.push(
      adjustmentText(context, allowance, { allowance: true, path: `${path}.allowances[${index}]` }),
    )
  }
  for (const [index, charge] of line.charges.entries()) {
    details.push(adjustmentText(context, charge, { allowance: false, path: `${path}.charges[${index}]` }))
  }
  if (line.note !== undefined) details.push({ text: line.note, source: `${path}.note` })
  return details
}

function adjustmentText(
  context: PageContext,
  adjustment: ComputedAdjustment,
  { allowance, path }: { readonly allowance: boolean; readonly path: string },
): SourcedText {
  const amount = signedMoney(context, adjustment, allowance)
  return { text: `${adjustmentLabel(context, adjustment, allowance)} ${amount}`, source: `${path}.reason` }
}

/** Returns an allowance as what it takes, a charge as what it adds. */
export function signedMoney(
  context: PageContext,
  { amount }: ComputedAdjustment,
  allowance: boolean,
): string {
  const isNothing = !/[1-9]/.test(amount)
  return formatMoney(allowance && !isNothing ? `-${amount}` : amount, context)
}

/** Returns the reason of an allowance or charge, and its percentage where it was given as one. */
export function adjustmentLabel(
  context: PageContext,
  adjustment: ComputedAdjustment,
  allowance: boolean,
): string {
  const { words, locale } = context
  const reason = adjustment.reason ?? (allowance ? words.discount : words.charge)
  return adjustment.percent === undefined ? reason : `${reason} ${formatPercent(adjustment.percent, locale)}`
}
