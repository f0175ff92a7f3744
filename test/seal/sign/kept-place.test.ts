import { describe, expect, it } from '@jest/globals'
import { toHex, toUtf8 } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { buildReceipt, type BuiltReceipt } from '../../../src/document/page/build-receipt.js'
import type { PageSize } from '../../../src/document/model/layout.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { findPage } from '../../../src/formats/pdf/page-tree.js'
import { PdfArray, PdfNumber, PdfReference, PdfString } from '../../../src/formats/pdf/values.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { Appearance } from '../../../src/seal/sign/types.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { SALE } from '../../cli/workshop.js'
import { expectRefusal, issue, soko, trust } from './soko.js'

/** A seal of the caller's own: the fonts of ours are then not loaded. */
const stamp = createPdf({ size: [200, 60], pages: ['Sealed'] })

interface Place {
  /** From 1. */
  readonly page: number
  readonly rect: readonly number[]
}

/** Where the last signature field stands. */
function placeIn(bytes: Uint8Array): Place {
  const file = PdfFile.open(memorySource(bytes))
  const widget = signatureFields(file).at(-1)?.dictionary
  const rect = widget?.get('Rect')
  const reference = widget?.get('P')
  const number = reference instanceof PdfReference ? reference.number : 0
  return {
    page: [1, 2, 3, 4].find((page) => findPage(file, page - 1)?.reference?.number === number) ?? 0,
    rect:
      rect instanceof PdfArray
        ? rect.items.map((item) => (item instanceof PdfNumber ? item.value : Number.NaN))
        : [],
  }
}

async function placeOf(pdf: Uint8Array, appearance: Appearance = {}): Promise<Place> {
  return placeIn((await sign(pdf, { identity: soko, appearance: { pdf: stamp, ...appearance } })).bytes)
}

const build = (page: PageSize, sealBox?: boolean): Promise<BuiltReceipt> =>
  buildReceipt(SALE, { layout: { page, ...(sealBox === undefined ? {} : { sealBox }) } })

const withPlace = (data: string): Uint8Array =>
  createPdf({
    pages: ['one', 'two'],
    size: [595, 842],
    catalog: `/PieceInfo << /FiscalSeal << /Private ${data} >> >>`,
  })

const LOWER_LEFT = { page: 2, rect: [57, 51, 317, 135] }

describe('a receipt that keeps a place for its seal', () => {
  it.each(['A4', 'A5', 'Letter', 'roll80', 'roll58'] as const)(
    'says so in its bytes, and the seal stands there: %s',
    async (size) => {
      const { bytes, sealBox } = await build(size, true)
      const { bytes: sealed } = await sign(bytes, { identity: soko, appearance: {} })
      const { page, rect } = placeIn(sealed)
      const { x, y, width, height } = sealBox?.rect ?? { x: 0, y: 0, width: 0, height: 0 }
      expect(page).toBe(sealBox?.page)
      expect(rect).toHaveLength(4)
      for (const [index, side] of [x, y, x + width, y + height].entries())
        expect(rect[index]).toBeCloseTo(side, 2)
      expect((await verify(sealed, { trust })).status).toBe('trusted')
    },
  )

  it('says it in the form with streams, too, and gives the same bytes every time', async () => {
    const options = { layout: { sealBox: true }, xref: 'stream' } as const
    const { bytes, sealBox } = await buildReceipt(SALE, options)
    expect((await placeOf(bytes)).rect[0]).toBeCloseTo(sealBox?.rect.x ?? 0, 2)
    expect(toHex((await buildReceipt(SALE, options)).bytes)).toBe(toHex(bytes))
  })

  it('is another document than one that only offers the place', async () => {
    const ids = [await build('A4', true), await build('A4')].map(({ bytes }) => {
      const id = PdfFile.open(memorySource(bytes)).trailerValue('ID')
      const first = id instanceof PdfArray ? id.items[0] : undefined
      return first instanceof PdfString ? toHex(first.bytes) : ''
    })
    expect(ids[0]).toHaveLength(32)
    expect(ids[0]).not.toBe(ids[1])
  })

  it('takes an invisible seal as before', async () => {
    const { bytes } = await build('roll80', true)
    expect(placeIn((await sign(bytes, { identity: soko })).bytes).rect).toEqual([0, 0, 0, 0])
  })

  it('takes a rectangle of the caller instead, and its own page by name', async () => {
    const { bytes, sealBox } = await build('A4', true)
    const rect = { x: 300, y: 400, width: 200, height: 60 }
    expect((await placeOf(bytes, { rect })).rect).toEqual([300, 400, 500, 460])
    expect((await placeOf(bytes, { page: -1 })).rect[1]).toBeCloseTo(sealBox?.rect.y ?? 0, 2)
  })

  it('keeps it for one seal: the second is not drawn over the first', async () => {
    const { bytes } = await build('A4', true)
    const first = await sign(bytes, { identity: soko, appearance: { pdf: stamp } })
    const identity = await issue({ legalName: 'Duka Ltd', taxId: 'P051111111A' })
    const second = { identity, anySeller: true }
    const refusal = await expectRefusal(
      sign(first.bytes, { ...second, appearance: { pdf: stamp } }),
      'sign.appearance',
    )
    expect(refusal.message).toContain('Give page and rect')
    const rect = { x: 60, y: 300, width: 200, height: 60 }
    const { bytes: both } = await sign(first.bytes, { ...second, appearance: { pdf: stamp, rect } })
    const report = await verify(both, { trust, allow: { furtherSignatures: true } })
    expect(report.signatures.map(({ integrity }) => integrity)).toEqual(['intact', 'intact'])
  })
})

describe('a receipt that keeps no place', () => {
  it.each([
    ['on a sheet', 'A4', undefined],
    ['on a roll', 'roll80', undefined],
    ['where none is wanted', 'A4', false],
  ] as const)('is not drawn over: %s', async (_, page, sealBox) => {
    const { bytes } = await build(page, sealBox)
    expect(Buffer.from(bytes).includes('PieceInfo')).toBe(false)
    for (const appearance of [{}, { page: 1 }]) {
      const refusal = await expectRefusal(sign(bytes, { identity: soko, appearance }), 'sign.appearance')
      expect(refusal.message).toContain('layout: { sealBox: true }, or give page and rect')
    }
    const rect = { x: 11, y: 11, width: 150, height: 60 }
    expect((await placeOf(bytes, { rect })).rect).toEqual([11, 11, 161, 71])
  })
})

describe('a document that carries something else under the name of a receipt', () => {
  it.each([
    ['{ "schema": "something else" }', true],
    ['not even JSON', false],
  ])('%s', async (text, isPlaced) => {
    const pdf = createPdf({ size: [595, 842], attachments: [{ name: 'receipt.json', bytes: toUtf8(text) }] })
    const placed = placeOf(pdf, {})
    if (isPlaced) expect((await placed).rect).toEqual(LOWER_LEFT.rect)
    else await expectRefusal(placed, 'sign.seller-mismatch')
  })

  it('is still not drawn over when nobody can tell what that is', async () => {
    const pdf = createPdf({ attachments: [{ name: 'receipt.json', bytes: toUtf8('not even JSON') }] })
    await expectRefusal(sign(pdf, { identity: soko, anySeller: true, appearance: {} }), 'sign.appearance')
  })
})

describe('a place that a stranger wrote into a PDF', () => {
  it('is used when it is well formed and on the page', async () => {
    const pdf = withPlace('<< /SealPage 1 /SealRect [100 200 300 260] >>')
    expect(await placeOf(pdf)).toEqual({ page: 1, rect: [100, 200, 300, 260] })
    expect(await placeOf(pdf, { page: 2 })).toEqual(LOWER_LEFT)
  })

  it.each([
    ['is taken by a field that reaches into it', '/Widget', '[299 259 400 400]', false],
    ['is free beside a field on its left', '/Widget', '[0 0 100 842]', true],
    ['is free beside a field on its right', '/Widget', '[300 0 595 842]', true],
    ['is free above a field', '/Widget', '[0 0 595 200]', true],
    ['is free below a field', '/Widget', '[0 260 595 842]', true],
    ['is free although a note stands there', '/Text', '[0 0 595 842]', true],
  ])('%s', async (_what, subtype, rect, isFree) => {
    const pdf = createPdf({
      pages: ['one'],
      size: [595, 842],
      catalog: '/PieceInfo << /FiscalSeal << /Private << /SealPage 1 /SealRect [100 200 300 260] >> >> >>',
    })
    const annotation = `<< /Type /Annot /Subtype ${subtype} /FT /Tx /Rect ${rect} >>`
    const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [${annotation}] >>`
    const objects = [{ number: 10, value: page }]
    const placed = placeOf(appendRevision(pdf, { objects }))
    if (isFree) expect((await placed).rect).toEqual([100, 200, 300, 260])
    else await expectRefusal(placed, 'sign.appearance')
  })

  it.each([
    'null',
    '[1 2 3]',
    '<< /SealPage 1 >>',
    '<< /SealRect [100 200 300 260] >>',
    '<< /SealPage 0 /SealRect [100 200 300 260] >>',
    '<< /SealPage 1.5 /SealRect [100 200 300 260] >>',
    '<< /SealPage 3 /SealRect [100 200 300 260] >>',
    '<< /SealPage (1) /SealRect [100 200 300 260] >>',
    '<< /SealPage 9007199254740993 /SealRect [100 200 300 260] >>',
    '<< /SealPage 1 /SealRect [300 260 100 200] >>',
    '<< /SealPage 1 /SealRect [100 200 300] >>',
    '<< /SealPage 1 /SealRect [100 200 300 260 1] >>',
    '<< /SealPage 1 /SealRect [100 200 300 /Top] >>',
    '<< /SealPage 1 /SealRect [100 200 104 260] >>',
    '<< /SealPage 1 /SealRect [100 200 300 204] >>',
    '<< /SealPage 1 /SealRect [-1 200 300 260] >>',
    '<< /SealPage 1 /SealRect [500 200 700 260] >>',
    '<< /SealPage 1 /SealRect << /SealPage 1 >> >>',
  ])('is passed over when it is not: %s', async (data) => {
    expect(await placeOf(withPlace(data))).toEqual(LOWER_LEFT)
  })
})
