import { FiscalSealError } from '../../base/errors.js'
import { computedAdjustment, exact, money, price } from './amounts.js'
import type { ComputedDocumentAdjustment, ComputedLine, ComputedReceipt, Shares } from './computed.js'
import { present } from './fields.js'
import type { NormalReceipt, TaxSet } from './normal.js'
import { describeProblem } from './problem-sentences.js'
import { ProblemList } from './problems.js'
import type { TaxShare } from './tax-shares.js'
import { taxTableOf } from './tax-table.js'
import { checkDeclaredTotals, totalsOf } from './totals.js'
import type { ReceiptModel, Tax } from './types.js'
import { readModel } from './validate.js'
import { type WorkedAdjustment, type WorkedLine, workOut } from './work-out.js'

/**
 * Returns the receipt with everything derived: line amounts, tax, totals, amount due; all exact. `model` is not kept, what
 * comes back are fresh objects. Throws `FiscalSealError` `receipt.invalid` with all problems at once; nothing is guessed.
 */
export function computeReceipt(model: ReceiptModel): ComputedReceipt {
  const problems = new ProblemList(describeProblem)
  const receipt = readModel(model, { problems, unknownFields: 'refuse', form: 'model' })
  throwIfAny(problems)
  if (receipt === undefined)
    throw new FiscalSealError('receipt.invalid', 'The receipt model is not an object.')
  const computed = deriveReceipt(receipt)
  const digits = receipt.header.currencyDigits
  checkDeclaredTotals(receipt.declaredTotals, computed.totals, { digits, problems })
  throwIfAny(problems)
  return computed
}

function throwIfAny({ listed, count }: ProblemList): void {
  const [first] = listed
  if (first === undefined) return
  const more = count > 1 ? ` And ${count - 1} more, see problems.` : ''
  throw new FiscalSealError('receipt.invalid', `The receipt cannot be built. ${first.message}${more}`, {
    problems: listed,
  })
}

/** Returns what follows from a model that was checked. */
export function deriveReceipt(receipt: NormalReceipt): ComputedReceipt {
  const { header, footer, rounding } = receipt
  const digits = header.currencyDigits
  const worked = workOut(receipt)
  const cashStep = rounding.cashStep === undefined ? undefined : money(rounding.cashStep, digits)
  return {
    kind: header.kind,
    number: header.number,
    issuedAt: header.issuedAt,
    ...(header.dueDate === undefined ? {} : { dueDate: header.dueDate }),
    ...(header.period === undefined ? {} : { period: header.period }),
    currency: header.currency,
    currencyDigits: digits,
    language: header.language,
    seller: header.seller,
    ...(header.buyer === undefined ? {} : { buyer: header.buyer }),
    pricesInclude: header.pricesInclude,
    lines: worked.lines.map((each) => computedLine(each, digits)),
    allowances: worked.allowances.map((each) => documentAdjustment(each, digits)),
    charges: worked.charges.map((each) => documentAdjustment(each, digits)),
    payments: footer.payments,
    ...(footer.paymentInstructions === undefined ? {} : { paymentInstructions: footer.paymentInstructions }),
    references: footer.references,
    notes: footer.notes,
    codes: footer.codes,
    rounding: { mode: rounding.mode, rule: rounding.rule, ...present({ cashStep }) },
    taxTable: taxTableOf(worked.taxSums, digits),
    totals: totalsOf(receipt, worked),
  }
}

function computedLine({ line, amounts, share }: WorkedLine, digits: number): ComputedLine {
  const { id, name, unit, note, itemCode } = line
  const adjustments = (kind: 'allowances' | 'charges'): ComputedLine['allowances'] =>
    line[kind].map((each, index) => computedAdjustment(each, amounts[kind][index] ?? 0n, digits))
  return {
    id,
    name,
    quantity: exact(line.quantity),
    unit,
    unitPrice: price(line.unitPrice, digits),
    priceBase: exact(line.priceBase),
    tax: taxesOf(line.taxes),
    allowances: adjustments('allowances'),
    charges: adjustments('charges'),
    ...present({ note, itemCode }),
    subtotal: money(amounts.subtotal, digits),
    amount: money(amounts.amount, digits),
    ...sharesOf(share, digits),
  }
}

function documentAdjustment(worked: WorkedAdjustment, digits: number): ComputedDocumentAdjustment {
  return {
    ...computedAdjustment(worked.adjustment, worked.amount, digits),
    tax: taxesOf(worked.taxes),
    ...sharesOf(worked.share, digits),
  }
}

function taxesOf({ taxes }: TaxSet): readonly Tax[] {
  return taxes.map(({ tax }) => tax)
}

function sharesOf({ net, tax }: TaxShare, digits: number): Shares {
  return { net: money(net, digits), taxAmount: money(tax, digits), gross: money(net + tax, digits) }
}
