import { beforeAll, describe, expect, it } from '@jest/globals'
import type { DrawnPage } from '../draw/drawn-page.js'
import { A4, A5, build, find, invoice, manyLines, outside, rightOf, type Built } from './receipts.js'

let long: Built

beforeAll(async () => {
  long = await build(invoice({ lines: manyLines(120), notes: ['Goods remain ours until paid.'] }))
})

function amountAt(page: DrawnPage | undefined, y: number): string {
  const row = page?.texts.filter((text) => Math.abs(text.y - y) < 0.01) ?? []
  return row.reduce((last, text) => (text.x > last.x ? text : last), { text: '', x: 0 }).text
}

function minorUnits(text: string): number {
  return Number(text.replace(/\D/g, ''))
}

describe('a table of 120 lines', () => {
  it('breaks over pages and repeats its head on each, read only once', () => {
    expect(long.pages).toBeGreaterThan(2)
    const heads = long.drawn.map((page) => find(page, 'Description'))
    expect(heads.map(({ marked }) => marked)).toEqual(['TH', ...heads.slice(1).map(() => 'Artifact')])
  })

  it('brings forward on every page what the page before carried forward: the sum of the rows', () => {
    let sum = 0
    for (const [index, page] of long.drawn.entries()) {
      if (index > 0) expect(minorUnits(amountAt(page, find(page, 'Brought forward').y))).toBe(sum)
      for (const text of page.texts.filter(({ text: name }) => name.startsWith('Part '))) {
        sum += minorUnits(amountAt(page, text.y))
      }
      if (index < long.pages - 1)
        expect(minorUnits(amountAt(page, find(page, 'Carried forward').y))).toBe(sum)
    }
    expect(sum).toBe(minorUnits(long.computed.totals.lines))
  })

  it('shows every line once, in order, and parts none', () => {
    const names = long.drawn.flatMap(({ texts }) => texts.filter(({ text }) => text.startsWith('Part ')))
    expect(names.map(({ text }) => parseInt(text.slice(5), 10))).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 1),
    )
    for (const page of long.drawn) {
      const starts = page.texts.filter(
        ({ text }) => text.startsWith('Part ') && text.includes(', delivered'),
      ).length
      const ends = page.texts.filter(({ text }) => text.endsWith('building')).length
      expect(ends).toBe(starts)
    }
  })

  it('numbers its pages and names the document from the second on', () => {
    for (const [index, page] of long.drawn.entries()) {
      find(page, `Page ${index + 1} of ${long.pages}`)
      expect(page.texts.some(({ text }) => text === 'Invoice 2026-117 · Soko Ltd')).toBe(index > 0)
    }
  })

  it.each(Array.from({ length: 12 }, (_, index) => index + 30))(
    'keeps the totals together with at least two rows above them: %i lines',
    async (count) => {
      const { drawn } = await build(invoice({ lines: manyLines(count) }))
      const page = drawn.find(({ texts }) => texts.some(({ text }) => text === 'Due'))
      const rows = page?.texts.filter(({ text }) => text.startsWith('Part ')).length
      expect(rows).toBeGreaterThanOrEqual(2)
      for (const label of ['Net', 'VAT 20%', 'VAT 5%']) find(page, label)
    },
  )
})

describe('a row that is higher than a page', () => {
  it('is parted after all, and nothing of it is lost', async () => {
    const note = Array.from({ length: 600 }, (_, index) => `w${index}`).join(' ')
    const lines = manyLines(3).map((line, index) => (index === 1 ? { ...line, note } : line))
    const { drawn } = await build(invoice({ lines }), { page: 'A5' })
    const words = drawn.flatMap(({ texts }) => texts.flatMap(({ text }) => text.split(' ')))
    expect(words.filter((word) => /^w\d+$/.test(word))).toEqual(note.split(' '))
  })
})

describe('the line at the foot of a page', () => {
  it.each([
    ['name', { seller: { ...invoice().seller, name: `Soko ${'and Daughters '.repeat(20)}Ltd` } }],
    ['number', { number: 'N'.repeat(100) }],
  ])('is shortened before the number of the page: a long %s', async (_, changes) => {
    const { drawn, pages } = await build(invoice({ lines: manyLines(40), ...changes }), { page: 'A5' })
    const number = find(drawn[1], `Page 2 of ${pages}`)
    const [title] = drawn[1]?.texts.filter(({ y, x }) => y === number.y && x < number.x) ?? []
    expect(title?.text).toMatch(/^Invoice .*[^ ]…$/)
    expect(title && rightOf(title)).toBeLessThanOrEqual(number.x - 12)
    expect(title && rightOf(title)).toBeGreaterThan(number.x - 24)
  })
})

describe('sums that are higher than a page', () => {
  it.each([
    ['A4', A4],
    ['A5', A5],
  ] as const)('go on on the next one and end with the amount due: %s', async (page, margins) => {
    const allowances = Array.from({ length: 60 }, (_, index) => ({
      amount: '1.00',
      reason: `Discount ${index + 1}`,
    }))
    const built = await build(invoice({ allowances }), { page })
    expect(outside(built, margins)).toEqual([])
    const texts = built.drawn.flatMap((drawn) => drawn.texts.map(({ text }) => text))
    expect(texts.filter((text) => text.startsWith('Discount '))).toEqual(
      allowances.map(({ reason }) => reason),
    )
    const last = built.drawn.at(-1)
    for (const label of ['Net', 'Tax 23%', 'Due']) find(last, label)
    expect(built.drawn[0]?.texts.map(({ text }) => text)).toContain('Discount 10')
  })
})

describe('sums of which the last reach over the end of a page', () => {
  it.each([
    ['before the amount due', 'none', 'Due', 'Tax 23%'],
    ['after a head', 'tax', 'Prices include tax', 'Tax 23%'],
  ] as const)('are not parted %s', async (_place, pricesInclude, label, beside) => {
    for (let discounts = 52; discounts < 58; discounts++) {
      const allowances = Array.from({ length: discounts }, () => ({ amount: '1.00', reason: 'Discount' }))
      const { drawn } = await build(invoice({ allowances, pricesInclude }), { page: 'A5' })
      const page = drawn.find(({ texts }) => texts.some(({ text }) => text === label))
      find(page, beside)
    }
  })
})

describe('a part that is higher than a page', () => {
  it('is refused rather than cut', async () => {
    const seller = { ...invoice().seller, name: 'W'.repeat(500) }
    await expect(build(invoice({ seller }), { page: 'A5' })).rejects.toMatchObject({
      code: 'receipt.invalid',
      problems: [{ path: 'seller', code: 'page.no-room' }],
    })
  })
})

describe('a note', () => {
  it('leaves no single line behind at the foot or the head of a page', async () => {
    const note = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ')
    for (const count of [30, 32, 34]) {
      const { drawn } = await build(invoice({ lines: manyLines(count), notes: [note] }), { sealBox: false })
      const lines = drawn.map(({ texts }) => texts.filter(({ text }) => text.startsWith('word')).length)
      expect(lines).not.toContain(1)
    }
  })
})
