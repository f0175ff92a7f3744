import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadFonts, type FontSet } from '../../../src/document/draw/fonts.js'
import { composeSeal } from '../../../src/document/draw/seal.js'
import { readPages } from './drawn-page.js'
import { installedFonts } from './installed-fonts.js'
import { png } from './pictures.js'

let fonts: FontSet

beforeAll(async () => {
  fonts = await loadFonts(installedFonts)
})

const lines = [
  'Sealed by Soko Coffee Ltd',
  'PIN P051234567X, for Revenue Authority, on 22 Nov 2026, 09:42',
  'Certificate 4F2A 99C1. Verify electronically: the page alone proves nothing.',
]

describe('a visible seal', () => {
  it('is one page of exactly the size asked for, with every line inside its frame', async () => {
    const pages = await readPages(await composeSeal({ width: 300, height: 60, lines, fonts }))
    expect(pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({ width: 300, height: 60 })
    expect(pages[0]?.texts.map(({ text }) => text)).toEqual(lines)
    for (const { x, y, width, size } of pages[0]?.texts ?? []) {
      expect(x).toBeGreaterThanOrEqual(8)
      expect(x + width).toBeLessThanOrEqual(292)
      expect(y - size * 0.7).toBeGreaterThanOrEqual(8)
      expect(y + size * 0.2).toBeLessThanOrEqual(52)
    }
  })

  it('sets its first line in bold and all text in black', async () => {
    const [page] = await readPages(await composeSeal({ width: 300, height: 60, lines, fonts }))
    expect(page?.texts.map(({ font }) => font.endsWith('SemiBold'))).toEqual([true, false, false])
    expect(page?.texts.every(({ colour }) => colour.join() === '0')).toBe(true)
  })

  it('sets smaller what does not fit, and refuses what would be too small to read', async () => {
    const [page] = await readPages(await composeSeal({ width: 190, height: 60, lines, fonts }))
    expect(page?.texts[0]?.size).toBeLessThan(8)
    await expect(composeSeal({ width: 80, height: 30, lines, fonts })).rejects.toMatchObject({
      code: 'sign.appearance',
    })
  })

  it('places a logo beside the text, in its proportions', async () => {
    const logo = png({ width: 40, height: 20, colourType: 6 })
    const [page] = await readPages(await composeSeal({ width: 300, height: 60, lines, logo, fonts }))
    const [width = 0, , , height = 1] = page?.shapes[0]?.matrix ?? []
    expect(width / height).toBeCloseTo(2, 2)
    expect(page?.texts[0]?.x).toBeGreaterThan(width + 8)
  })

  it('names a character that it cannot set', async () => {
    const attempt = composeSeal({ width: 300, height: 60, lines: ['Sealed by 漢'], fonts })
    await expect(attempt).rejects.toMatchObject({ code: 'receipt.missing-glyph' })
    await expect(attempt).rejects.toThrow('U+6F22')
  })

  it('is the same bytes for the same lines', async () => {
    const options = { width: 300, height: 60, lines }
    expect(await composeSeal({ ...options, fonts: installedFonts })).toEqual(
      await composeSeal({ ...options, fonts }),
    )
  })
})
