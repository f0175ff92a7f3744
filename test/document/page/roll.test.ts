import { beforeAll, describe, expect, it } from '@jest/globals'
import type { ReceiptLine } from '../../../src/document/model/types.js'
import type { DrawnText } from '../draw/drawn-page.js'
import { build, example, find, invoice, manyLines, outside, rightOf, type Built } from './receipts.js'

const MM = 72 / 25.4

function middle(text: DrawnText): number {
  return text.x + text.width / 2
}

describe.each([
  ['roll80', 80, 72],
  ['roll58', 58, 48],
] as const)('a roll: %s', (page, paper, printable) => {
  let roll: Built

  beforeAll(async () => {
    roll = await build(example('coffee-nairobi'), { page })
  })

  it('is as wide as the paper and prints only where the printer reaches', () => {
    expect(roll.drawn).toHaveLength(1)
    expect(roll.drawn[0]?.width).toBeCloseTo(paper * MM, 1)
    const side = ((paper - printable) / 2) * MM
    for (const text of roll.drawn[0]?.texts ?? []) {
      expect(text.x).toBeGreaterThanOrEqual(side - 0.01)
      expect(rightOf(text)).toBeLessThanOrEqual(side + printable * MM + 0.01)
    }
  })

  it('centres its head and sets lines left, amounts right', () => {
    const [sheet] = roll.drawn
    for (const text of [
      'Soko Coffee Ltd',
      'PIN P051234567X',
      'Receipt KMT-2026-004817',
      '22 Nov 2026, 09:42',
    ]) {
      expect(middle(find(sheet, text))).toBeCloseTo((paper / 2) * MM, 1)
    }
    const name = find(sheet, 'Flat white')
    const product = find(sheet, '2 × 350.00  16%')
    expect(product.x).toBe(name.x)
    expect(product.y).toBeCloseTo(name.y + 13, 5)
    expect(find(sheet, '700.00').y).toBe(product.y)
    expect(rightOf(find(sheet, '700.00'))).toBeCloseTo(((paper + printable) / 2) * MM, 1)
  })

  it('sets the amount due in 14 pt, the largest but for the name', () => {
    const sizes = [...(roll.drawn[0]?.texts ?? [])].sort((a, b) => b.size - a.size)
    expect(sizes.slice(0, 2).map(({ text, size }) => [text, size])).toEqual([
      ['Soko Coffee Ltd', 16],
      ['KSh\u00A01,870.00', 14],
    ])
  })

  it('ends 8 mm below its last line', () => {
    const [sheet] = roll.drawn
    const last = [...(sheet?.texts ?? [])].sort((a, b) => b.y - a.y)[0]
    const end = (last?.y ?? 0) + 11 / 2 - 8 * 0.33
    expect((sheet?.height ?? 0) - end).toBeCloseTo(8 * MM, 1)
  })

  it('has its code in the middle, at least 25 mm wide, with its quiet zone', () => {
    const [module = 0, , , , x = 0] = roll.drawn[0]?.shapes[0]?.matrix ?? []
    expect(x + (33 * module) / 2).toBeCloseTo((paper / 2) * MM, 1)
    expect(33 * module).toBeGreaterThanOrEqual(25 * MM - 0.1)
    expect(x).toBeGreaterThanOrEqual(4 * module)
  })

  it('offers no place for a seal unless one is asked for', async () => {
    expect(roll.sealBox).toBeUndefined()
    const sealed = await build(example('coffee-nairobi'), { page, sealBox: true })
    expect(sealed.sealBox?.rect.width).toBeCloseTo(printable * MM, 1)
    expect(sealed.drawn[0]?.height).toBeGreaterThan(roll.drawn[0]?.height ?? 0)
  })
})

describe('the height of a roll', () => {
  it('follows what is on it, line by line', async () => {
    const heights = []
    for (const count of [1, 2, 3]) {
      const built = await build(invoice({ lines: manyLines(count) }), { page: 'roll80' })
      heights.push(built.drawn[0]?.height ?? 0)
    }
    const [one = 0, two = 0, three = 0] = heights
    expect(two - one).toBeGreaterThan(0)
    expect(three - two).toBeCloseTo(30, 1)
  })

  it('never exceeds what a PDF page may be', async () => {
    const { drawn, pages } = await build(invoice({ lines: manyLines(600) }), { page: 'roll58' })
    expect(pages).toBeGreaterThan(1)
    for (const { height } of drawn) expect(height).toBeLessThanOrEqual(14_400)
  })

  it('moves what does not fit beside the amounts below, and sets a long amount smaller', async () => {
    const built = await build(invoice({ lines: priced('99999999999.99'), ...payments }), { page: 'roll58' })
    expect(outside(built, { side: 5, top: 5, bottom: 5 })).toEqual([])
  })
})

describe('large amounts on a narrow roll', () => {
  it('leave room for the code of the currency', async () => {
    const lines = priced('9999999.99')
    const built = await build(invoice({ lines, currency: 'KES' }), { page: 'roll58' })
    expect(outside(built, { side: 5, top: 5, bottom: 5 })).toEqual([])
    find(built.drawn[0], 'KES')
  })

  it('stand below labels and products that are never cut into letters', async () => {
    const { drawn } = await build(invoice({ lines: priced('99999999999.99'), ...payments }), {
      page: 'roll58',
    })
    const [page] = drawn
    const below = [
      ['1,000 × 99,999,999,999.99', '99,999,999,999,990.00'],
      ['Loyal customers of many years', '\u2212100.00'],
      ['Direct debit', '1.00'],
    ] as const
    for (const [label, amount] of below) {
      const { y } = find(page, label)
      const next = page?.texts.filter((text) => Math.abs(text.y - y - 13) < 0.1).map(({ text }) => text)
      expect([label, next]).toEqual([label, [amount]])
    }
  })

  it('leave no empty line after a row that takes several', async () => {
    const { drawn } = await build(invoice({ lines: priced('9999.99'), ...payments }), { page: 'roll58' })
    const [page] = drawn
    const [first, last] = [find(page, 'Subtotal').y, find(page, 'Net').y]
    const lines = new Set(page?.texts.map(({ y }) => y).filter((y) => y >= first && y <= last))
    expect(lines.size).toBe(4)
    expect(last - first).toBeCloseTo(3 * 13, 1)
  })

  it.each([
    ['lines[0]', '999999999999999.99', '999999999999999'],
    ['totals.gross', '99999999999.99', '100000000000'],
  ])('are refused where they are wider than the paper: %s', async (path, unitPrice, quantity) => {
    const lines = priced(unitPrice).map((line) => ({ ...line, quantity }))
    await expect(build(invoice({ lines, ...payments }), { page: 'roll58' })).rejects.toMatchObject({
      code: 'receipt.invalid',
      problems: [{ path, code: 'page.no-room' }],
    })
  })
})

const payments = {
  allowances: [{ amount: '100.00', reason: 'Loyal customers of many years' }],
  prepaid: '5.00',
  payments: [{ method: 'direct-debit', amount: '1.00' }],
} as const

function priced(unitPrice: string): readonly ReceiptLine[] {
  return manyLines(1).map((line) => ({ ...line, unitPrice, quantity: '1000' }))
}
