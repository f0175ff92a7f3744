import { describe, expect, it } from '@jest/globals'
import type { PrintedCode } from '../../../src/document/model/types.js'
import type { DrawnPage } from '../draw/drawn-page.js'
import { build, invoice, outside, A5 } from './receipts.js'

const MM = 72 / 25.4

/** Four modules for each side of a symbol. */
const QUIET_ZONE = 4

function code(length: number, caption?: string): PrintedCode {
  return { kind: 'qr', text: 'x'.repeat(length), ...(caption !== undefined && { caption }) }
}

interface Square {
  readonly x: number
  readonly top: number
  readonly side: number
  readonly quiet: number
}

/** Where the codes stand: their matrix maps a module to a point, y upwards from the lower edge. */
function squares(page: DrawnPage | undefined, sizes: readonly number[]): readonly Square[] {
  return (page?.shapes ?? []).map(({ matrix: [module = 0, , , , x = 0, y = 0] }, index) => ({
    x,
    top: (page?.height ?? 0) - y,
    side: (sizes[index] ?? 0) * module,
    quiet: QUIET_ZONE * module,
  }))
}

describe('several codes on a sheet', () => {
  it('go on in a second row where the first one is full', async () => {
    const built = await build(invoice({ codes: [145, 145, 145, 145].map((length) => code(length)) }), {
      page: 'A5',
    })
    const page = built.drawn.at(-1)
    const placed = squares(page, [53, 53, 53, 53])
    expect(placed).toHaveLength(4)
    const [first, second, third, fourth] = placed
    expect([second?.top, third?.top]).toEqual([first?.top, first?.top])
    expect(fourth?.x).toBe(first?.x)
    expect(fourth?.top).toBeGreaterThanOrEqual((first?.top ?? 0) + (first?.side ?? 0) + (first?.quiet ?? 0))
    for (const { x, top, side } of placed) {
      expect(x + side).toBeLessThanOrEqual((148 - A5.side) * MM + 0.01)
      expect(top + side).toBeLessThanOrEqual((210 - A5.bottom) * MM)
    }
    expect(outside(built, A5)).toEqual([])
  })

  it('are level, and as far apart as the coarsest one needs', async () => {
    const { drawn } = await build(invoice({ codes: [code(145), code(10)] }))
    const [dense, coarse] = squares(drawn[0], [53, 21])
    expect(coarse?.top).toBe(dense?.top)
    const free = (coarse?.x ?? 0) - (dense?.x ?? 0) - (dense?.side ?? 0)
    expect(free).toBeGreaterThanOrEqual((dense?.quiet ?? 0) + (coarse?.quiet ?? 0))
  })
})

describe('a code that is wider than the paper', () => {
  it('is refused rather than printed without its quiet zone', async () => {
    const codes = [code(20), code(2300)]
    await expect(build(invoice({ codes }), { page: 'roll58' })).rejects.toMatchObject({
      code: 'receipt.invalid',
      problems: [{ path: 'codes[1]', code: 'page.no-room' }],
    })
    expect((await build(invoice({ codes }), { page: 'roll80' })).pages).toBe(1)
  })
})
