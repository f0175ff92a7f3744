import { describe, expect, it, jest } from '@jest/globals'
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFString,
  type PDFObject,
} from 'pdf-lib'
import { toHex } from '../../../src/base/bytes.js'
import { md5 } from '../../../src/document/draw/md5.js'
import type { Layout } from '../../../src/document/model/layout.js'
import { readReceiptJson } from '../../../src/document/model/receipt-json.js'
import { buildReceipt } from '../../../src/document/page/build-receipt.js'
import type { ReceiptOptions } from '../../../src/document/page/page-options.js'
import { inflate } from '../draw/drawn-page.js'
import { installedFonts } from '../draw/installed-fonts.js'
import { jpeg, png } from '../draw/pictures.js'
import { build, builder, example, invoice } from './receipts.js'

async function catalogOf(bytes: Uint8Array): Promise<PDFDict> {
  return (await PDFDocument.load(bytes, { updateMetadata: false })).catalog
}

function textOf(object: PDFObject | undefined): string | undefined {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined
}

describe('the data of a receipt', () => {
  it('travels inside as receipt.json, associated with the document', async () => {
    const { bytes, computed } = await builder.build(example('coffee-nairobi'))
    const catalog = await catalogOf(bytes)
    const file = catalog.lookup(PDFName.of('AF'), PDFArray).lookup(0, PDFDict)
    expect(file.lookup(PDFName.of('AFRelationship'))).toBe(PDFName.of('Data'))
    expect(textOf(file.lookup(PDFName.of('UF')))).toBe('receipt.json')
    const names = catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    expect(names.lookup(PDFName.of('Names'), PDFArray).lookup(1)).toBe(file)
    const embedded = file.lookup(PDFName.of('EF'), PDFDict).lookup(PDFName.of('F'))
    if (!(embedded instanceof PDFRawStream)) throw new Error('no embedded file')
    expect(embedded.dict.lookup(PDFName.of('Subtype'))).toBe(PDFName.of('application/json'))
    const data = Uint8Array.from(inflate(embedded))
    expect(readReceiptJson(data)).toEqual(computed)
    const checksum = embedded.dict
      .lookup(PDFName.of('Params'), PDFDict)
      .lookup(PDFName.of('CheckSum'), PDFHexString)
    expect(toHex(checksum.asBytes())).toBe(toHex(md5(data)))
  })
})

describe('what is said about the document', () => {
  it('is the same in Info and XMP: title, author, language, time of issue', async () => {
    const { bytes } = await builder.build(invoice())
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    expect(document.getTitle()).toBe('Invoice 2026-117, Soko Ltd')
    expect(document.getAuthor()).toBe('Soko Ltd')
    expect(document.getCreationDate()?.toISOString()).toBe('2026-11-22T09:30:00.000Z')
    const stream = document.catalog.lookup(PDFName.of('Metadata'))
    if (!(stream instanceof PDFRawStream)) throw new Error('no metadata')
    const xmp = new TextDecoder().decode(stream.contents)
    for (const said of [
      'Invoice 2026-117, Soko Ltd',
      '<rdf:li>Soko Ltd</rdf:li>',
      '2026-11-22T09:30:00+00:00',
      '<rdf:li>en</rdf:li>',
    ]) {
      expect(xmp).toContain(said)
    }
    expect(textOf(document.catalog.lookup(PDFName.of('Lang')))).toBe('en')
    const preferences = document.catalog.lookup(PDFName.of('ViewerPreferences'), PDFDict)
    expect(preferences.get(PDFName.of('DisplayDocTitle'))?.toString()).toBe('true')
  })
})

function kidsOf(element: PDFDict): readonly (PDFObject | undefined)[] {
  const kids = element.lookup(PDFName.of('K'))
  return kids instanceof PDFArray ? kids.asArray().map((_, index) => kids.lookup(index)) : [kids]
}

/** Structure types from the root down, depth first. */
function typesBelow(element: PDFDict, found: string[] = []): readonly string[] {
  const type = element.lookup(PDFName.of('S'))
  if (type instanceof PDFName) found.push(type.decodeText())
  for (const kid of kidsOf(element))
    if (kid instanceof PDFDict && kid.has(PDFName.of('S'))) typesBelow(kid, found)
  return found
}

function isTable(element: PDFDict): boolean {
  return element.lookup(PDFName.of('S')) === PDFName.of('Table')
}

/** Numbers of the marked contents from an element down, depth first: they count up in the order of drawing. */
function marksBelow(element: PDFDict): readonly number[] {
  return kidsOf(element).flatMap((kid) => {
    if (kid instanceof PDFNumber) return [kid.asNumber()]
    return kid instanceof PDFDict ? marksBelow(kid) : []
  })
}

describe('the logical structure', () => {
  it('holds title, paragraphs, tables with heads and rows, and figures, in reading order', async () => {
    const logo = { bytes: png({ width: 20, height: 10, colourType: 2 }), alternativeText: 'A cup' }
    const { bytes } = await builder.build(example('coffee-nairobi'), { layout: { logo } })
    const root = (await catalogOf(bytes)).lookup(PDFName.of('StructTreeRoot'), PDFDict)
    const types = typesBelow(root)
    expect(types[0]).toBe('Document')
    expect(new Set(types)).toEqual(
      new Set(['Document', 'Sect', 'Figure', 'P', 'H1', 'Table', 'THead', 'TBody', 'TR', 'TH', 'TD']),
    )
    expect(types.filter((type) => type === 'Figure')).toHaveLength(2)
    expect(types.indexOf('H1')).toBeLessThan(types.indexOf('Table'))
  })

  it('has its tables in the order in which they are seen: lines, sums, tax contained, payments', async () => {
    const { bytes } = await builder.build(example('coffee-nairobi'))
    const root = (await catalogOf(bytes)).lookup(PDFName.of('StructTreeRoot'), PDFDict)
    const first = kidsOf(root)
      .flatMap((document) => (document instanceof PDFDict ? kidsOf(document) : []))
      .flatMap((part) => (part instanceof PDFDict && isTable(part) ? marksBelow(part).slice(0, 1) : []))
    expect(first).toHaveLength(4)
    expect(first).toEqual([...first].sort((a, b) => a - b))
  })

  it('gives alternative text to logo and code, and scope to heads', async () => {
    const logo = { bytes: jpeg(20, 10), alternativeText: 'A cup' }
    const { bytes } = await builder.build(example('coffee-nairobi'), { layout: { logo } })
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    const elements = document.context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFDict ? [object] : []))
    const alternatives = elements.map((element) => textOf(element.lookup(PDFName.of('Alt'))))
    expect(alternatives).toEqual(expect.arrayContaining(['A cup', 'Your receipt online']))
    for (const head of elements.filter((element) => element.lookup(PDFName.of('S')) === PDFName.of('TH'))) {
      expect(head.lookup(PDFName.of('A'), PDFDict).lookup(PDFName.of('Scope'), PDFName).decodeText()).toMatch(
        /^(Column|Row)$/,
      )
    }
  })
})

describe('the bytes of a receipt', () => {
  it.each(['table', 'stream'] as const)(
    'are the same for the same model, whatever the clock and chance say: %s',
    async (xref) => {
      const first = await buildReceipt(invoice(), { xref })
      const clock = jest.spyOn(Date, 'now').mockReturnValue(0)
      const chance = jest.spyOn(Math, 'random').mockReturnValue(0.5)
      const again = await buildReceipt(invoice(), { xref })
      clock.mockRestore()
      chance.mockRestore()
      expect(toHex(again.bytes)).toBe(toHex(first.bytes))
    },
  )

  it('do not depend on what the builder has set before', async () => {
    await builder.build(example('carpenter-athens'))
    const warm = await builder.build(invoice())
    expect(toHex(warm.bytes)).toBe(toHex((await buildReceipt(invoice())).bytes))
  })

  it('differ in their file identifier when the content differs', async () => {
    const identifier = (bytes: Uint8Array): string | undefined =>
      /\/ID \[ <([0-9a-f]{32})>/.exec(Buffer.from(bytes).toString('latin1'))?.[1]
    const [one, two] = [await builder.build(invoice()), await builder.build(invoice({ number: '2026-118' }))]
    expect(identifier(one.bytes)).toBeDefined()
    expect(identifier(one.bytes)).not.toBe(identifier(two.bytes))
  })

  it('are few: under 19 kB with a table, under 14 kB with streams', async () => {
    expect((await builder.build(invoice())).bytes.length).toBeLessThan(19_000)
    expect((await builder.build(invoice(), { xref: 'stream' })).bytes.length).toBeLessThan(14_000)
  })

  it('need no files when the fonts are given', async () => {
    const own = await buildReceipt(invoice(), { layout: { fonts: installedFonts } })
    expect(toHex(own.bytes)).toBe(toHex((await builder.build(invoice())).bytes))
  })
})

describe('a missing glyph', () => {
  it('is an error that names the code points and where they come from', async () => {
    const lines = invoice().lines.map((line, index) =>
      index === 1 ? { ...line, name: 'Screws 漢字' } : line,
    )
    const attempt = builder.build(invoice({ lines }))
    await expect(attempt).rejects.toMatchObject({
      code: 'receipt.missing-glyph',
      problems: [{ path: 'lines[1].name' }],
    })
    await expect(attempt).rejects.toThrow('U+6F22 (漢), U+5B57 (字)')
  })

  it('says so when text would have to run from right to left', async () => {
    await expect(builder.build(invoice({ notes: ['שלום'] }))).rejects.toThrow('runs from right to left')
  })
})

describe('hostile text', () => {
  it.each([
    'a(b)c\\d',
    '</rdf:li>]]><script>&amp;',
    '%PDF-1.7 endstream endobj',
    '/Artifact BMC (x) Tj ET',
    "'; DROP TABLE receipts; --",
    'x'.repeat(500),
  ])('is set as it is and breaks nothing: %#', async (text) => {
    const seller = { ...invoice().seller, name: text }
    const { drawn, bytes } = await build(invoice({ seller, number: text.slice(0, 100), notes: [text] }))
    const shown = drawn.flatMap(({ texts }) => texts.map((drawnText) => drawnText.text)).join('')
    expect(shown.replaceAll(' ', '')).toContain(text.replaceAll(' ', ''))
    expect((await PDFDocument.load(bytes)).getTitle()).toContain(text)
  })
})

describe('a layout', () => {
  it.each([
    ['layout.page', { page: 'A3' }],
    ['layout.accent', { accent: 'brown' }],
    ['layout.accent', { accent: '#FFD700' }],
    ['layout.colour', { colour: '#000000' }],
    ['layout.logo.bytes', { logo: { bytes: 'logo.png', alternativeText: 'A cup' } }],
    ['layout.logo.alternativeText', { logo: { bytes: new Uint8Array(8), alternativeText: ' ' } }],
    ['layout.fonts.bold', { fonts: { regular: installedFonts.regular } }],
    ['layout.sealBox', { sealBox: 'yes' }],
  ])('is refused with the path of what is wrong: %s', async (path, layout) => {
    await expect(builder.build(invoice(), { layout: layout as Layout })).rejects.toMatchObject({
      code: 'receipt.invalid',
      problems: [{ path }],
    })
  })

  it.each<[string, unknown]>([
    ['options', null],
    ['options', 'A4'],
    ['options', []],
    ['layout', { layout: null }],
    ['layout', { layout: 'A4' }],
    ['layout.logo', { layout: { logo: null } }],
    ['layout.logo', { layout: { logo: 'logo.png' } }],
    ['layout.fonts', { layout: { fonts: null } }],
    ['layout.page', { layout: { page: null } }],
    ['layout.accent', { layout: { accent: null } }],
    ['layout.sealBox', { layout: { sealBox: null } }],
    ['xref', { xref: null }],
  ])('is refused with the path of what is of another type: %s', async (path, options) => {
    await expect(buildReceipt(invoice(), options as ReceiptOptions)).rejects.toMatchObject({
      name: 'FiscalSealError',
      code: 'receipt.invalid',
      problems: [{ path }],
    })
  })

  it('is refused when its picture is none', async () => {
    const logo = { bytes: new Uint8Array(8), alternativeText: 'A cup' }
    await expect(builder.build(invoice(), { layout: { logo } })).rejects.toMatchObject({
      code: 'receipt.image',
    })
  })
})
