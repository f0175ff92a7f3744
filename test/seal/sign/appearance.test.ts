import { describe, expect, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { decodeText } from '../../../src/formats/pdf/string-decoding.js'
import {
  PdfArray,
  type PdfDictionary,
  PdfNumber,
  PdfReference,
  type PdfStream,
  PdfString,
} from '../../../src/formats/pdf/values.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { sealLines } from '../../../src/seal/sign/seal-lines.js'
import type { Appearance } from '../../../src/seal/sign/types.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { installedFonts } from '../../document/draw/installed-fonts.js'
import { expectRefusal, soko, trust } from './soko.js'

/** A seal of the caller's own: the fonts of ours are then not loaded. */
const stamp = createPdf({ size: [200, 60], pages: ['Sealed'] })

interface Widget {
  readonly page: number
  readonly rect: readonly number[]
  readonly matrix: readonly number[]
  readonly content: string
}

const numbersIn = (value: unknown): readonly number[] =>
  value instanceof PdfArray
    ? value.items.map((item) => (item instanceof PdfNumber ? item.value : Number.NaN))
    : []

async function sealed(pdf: Uint8Array, appearance: Appearance, field?: string): Promise<Widget> {
  const { bytes } = await sign(pdf, { identity: soko, appearance, ...(field === undefined ? {} : { field }) })
  expect((await verify(bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  const file = PdfFile.open(memorySource(bytes))
  const widget = signatureFields(file).at(-1)?.dictionary
  const page = widget?.get('P')
  const look = widget?.get('AP') as PdfDictionary
  const form = file.get(look, 'N') as PdfStream
  return {
    page: page instanceof PdfReference ? page.number : 0,
    rect: numbersIn(widget?.get('Rect')),
    matrix: numbersIn(form.dictionary.get('Matrix')),
    content: toLatin1(file.decode(form)),
  }
}

const rect = { x: 10, y: 20, width: 200, height: 60 }

describe('the place of a visible seal', () => {
  it('is the rectangle on the page that was asked for', async () => {
    const pdf = createPdf({ pages: ['one', 'two', 'three'] })
    expect(await sealed(pdf, { pdf: stamp, rect, page: 2 })).toMatchObject({
      page: 12,
      rect: [10, 20, 210, 80],
    })
    expect(await sealed(pdf, { pdf: stamp, rect, page: -3 })).toMatchObject({ page: 10 })
    expect(await sealed(pdf, { pdf: stamp, rect })).toMatchObject({ page: 14 })
  })

  it.each([
    [0, [10, 20, 210, 80], [1, 0, 0, 1, 0, 0]],
    [90, [515, 10, 575, 210], [0, 1, -1, 0, 0, 0]],
    [180, [385, 762, 585, 822], [-1, 0, 0, -1, 0, 0]],
    [270, [20, 632, 80, 832], [0, -1, 1, 0, 0, 0]],
  ] as const)(
    'is where a reader sees it, upright, on a page that is turned by %d degrees',
    async (rotate, place, matrix) => {
      const pdf = createPdf({ rotate, size: [595, 842] })
      expect(await sealed(pdf, { pdf: stamp, rect })).toMatchObject({ rect: place, matrix })
    },
  )

  it('is the place that a receipt keeps, where it keeps one', async () => {
    const bytes = createPdf({ pages: ['one', 'two'] })
    const receipt = { bytes, computed: {}, sealBox: { page: 1, rect } }
    const { bytes: output } = await sign(receipt, { identity: soko, appearance: { pdf: stamp } })
    const widget = signatureFields(PdfFile.open(memorySource(output)))[0]?.dictionary
    expect(numbersIn(widget?.get('Rect'))).toEqual([10, 20, 210, 80])
    const full = sign({ bytes, computed: {} } as { bytes: Uint8Array }, { identity: soko, appearance: {} })
    await expectRefusal(full, 'sign.appearance')
  })

  it('is that of the field, when a field is filled', async () => {
    const field = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /Rect [300 100 400 40] /P 12 0 R >>'
    const pdf = createPdf({
      pages: ['one', 'two'],
      catalog: '/AcroForm << /Fields [100 0 R] >>',
      objects: [{ number: 100, value: field }],
    })
    expect(await sealed(pdf, { pdf: stamp }, 'A')).toMatchObject({ page: 12, rect: [300, 100, 400, 40] })
    const elsewhere = sign(pdf, { identity: soko, field: 'A', appearance: { pdf: stamp, rect } })
    await expectRefusal(elsewhere, 'sign.appearance')
  })

  it.each<[string, Appearance]>([
    ['beyond the right edge', { rect: { ...rect, x: 400 } }],
    ['below the page', { rect: { ...rect, y: -1 } }],
    ['too small to read', { rect: { ...rect, height: 2 } }],
    ['not numbers', { rect: { ...rect, width: Number.NaN } }],
    ['a page that is not there', { page: 2 }],
    ['page 0', { page: 0 }],
    ['an unknown option', { colour: 'green' } as Appearance],
    ['two looks at once', { pdf: stamp, lines: ['x'] }],
    ['no lines', { lines: [] }],
    ['a PDF that is none', { pdf: new Uint8Array(10) }],
    ['a PDF of two pages', { pdf: createPdf({ pages: ['a', 'b'] }) }],
    ['fonts that are none', { fonts: { regular: new Uint8Array(10) } } as unknown as Appearance],
    ['fonts beside a drawing', { pdf: stamp, fonts: installedFonts }],
    ['a picture that is none', { logo: new Uint8Array(10) }],
  ])('is refused: %s', async (name, appearance) => {
    const sealing = sign(createPdf(), { identity: soko, appearance })
    await expectRefusal(sealing, name === 'a picture that is none' ? 'receipt.image' : 'sign.appearance')
  })

  it('is refused on a page that is too small for the default', async () => {
    await expectRefusal(
      sign(createPdf({ size: [100, 100] }), { identity: soko, appearance: {} }),
      'sign.appearance',
    )
  })
})

describe('the look of a visible seal', () => {
  it('is what the page of the caller shows', async () => {
    expect(await sealed(createPdf(), { pdf: stamp, rect })).toMatchObject({
      content: expect.stringContaining('(Sealed) Tj'),
    })
  })

  it('says who, for whom, when, by which certificate, and that the page proves nothing', () => {
    const at = new Date('2026-11-22T15:06:00Z')
    const lines = sealLines({ certificate: soko.certificate, taxIds: ['P051234567X'], at })
    expect(lines).toEqual([
      'Sealed by Soko Ltd',
      'Tax id P051234567X, for Revenue Authority',
      'On 2026-11-22 15:06 UTC',
      expect.stringMatching(/^Certificate [0-9a-f]+$/),
      'Verify electronically: the page alone proves nothing.',
    ])
  })

  it('is drawn with fonts of its own when the caller gives text', async () => {
    const { content } = await sealed(createPdf(), { lines: ['Sealed by Σόκο', 'Проверьте'], rect })
    expect(content).toContain('Tf')
  })

  it('is said to those too who cannot see it, and an invisible seal says nothing', async () => {
    const spoken = async (appearance?: Appearance): Promise<string | undefined> => {
      const { bytes } = await sign(createPdf(), {
        identity: soko,
        ...(appearance === undefined ? {} : { appearance }),
      })
      const text = signatureFields(PdfFile.open(memorySource(bytes)))[0]?.dictionary.get('TU')
      return text instanceof PdfString ? decodeText(text.bytes) : undefined
    }
    expect(await spoken({ lines: ['Sealed by Σόκο', 'Проверьте'], rect })).toBe('Sealed by Σόκο\nПроверьте')
    for (const appearance of [{ rect }, { pdf: stamp, rect }])
      expect(await spoken(appearance)).toMatch(/^Sealed by Soko Ltd\n(.+\n){3}Verify electronically: .+\.$/)
    expect(await spoken()).toBeUndefined()
  })

  it('is drawn with the fonts that the caller gives', async () => {
    const look = { lines: ['Sealed'], rect }
    const own = { regular: installedFonts.bold, bold: installedFonts.regular }
    const byDefault = await sealed(createPdf(), look)
    expect((await sealed(createPdf(), { ...look, fonts: installedFonts })).content).toBe(byDefault.content)
    expect((await sealed(createPdf(), { ...look, fonts: own })).content).not.toBe(byDefault.content)
  })

  it('is refused when the text does not fit or cannot be drawn', async () => {
    const small = { ...rect, width: 60, height: 20 }
    const tight = sign(createPdf(), { identity: soko, appearance: { rect: small } })
    await expectRefusal(tight, 'sign.appearance')
    const uneven = { ...rect, width: 200 / 3, height: 61 / 3 }
    await expect(sign(createPdf(), { identity: soko, appearance: { rect: uneven } })).rejects.toThrow(
      'does not fit into 50.7 × 4.3 points',
    )
    const missing = sign(createPdf(), { identity: soko, appearance: { lines: ['密封'], rect } })
    await expectRefusal(missing, 'receipt.missing-glyph')
  })
})
