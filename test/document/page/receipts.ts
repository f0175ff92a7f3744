import { readFileSync } from 'node:fs'
import { createReceiptBuilder, type BuiltReceipt } from '../../../src/document/page/build-receipt.js'
import type { Layout } from '../../../src/document/model/layout.js'
import type { ReceiptLine, ReceiptModel } from '../../../src/document/model/types.js'
import { readPages, type DrawnPage, type DrawnText } from '../draw/drawn-page.js'

/** One builder for all tests of a file: fonts are read once. */
export const builder = createReceiptBuilder()

/** Returns an example model. */
export function example(name: string): ReceiptModel {
  return JSON.parse(readFileSync(`examples/data/${name}.json`, 'utf8')) as ReceiptModel
}

/** A receipt and what its pages draw. */
export interface Built extends BuiltReceipt {
  readonly drawn: readonly DrawnPage[]
}

/** Builds a receipt and reads its pages back. */
export async function build(model: ReceiptModel, layout: Layout = {}): Promise<Built> {
  const built = await builder.build(model, { layout })
  return { ...built, drawn: await readPages(built.bytes) }
}

/** Returns the only text that reads exactly `text`. */
export function find(page: DrawnPage | undefined, text: string): DrawnText {
  const found = page?.texts.filter((drawn) => drawn.text.trim() === text) ?? []
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`${found.length} texts read ${text}`)
  return first
}

/** Returns the right edge of a text, in points. */
export function rightOf({ x, width }: DrawnText): number {
  return x + width
}

/** Returns the texts that leave the side margins, in millimetres, or the upper or lower edge of the page's text. */
export function outside({ drawn }: Built, { side, top, bottom }: Margins): readonly string[] {
  const millimetre = 72 / 25.4
  return drawn.flatMap(({ texts, width, height }) =>
    texts
      .filter(
        (text) =>
          text.x < side * millimetre - 0.01 ||
          rightOf(text) > width - side * millimetre + 0.01 ||
          text.y - text.size * 0.66 < top * millimetre - 0.01 ||
          text.y + text.size * 0.2 > height - bottom * millimetre,
      )
      .map(({ text }) => text),
  )
}

interface Margins {
  readonly side: number
  readonly top: number
  readonly bottom: number
}

/** Margins of the sheets that the design names, in millimetres. */
export const A4 = { side: 20, top: 16, bottom: 18 }
export const A5 = { side: 14, top: 12, bottom: 14 }

/** Returns `count` lines with amounts and names that differ. */
export function manyLines(count: number): readonly ReceiptLine[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `Part ${index + 1}${index % 7 === 3 ? ', delivered to the site and carried to the second floor of the building' : ''}`,
    quantity: String((index % 5) + 1),
    unitPrice: `${(index * 37) % 400}.${String((index * 13) % 100).padStart(2, '0')}`,
    tax: [{ category: 'S', rate: index % 4 === 0 ? '5' : '20', scheme: 'VAT' }],
  }))
}

/** A small invoice in English. */
export function invoice(changes: Partial<ReceiptModel> = {}): ReceiptModel {
  return {
    kind: 'invoice',
    number: '2026-117',
    issuedAt: '2026-11-22T09:30:00+00:00',
    currency: 'EUR',
    language: 'en',
    seller: {
      name: 'Soko Ltd',
      taxIds: [{ scheme: 'VAT', value: 'IE1234567T' }],
      address: { street: ['1 Mill Lane'], city: 'Dublin', country: 'IE' },
    },
    buyer: { name: 'Byer & Sons', address: { city: 'Cork', country: 'IE' } },
    pricesInclude: 'none',
    lines: [
      { name: 'Oak board', quantity: '2', unitPrice: '1234.50', tax: [{ category: 'S', rate: '23' }] },
      { name: 'Screws', quantity: '1', unitPrice: '9.95', tax: [{ category: 'S', rate: '23' }] },
    ],
    ...changes,
  }
}
