import { beforeAll, describe, expect, it } from '@jest/globals'
import type { FontSet } from '../../../src/document/draw/fonts.js'
import { loadFonts, measureText } from '../../../src/document/draw/fonts.js'
import { wrapText } from '../../../src/document/draw/wrap.js'
import { installedFonts } from './installed-fonts.js'

let fonts: FontSet
const style = { size: 10, weight: 'regular', colour: 0 } as const

beforeAll(async () => {
  fonts = await loadFonts(installedFonts)
})

function width(text: string, tabular = false): number {
  return fonts.regular.measure(text, tabular)
}

describe('a line of text', () => {
  it('is kerned where the font says so, but not in columns of figures', () => {
    expect(width('AV')).toBeLessThan(width('A') + width('V'))
    expect(width('17.7', true)).toBeCloseTo(width('1', true) * 3 + width('.', true), 9)
    expect(width('11.11', true)).toBeCloseTo(width('70.89', true), 9)
  })

  it('is shaped the same whether its words are remembered or not', async () => {
    const fresh = await loadFonts(installedFonts)
    const text = 'office Τιμή Ἀθῆναι Счёт ẹ́ 12'
    fonts.regular.shape('office Τιμή')
    expect(fonts.regular.shape(text)).toEqual(fresh.regular.shape(text))
  })

  it('stands for exactly the characters it was made of, ligatures and accents included', () => {
    const text = 'Schifffahrt, affinity, Ẹ̀kọ́ m̃'
    const shaped = fonts.regular.shape(text)
    expect(shaped.map((glyph) => glyph.text).join('')).toBe(text.normalize('NFC'))
    expect(shaped.every(({ glyph }) => glyph !== 0)).toBe(true)
  })

  it('has no glyph for what cannot be seen or runs from right to left', () => {
    for (const character of ['\u202E', '\u200B', '\uFEFF', '\n', '\uE000', 'א', 'س', '漢', '😀']) {
      expect(fonts.regular.shape(character)[0]?.glyph).toBe(0)
    }
  })

  it('sets a plain space where only its width is special', () => {
    expect(fonts.regular.shape('\u2003')[0]?.glyph).toBe(fonts.regular.glyphOf(0x20))
  })
})

describe('a paragraph', () => {
  const wrapped = (text: string, most: number): readonly string[] =>
    wrapText(text, { fonts, style, width: most })

  it('is one line where it fits', () => {
    expect(wrapped('  two words', 200)).toEqual(['two words'])
  })

  it('breaks at spaces, after hyphens and slashes, and says the same as before when it is read in one go', () => {
    const lines = wrapped('north-west corner and/or the south side of the hall', 60)
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(measureText(fonts, line.trimEnd(), style)).toBeLessThanOrEqual(60)
    expect(lines.some((line) => line.startsWith(' '))).toBe(false)
    expect(lines.join('')).toBe('north-west corner and/or the south side of the hall')
  })

  it('keeps dates, numbers and signs whole', () => {
    expect(wrapped('on 2026-11-22 at -5 degrees', 52)).toEqual(['on ', '2026-11-22 ', 'at -5 ', 'degrees'])
  })

  it('is cut anywhere where a word is longer than the line, but not before an accent', () => {
    const lines = wrapped('m̃'.repeat(40), 50)
    expect(lines.join('')).toBe('m̃'.repeat(40))
    for (const line of lines) {
      expect(line.startsWith('\u0303')).toBe(false)
      expect(measureText(fonts, line, style)).toBeLessThanOrEqual(50)
    }
  })

  it('ends even where not one character fits', () => {
    expect(wrapped('abc', 0)).toEqual(['a', 'b', 'c'])
  })
})

describe('fonts of the caller', () => {
  it('are refused with a typed error when they are none', async () => {
    const broken = { regular: Uint8Array.of(1, 2, 3), bold: installedFonts.bold }
    await expect(loadFonts(broken)).rejects.toMatchObject({ code: 'receipt.font' })
  })

  it('need not be given where files can be read', async () => {
    const loaded = await loadFonts()
    expect(loaded.bold.font.postScriptName).toBe('SourceSans3-SemiBold')
  })
})
