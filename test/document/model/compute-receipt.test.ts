import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { computeReceipt } from '../../../src/document/model/compute-receipt.js'
import type { ComputedReceipt } from '../../../src/document/model/computed.js'
import { minorDigitsOf } from '../../../src/document/model/currency.js'
import type { ReceiptModel } from '../../../src/document/model/types.js'
import { anyModel } from './model-arbitrary.js'
import { VAT_23, VAT_6, line, receiptModel } from './model-samples.js'

function totals(changes: Partial<ReceiptModel>): ComputedReceipt['totals'] {
  return computeReceipt(receiptModel(changes)).totals
}

/** Money of `receipt` in minor units. */
function minor(receipt: ComputedReceipt, money: string): bigint {
  expect(money.split('.')[1]?.length ?? 0).toBe(receipt.currencyDigits)
  return BigInt(money.replace('.', ''))
}

describe('prices without tax', () => {
  it('are summed and taxed once for each category', () => {
    const receipt = computeReceipt(receiptModel({ lines: [line(), line({ quantity: '1', tax: [VAT_6] })] }))
    expect(receipt.taxTable).toEqual([
      { category: 'S', rate: '23', base: '6.98', tax: '1.61' },
      { category: 'S', rate: '6', base: '3.49', tax: '0.21' },
    ])
    expect(receipt.totals).toMatchObject({ net: '10.47', tax: '1.82', gross: '12.29', due: '12.29' })
  })

  it('add 0.1 and 0.2 to 0.3', () => {
    const lines = ['0.1', '0.2'].map((unitPrice) => line({ quantity: '1', unitPrice }))
    expect(totals({ lines })).toMatchObject({ net: '0.30', tax: '0.07', gross: '0.37' })
  })

  it('round tax for each category or on each line, and say what the difference is', () => {
    const lines = [1, 2, 3].map(() => line({ quantity: '1', unitPrice: '0.02' }))
    expect(totals({ lines })).toMatchObject({ net: '0.06', tax: '0.01' })
    const perLine = totals({ lines, rounding: { mode: 'per-line' } })
    expect(perLine).toMatchObject({ net: '0.06', tax: '0.00', perLineDifference: '-0.01' })
  })

  it('take several taxes on a line from the same base', () => {
    const tax = [
      { category: 'S', rate: '9', scheme: 'CGST' },
      { category: 'S', rate: '9', scheme: 'SGST' },
    ] as const
    const receipt = computeReceipt(
      receiptModel({ currency: 'INR', lines: [line({ unitPrice: '50.05', tax })] }),
    )
    expect(receipt.taxTable.map(({ scheme, base, tax: amount }) => [scheme, base, amount])).toEqual([
      ['CGST', '100.10', '9.01'],
      ['SGST', '100.10', '9.01'],
    ])
    expect(receipt.totals.gross).toBe('118.12')
  })
})

describe('prices with tax', () => {
  it('keep 4.00 on the shelf 4.00 on the receipt', () => {
    const lines = [1, 2, 3, 4].map(() => line({ quantity: '1', unitPrice: '1.00', tax: [VAT_6] }))
    const receipt = computeReceipt(receiptModel({ pricesInclude: 'tax', lines }))
    expect(receipt.totals).toMatchObject({ net: '3.77', tax: '0.23', gross: '4.00', due: '4.00' })
    expect(receipt.lines.map(({ gross }) => gross)).toEqual(['1.00', '1.00', '1.00', '1.00'])
    expect(receipt.lines.map(({ net }) => net).sort()).toEqual(['0.94', '0.94', '0.94', '0.95'])
  })

  it('split several taxes so that they add up to the tax contained', () => {
    const tax = [
      { category: 'S', rate: '9', scheme: 'CGST' },
      { category: 'S', rate: '9', scheme: 'SGST' },
    ] as const
    const lines = [line({ quantity: '1', unitPrice: '0.99', tax })]
    const receipt = computeReceipt(receiptModel({ currency: 'INR', pricesInclude: 'tax', lines }))
    expect(receipt.totals).toMatchObject({ net: '0.84', tax: '0.15', gross: '0.99' })
    expect(receipt.taxTable.map(({ tax: amount }) => amount)).toEqual(['0.08', '0.07'])
  })
})

describe('currencies', () => {
  it('without minor unit have whole amounts', () => {
    const receipt = computeReceipt(
      receiptModel({
        currency: 'JPY',
        lines: [line({ quantity: '3', unitPrice: '333.5', tax: [{ category: 'S', rate: '10' }] })],
      }),
    )
    expect(receipt.totals).toMatchObject({ net: '1001', tax: '100', gross: '1101' })
  })

  it('with three decimals keep the third', () => {
    const lines = [line({ quantity: '3', unitPrice: '0.335', tax: [{ category: 'S', rate: '5' }] })]
    expect(totals({ currency: 'KWD', lines })).toMatchObject({ net: '1.005', tax: '0.050', gross: '1.055' })
  })

  it('take bigint as minor units', () => {
    const lines = [line({ quantity: '2', unitPrice: 349n })]
    expect(totals({ lines, prepaid: 100n })).toMatchObject({
      net: '6.98',
      gross: '8.59',
      prepaid: '1.00',
      due: '7.59',
    })
  })
})

describe('allowances and charges', () => {
  it('on a line lower and raise its amount', () => {
    const receipt = computeReceipt(
      receiptModel({
        lines: [
          line({
            quantity: '10',
            unitPrice: '1.05',
            allowances: [{ percent: '10', reason: 'Volume' }],
            charges: [{ amount: '0.50', reasonCode: 'FC' }],
          }),
        ],
      }),
    )
    expect(receipt.lines[0]).toMatchObject({ subtotal: '10.50', amount: '9.95' })
    expect(receipt.lines[0]?.allowances).toEqual([{ amount: '1.05', percent: '10', reason: 'Volume' }])
  })

  it('on the document fall under the tax that they name', () => {
    const receipt = computeReceipt(
      receiptModel({
        lines: [line(), line({ quantity: '1', tax: [VAT_6] })],
        allowances: [{ amount: '1.00', tax: [VAT_23], reason: 'Voucher' }],
        charges: [{ amount: '2.00', tax: [VAT_6], reason: 'Delivery' }],
      }),
    )
    expect(receipt.taxTable.map(({ rate, base }) => [rate, base])).toEqual([
      ['23', '5.98'],
      ['6', '5.49'],
    ])
    expect(receipt.totals).toMatchObject({
      linesNet: '10.47',
      allowancesNet: '1.00',
      chargesNet: '2.00',
      net: '11.47',
    })
  })

  it('of a percentage without tax are taken from every group of lines', () => {
    const receipt = computeReceipt(
      receiptModel({
        lines: [line(), line({ quantity: '1', tax: [VAT_6] })],
        allowances: [{ percent: '10', reason: 'Staff' }],
      }),
    )
    expect(receipt.allowances.map(({ amount, tax }) => [amount, tax[0]?.rate])).toEqual([
      ['0.70', '23'],
      ['0.35', '6'],
    ])
  })

  it('of a percentage with tax are taken from the lines with that tax alone', () => {
    const allowances = [{ percent: '50', tax: [VAT_6], reason: 'Clearance' }]
    const receipt = computeReceipt(
      receiptModel({ lines: [line(), line({ quantity: '1', tax: [VAT_6] })], allowances }),
    )
    expect(receipt.allowances.map(({ amount }) => amount)).toEqual(['1.75'])
  })
})

describe('the amount due', () => {
  it('counts tip, prepayment and what was paid', () => {
    const payments = [{ method: 'cash', amount: '10.00' } as const]
    expect(totals({ tip: '1.00', prepaid: '2.00', payments })).toMatchObject({
      gross: '8.59',
      due: '7.59',
      paid: '10.00',
      balance: '-2.41',
    })
  })

  it.each([
    ['0.05', '8.60', '0.01'],
    ['0.1', '8.60', '0.01'],
    ['1', '9.00', '0.41'],
  ])('is rounded to a multiple of the cash step %s', (cashStep, due, rounding) => {
    expect(totals({ rounding: { cashStep } })).toMatchObject({ gross: '8.59', due, rounding })
  })

  it('is a refund where something is given back, halves away from zero', () => {
    const lines = [line({ quantity: '-1', unitPrice: '10.065' })]
    expect(totals({ lines })).toMatchObject({ net: '-10.07', tax: '-2.32', gross: '-12.39', due: '-12.39' })
  })
})

describe('every receipt', () => {
  it('adds up: lines to totals, tax table to tax, parts to the amount due', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const receipt = computeReceipt(model)
        const of = (money: string): bigint => minor(receipt, money)
        const sum = (parts: readonly string[]): bigint => parts.reduce((all, part) => all + of(part), 0n)
        const { lines, allowances, charges, taxTable, totals: all } = receipt
        expect(receipt.currencyDigits).toBe(minorDigitsOf(model.currency))
        for (const part of [...lines, ...allowances, ...charges]) {
          expect(of(part.net) + of(part.taxAmount)).toBe(of(part.gross))
          expect(model.pricesInclude === 'tax' ? part.gross : part.net).toBe(part.amount)
        }
        expect(sum(lines.map(({ amount }) => amount))).toBe(of(all.lines))
        expect(sum(lines.map(({ net }) => net))).toBe(of(all.linesNet))
        expect(of(all.linesNet) - of(all.allowancesNet) + of(all.chargesNet)).toBe(of(all.net))
        expect(sum(taxTable.map(({ tax }) => tax))).toBe(of(all.tax))
        const taxOf = (parts: readonly { readonly taxAmount: string }[]): bigint =>
          sum(parts.map((each) => each.taxAmount))
        expect(taxOf(lines) - taxOf(allowances) + taxOf(charges)).toBe(of(all.tax))
        expect(of(all.net) + of(all.tax)).toBe(of(all.gross))
        expect(of(all.gross) + of(all.tip) - of(all.prepaid) + of(all.rounding)).toBe(of(all.due))
        expect(of(all.due) - of(all.paid)).toBe(of(all.balance))
        if (model.pricesInclude === 'tax')
          expect(of(all.lines) - of(all.allowances) + of(all.charges)).toBe(of(all.gross))
      }),
      { numRuns: 300 },
    )
  })

  it('has exactly base × rate as tax when prices are without tax', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const receipt = computeReceipt({ ...model, pricesInclude: 'none', rounding: {} })
        for (const { base, rate, tax } of receipt.taxTable) {
          const exact = minor(receipt, base) * BigInt(Math.round(Number(rate) * 10))
          const twiceError = 2n * (minor(receipt, tax) * 1000n - exact)
          expect(twiceError <= 1000n && twiceError >= -1000n).toBe(true)
        }
      }),
    )
  })

  it('says the same again when its own totals are declared, and refuses any other', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const first = computeReceipt(model)
        const { net, tax, gross, due } = first.totals
        expect(computeReceipt({ ...model, declaredTotals: { net, tax, gross, due } })).toEqual(first)
        const wrong = `${due.startsWith('-') ? '' : '-'}1${due.replace('-', '')}`
        expect(() => computeReceipt({ ...model, declaredTotals: { due: wrong } })).toThrow(
          'declaredTotals.due',
        )
      }),
    )
  })

  it('does not change the model that it was made from', () => {
    const model = receiptModel({ allowances: [{ percent: '10', reason: 'Staff' }] })
    const before = structuredClone(model)
    computeReceipt(model)
    expect(model).toEqual(before)
  })
})
