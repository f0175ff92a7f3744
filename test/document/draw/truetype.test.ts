import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FiscalSealError } from '../../../src/base/errors.js'
import { advanceOf, parseTrueType, tableOf, type TrueType } from '../../../src/document/draw/truetype.js'
import { subsetTrueType } from '../../../src/document/draw/truetype-subset.js'
import { installedFonts } from './installed-fonts.js'

const font = parseTrueType(installedFonts.regular)

function glyphOf(character: string): number {
  return font.characters.get(character.codePointAt(0) ?? 0) ?? 0
}

/** The tables of a font program that was written by us; it has no names and no characters. */
function tablesOf(bytes: Uint8Array): ReadonlyMap<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = Array.from({ length: view.getUint16(4) }, (_, index): [string, DataView] => {
    const entry = 12 + index * 16
    const tag = new TextDecoder().decode(bytes.subarray(entry, entry + 4))
    return [
      tag,
      new DataView(bytes.buffer, bytes.byteOffset + view.getUint32(entry + 8), view.getUint32(entry + 12)),
    ]
  })
  return new Map(entries)
}

function outline(tables: ReadonlyMap<string, DataView>, glyph: number): DataView {
  const loca = tableOf(tables, 'loca')
  const glyf = tableOf(tables, 'glyf')
  const start = loca.getUint32(glyph * 4)
  return new DataView(glyf.buffer, glyf.byteOffset + start, loca.getUint32(glyph * 4 + 4) - start)
}

describe('a subset of a TrueType font', () => {
  const glyphs = [0, glyphOf('A'), glyphOf('é'), glyphOf('Ω'), glyphOf('й')]
  const tables = tablesOf(subsetTrueType(font, glyphs))

  it('has the tables that a PDF needs and no others but hints', () => {
    expect([...tables.keys()].filter((tag) => !['cvt ', 'fpgm', 'prep'].includes(tag))).toEqual([
      'glyf',
      'head',
      'hhea',
      'hmtx',
      'loca',
      'maxp',
    ])
  })

  it('keeps the advance of every glyph under its new number', () => {
    const widths = glyphs.map((_, index) => tableOf(tables, 'hmtx').getUint16(index * 4))
    expect(widths).toEqual(glyphs.map((glyph) => advanceOf(font, glyph)))
  })

  it('brings the parts of composite glyphs along and refers to them by their new numbers', () => {
    const composite = glyphs.findIndex((_, index) => index > 0 && outline(tables, index).getInt16(0) < 0)
    expect(composite).toBeGreaterThan(0)
    const part = outline(tables, composite).getUint16(12)
    expect(part).toBeLessThan(tableOf(tables, 'maxp').getUint16(4))
    expect(outline(tables, part).byteLength).toBeGreaterThan(0)
  })

  it('is the same bytes for the same glyphs', () => {
    expect(subsetTrueType(font, glyphs)).toEqual(subsetTrueType(font, glyphs))
  })
})

/** Returns the font, or what was thrown when it is a typed error. */
function tryFont(bytes: Uint8Array): TrueType | FiscalSealError {
  try {
    return parseTrueType(bytes)
  } catch (error) {
    if (error instanceof FiscalSealError) return error
    throw error
  }
}

function patched(table: string, offset: number, value: number): Uint8Array {
  const bytes = Uint8Array.from(installedFonts.regular)
  const view = tableOf(parseTrueType(bytes).tables, table)
  view.setUint16(offset, value)
  return bytes
}

describe('outlines that lie outside the font', () => {
  it('are refused, so that no foreign memory gets into a document', () => {
    const damaged = parseTrueType(patched('loca', 4 * glyphOf('A') + 4, 0x7fff))
    expect(() => subsetTrueType(damaged, [0, glyphOf('A')])).toThrow(RangeError)
  })
})

describe('a font file', () => {
  it('knows Latin, Greek and Cyrillic, and figures of one width', () => {
    for (const character of 'Aÿſ ἀΩж Ѐґ€₽₴')
      if (character !== ' ') expect([character, glyphOf(character)]).not.toContain(0)
    expect(new Set(Array.from('0123456789', (figure) => advanceOf(font, glyphOf(figure)))).size).toBe(1)
  })

  it.each([
    ['is no font', new TextEncoder().encode('%PDF-1.7 and so on, for more than twelve bytes')],
    ['is empty', new Uint8Array(0)],
    ['is cut short', installedFonts.regular.subarray(0, 5000)],
    ['may not be embedded', patched('OS/2', 8, 2)],
    ['may not be reduced to a subset', patched('OS/2', 8, 0x100)],
  ])('is refused when it %s', (_, bytes) => {
    expect(tryFont(bytes)).toMatchObject({ code: 'receipt.font' })
  })

  it('never ends in anything but a font or a typed error, whatever its bytes', () => {
    const small = installedFonts.regular.subarray(0, 400)
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.nat(255), (position, value) => {
        const bytes = Uint8Array.from(installedFonts.regular)
        bytes[position] = value
        const outcome = tryFont(bytes)
        expect(outcome instanceof FiscalSealError || 'tables' in outcome).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
