import { describe, expect, it } from '@jest/globals'
import { encodeQr, type QrCode } from '../../../src/document/draw/qr-code.js'
import { outlineQr } from '../../../src/document/draw/qr-outline.js'

/** Whether the middle of a module lies within the outlines, by the non-zero winding rule. */
function isDark(outlines: ReturnType<typeof outlineQr>, column: number, row: number): boolean {
  let winding = 0
  for (const outline of outlines) {
    for (const [index, [x, y]] of outline.entries()) {
      const [nextX, nextY] = outline[(index + 1) % outline.length] ?? [x, y]
      if (x !== nextX || x < column + 0.5) continue
      if (Math.min(y, nextY) <= row && Math.max(y, nextY) >= row + 1) winding += Math.sign(nextY - y)
    }
  }
  return winding !== 0
}

function filled(code: QrCode): readonly (readonly boolean[])[] {
  const outlines = outlineQr(code)
  return code.modules.map((row, y) => row.map((_, x) => isDark(outlines, x, y)))
}

describe('a QR code', () => {
  it.each(['1', 'https://example.org/receipt/2026-117', 'Τιμολόγιο '.repeat(5)])(
    'fills exactly its dark modules when it is drawn as outlines: %#',
    async (text) => {
      const code = await encodeQr(text, 'M')
      expect(filled(code)).toEqual(code.modules)
    },
  )

  it('keeps the level that was asked for, though a higher one would fit', async () => {
    const low = await encodeQr('A', 'L')
    const high = await encodeQr('A', 'H')
    expect(low.size).toBe(high.size)
    expect(low.modules).not.toEqual(high.modules)
  })

  it('refuses a text that no code can hold', async () => {
    await expect(encodeQr('x'.repeat(4000), 'M')).rejects.toMatchObject({ code: 'receipt.invalid' })
  })
})
