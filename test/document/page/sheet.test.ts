import { beforeAll, describe, expect, it } from '@jest/globals'
import { contrastWithWhite } from '../../../src/document/page/accent.js'
import type { DrawnText } from '../draw/drawn-page.js'
import { png } from '../draw/pictures.js'
import { A5, build, example, find, invoice, manyLines, outside, rightOf, type Built } from './receipts.js'

const MM = 72 / 25.4
const LEFT = 20 * MM
const RIGHT = (210 - 20) * MM

let shop: Built
let carpenter: Built

beforeAll(async () => {
  shop = await build(example('coffee-nairobi'), { accent: '#7A3B1D' })
  carpenter = await build(example('carpenter-athens'))
})

function texts(built: Built): readonly DrawnText[] {
  return built.drawn.flatMap((page) => page.texts)
}

/** Where the decimal sign of a figure stands. */
function decimalSign({ text, x, width, size }: DrawnText): number {
  const [, digits = ''] = /[.,](\d+)$/.exec(text) ?? []
  return x + width - digits.length * FIGURE_WIDTH * size
}

/** Width of a figure of the installed font at 1 pt. */
const FIGURE_WIDTH = 0.497

describe('an A4 sheet', () => {
  it('measures 210 × 297 mm and keeps margins of 20, 16 and 18 mm', () => {
    for (const page of [...shop.drawn, ...carpenter.drawn]) {
      expect(page.width).toBeCloseTo(210 * MM, 1)
      expect(page.height).toBeCloseTo(297 * MM, 1)
      for (const text of page.texts) {
        expect(text.x).toBeGreaterThanOrEqual(LEFT - 0.01)
        expect(rightOf(text)).toBeLessThanOrEqual(RIGHT + 0.01)
        expect(text.y - text.size * 0.66).toBeGreaterThanOrEqual(16 * MM - 0.01)
        expect(text.y + text.size * 0.2).toBeLessThanOrEqual((297 - 18) * MM)
      }
      for (const { x, width } of page.rules) {
        expect(x).toBeGreaterThanOrEqual(LEFT - 0.01)
        expect(x + width).toBeLessThanOrEqual(RIGHT + 0.01)
      }
    }
  })

  it('begins with its capitals exactly at the upper margin', () => {
    const { y, size } = find(shop.drawn[0], 'Soko Coffee Ltd')
    expect(y - size * 0.66).toBeCloseTo(16 * MM, 1)
  })

  it('is set in the sizes of the design and no others', () => {
    expect([...new Set(texts(shop).map(({ size }) => size))].sort((a, b) => a - b)).toEqual([
      8, 9.5, 11, 16, 20,
    ])
    expect(find(shop.drawn[0], 'Receipt KMT-2026-004817').size).toBe(11)
    expect(find(shop.drawn[0], 'Flat white').size).toBe(9.5)
    expect(find(shop.drawn[0], 'Amount KES').size).toBe(8)
  })

  it('sets the amount due largest after the seller’s name', () => {
    const [first, second, third] = [...texts(carpenter)].sort((a, b) => b.size - a.size)
    expect(first?.text).toBe('Ξυλουργείο Νικολάου Ε.Ε.')
    expect(second?.text).toBe('8.091,03\u00A0€')
    expect(third?.size).toBeLessThanOrEqual(11)
  })

  it('uses one family in two weights', () => {
    const families = texts(shop).map(({ font }) => font.slice(7))
    expect([...new Set(families)].sort()).toEqual(['SourceSans3-Regular', 'SourceSans3-SemiBold'])
  })

  it('has black text, one grey, and the accent on name and amount due only', () => {
    const accent = texts(shop).filter(({ colour }) => colour.length === 3)
    expect(accent.map(({ text }) => text)).toEqual(['Soko Coffee Ltd', 'KSh\u00A01,870.00'])
    const greys = texts(shop).flatMap(({ colour }) => (colour.length === 1 ? colour : []))
    expect([...new Set(greys)].sort()).toEqual([0, 0.45])
  })

  it('has a contrast of at least 4.5 : 1 in every text', () => {
    for (const { colour } of [...texts(shop), ...texts(carpenter)]) {
      const [red = 0, green = red, blue = red] = colour
      expect(contrastWithWhite([red, green, blue])).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('draws hairlines of 0.5 pt, and nothing vertical', () => {
    expect(shop.drawn[0]?.rules.length).toBeGreaterThanOrEqual(2)
    for (const { thickness, colour, width } of shop.drawn[0]?.rules ?? []) {
      expect(thickness).toBe(0.5)
      expect(colour).toEqual([0.8])
      expect(width).toBeGreaterThan(100)
    }
  })

  it('aligns the figures of a column on the decimal sign, with the same decimals', () => {
    const page = carpenter.drawn[0]
    for (const column of [
      ['1.480,00', '38,00', '18,90'],
      ['4,0', '1,0', '18,5', '2,0'],
      ['5.920,00', '703,00', '37,80', '8.810,80', '2.042,35'],
    ]) {
      const signs = column.map((text) => decimalSign(find(page, text)))
      for (const sign of signs) expect(sign).toBeCloseTo(signs[0] ?? 0, 2)
    }
  })

  it('sets totals in the right half', () => {
    const middle = (LEFT + RIGHT) / 2
    for (const label of ['Μερικό σύνολο', 'Καθαρή αξία', 'Σύνολο', 'Πληρωτέο']) {
      expect(find(carpenter.drawn[0], label).x).toBeCloseTo(middle, 1)
    }
  })

  it('says from top to bottom: who, what, to whom, lines, totals, payment, notes, page', () => {
    const order = [
      'Ξυλουργείο Νικολάου Ε.Ε.',
      'Τιμολόγιο Α-2026-0183',
      'Βιβλιοπωλείο Η Άγκυρα',
      'Τοποθέτηση',
      'Καθαρή αξία',
      'Σύνολο',
      'Πληρωτέο',
      'ΠΡ-77, 12/10/2026',
      'Εγγύηση δύο ετών για υλικά και κατασκευή.',
      'Σελίδα 1 από 1',
    ]
    const tops = order.map((text) => find(carpenter.drawn[0], text).y)
    expect(tops).toEqual([...tops].sort((a, b) => a - b))
  })

  it('says that prices contain tax, and which', () => {
    const page = shop.drawn[0]
    expect(find(page, 'Prices include tax').marked).toBe('TH')
    expect([find(page, '1,431.03').size, find(page, '228.97').size]).toEqual([8, 8])
  })

  it('writes the ISO code beside a symbol that several currencies share, and only there', () => {
    expect(find(shop.drawn[0], 'KES').y).toBeCloseTo(find(shop.drawn[0], 'KSh\u00A01,870.00').y, 5)
    expect(texts(carpenter).map(({ text }) => text)).not.toContain('EUR')
  })

  it('draws the code as a vector, at least 30 mm wide with modules of at least 0.33 mm', () => {
    const [code] = shop.drawn[0]?.shapes ?? []
    const module = code?.matrix[0] ?? 0
    expect(code?.image).toBe(false)
    expect(module).toBeGreaterThanOrEqual(0.33 * MM)
    expect(Math.round((30 * MM) / module)).toBe(33)
  })

  it('leaves four modules around the code free', () => {
    const [x = 0, y = 0, module = 0] = [4, 5, 0].map((index) => shop.drawn[0]?.shapes[0]?.matrix[index] ?? 0)
    const [top, left] = [(shop.drawn[0]?.height ?? 0) - y, x]
    const [bottom, right, quiet] = [top + 33 * module, left + 33 * module, 4 * module]
    for (const text of texts(shop)) {
      const clear =
        text.y - text.size * 0.7 > bottom + quiet ||
        text.y + text.size * 0.2 < top - quiet ||
        text.x > right + quiet
      expect([text.text, clear]).toEqual([text.text, true])
    }
  })

  it('places a logo at the right margin in its proportions, at most 56 pt high', async () => {
    const logo = { bytes: png({ width: 100, height: 50, colourType: 2 }), alternativeText: 'A loaf' }
    const { drawn } = await build(invoice(), { logo })
    const [width = 0, , , height = 0, x = 0, y = 0] = drawn[0]?.shapes[0]?.matrix ?? []
    expect(width / height).toBeCloseTo(2, 2)
    expect(height).toBeLessThanOrEqual(56)
    expect(x + width).toBeCloseTo(RIGHT, 1)
    expect(297 * MM - y - height).toBeCloseTo(16 * MM, 1)
  })

  it('needs neither buyer nor notes nor payments', async () => {
    const { kind, number, issuedAt, currency, language, seller, pricesInclude, lines } =
      example('coffee-nairobi')
    const bare = { kind, number, issuedAt, currency, language, seller, pricesInclude, lines }
    const { drawn } = await build(bare)
    expect(find(drawn[0], 'Total').y).toBeGreaterThan(find(drawn[0], 'Maize flour, 2 kg').y)
  })
})

describe('figures that are too wide for a narrow sheet', () => {
  const rates = [
    { category: 'S', rate: '2.5', scheme: 'CGST' },
    { category: 'S', rate: '2.5', scheme: 'SGST' },
    { category: 'S', rate: '12', scheme: 'Cess' },
  ] as const
  const yarn = { name: 'Cotton yarn', quantity: '1250.125', unit: 'KGM', unitPrice: '1055.10', tax: rates }
  const rupees = invoice({
    currency: 'INR',
    language: 'en-IN',
    lines: Array.from({ length: 30 }, () => ({ ...yarn, note: 'Combed, on cones' })),
  })
  const rupiah = invoice({
    currency: 'IDR',
    language: 'de',
    lines: manyLines(1).map((line) => ({ ...line, quantity: '12500.125', unitPrice: '1850000.50' })),
  })

  it.each([
    ['many taxes', rupees],
    ['millions', rupiah],
  ])('stand below the description and keep the margins: %s', async (_, model) => {
    const built = await build(model, { page: 'A5' })
    expect(outside(built, A5)).toEqual([])
  })

  it('stand between the name and the small print, below heads that are repeated', async () => {
    const { drawn } = await build(rupees, { page: 'A5' })
    for (const page of drawn.slice(0, 2)) {
      const line = (text: string): number => page.texts.find((drawnText) => drawnText.text === text)?.y ?? 0
      expect(line('1,250.125')).toBeCloseTo(line('Cotton yarn') + 13, 1)
      expect(line('13,19,006.89')).toBe(line('1,250.125'))
      expect(line('Combed, on cones')).toBeGreaterThan(line('1,250.125'))
      expect(line('Amount INR')).toBeCloseTo(line('Description') + 11, 1)
    }
  })

  it('stay beside it when a shorter head is enough', async () => {
    const scheme = 'Goods and services tax of the state'
    const lines = [
      { name: 'Oak', quantity: '2', unitPrice: '123456.50', tax: [{ category: 'S', rate: '23', scheme }] },
    ] as const
    const { drawn } = await build(invoice({ lines }), { page: 'A5' })
    expect(find(drawn[0], 'Tax %').y).toBe(find(drawn[0], 'Description').y)
    expect(find(drawn[0], '123,456.50').y).toBe(find(drawn[0], 'Oak').y)
  })

  it('are refused where they are too wide even so', async () => {
    const lines = [{ ...yarn, quantity: '123456789012345.123456', unitPrice: '123456789012345.123456' }]
    await expect(build(invoice({ lines }), { page: 'A5' })).rejects.toMatchObject({
      code: 'receipt.invalid',
      problems: [{ path: 'lines', code: 'page.no-room' }],
    })
  })
})

describe('the place of a visible seal', () => {
  it('is offered at the foot of the last page, clear of everything', () => {
    const { rect, page } = carpenter.sealBox ?? { rect: { x: 0, y: 0, width: 0, height: 0 }, page: 0 }
    expect(page).toBe(1)
    const top = 297 * MM - rect.y - rect.height
    for (const { y, size } of texts(carpenter)) {
      expect(y + size * 0.2 < top || y - size * 0.7 > top + rect.height).toBe(true)
    }
    expect(rect.x).toBeCloseTo((LEFT + RIGHT) / 2, 1)
    expect(rect.x + rect.width).toBeCloseTo(RIGHT, 1)
  })

  it('stands beside the code where there is one', () => {
    const [module = 0, , , , x = 0] = shop.drawn[0]?.shapes[0]?.matrix ?? []
    expect(shop.sealBox?.rect.x).toBeGreaterThan(x + 37 * module)
  })

  it('is not offered when it is not wanted', async () => {
    expect((await build(invoice(), { sealBox: false })).sealBox).toBeUndefined()
  })
})
