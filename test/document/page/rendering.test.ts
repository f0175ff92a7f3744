import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { PageSize } from '../../../src/document/model/layout.js'
import { builder, example } from './receipts.js'

const SIZES: readonly PageSize[] = ['A4', 'A5', 'Letter', 'roll80', 'roll58']
const EXAMPLES = readdirSync('examples/data').map((file) => file.replace('.json', ''))

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Names of tests say which tool is not there. */
function withTool(command: string): { readonly run: typeof it | typeof it.skip; readonly note: string } {
  return isInstalled(command)
    ? { run: it, note: '' }
    : { run: it.skip, note: ` (skipped: ${command} is not installed)` }
}

const qpdf = withTool('qpdf')
const pdftoppm = isInstalled('pdftoppm') || existsWithoutVersion('pdftoppm') ? it : it.skip
const pdftotext = isInstalled('pdftotext') || existsWithoutVersion('pdftotext') ? it : it.skip

/** Poppler's tools know no `--version`; they answer `-v`. */
function existsWithoutVersion(command: string): boolean {
  try {
    execFileSync(command, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rendering-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function write(name: string, page: PageSize, xref: 'table' | 'stream' = 'table'): Promise<string> {
  const { bytes } = await builder.build(example(name), { layout: { page }, xref })
  const file = join(folder, `${name}-${page}-${xref}.pdf`)
  writeFileSync(file, bytes)
  return file
}

interface Ink {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Returns how far the ink is from each edge of a binary grey map, in millimetres at `dpi`. */
function inkMargins(bytes: Uint8Array, dpi: number): Ink {
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(Buffer.from(bytes.subarray(0, 40)).toString('latin1'))
  if (head === null) throw new Error('not a grey map')
  const [width, height] = [Number(head[1]), Number(head[2])]
  const pixels = bytes.subarray(head[0].length)
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let index = 0; index < pixels.length; index++) {
    if ((pixels[index] ?? 255) > 160) continue
    const [x, y] = [index % width, Math.floor(index / width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const millimetres = (count: number): number => (count * 25.4) / dpi
  return {
    left: millimetres(left),
    right: millimetres(width - 1 - right),
    top: millimetres(top),
    bottom: millimetres(height - 1 - bottom),
  }
}

describe('a receipt in the eyes of others', () => {
  qpdf.run(`is well formed on every paper, with a table and with streams${qpdf.note}`, async () => {
    // Each example on one paper, and one example on all.
    const pairs = EXAMPLES.map((name, index) => [name, SIZES[index % SIZES.length] ?? 'A4'] as const)
    const all = SIZES.map((page) => ['coffee-nairobi', page] as const)
    for (const [name, page] of [...pairs, ...all]) {
      for (const xref of ['table', 'stream'] as const) {
        execFileSync('qpdf', ['--check', await write(name, page, xref)])
      }
    }
  })

  pdftoppm(
    'keeps its margins in print: 20 mm at the sides, 16 mm above, 18 mm below (needs pdftoppm)',
    async () => {
      const dpi = 150
      const file = await write('carpenter-athens', 'A4')
      execFileSync('pdftoppm', ['-gray', '-r', String(dpi), '-singlefile', file, join(folder, 'sheet')])
      const ink = inkMargins(readFileSync(join(folder, 'sheet.pgm')), dpi)
      // A pixel is 0.17 mm; letters have air of their own at their sides.
      expect(ink.left).toBeGreaterThan(19.7)
      expect(ink.left).toBeLessThan(20.6)
      expect(ink.right).toBeGreaterThan(19.7)
      expect(ink.right).toBeLessThan(20.6)
      expect(ink.top).toBeGreaterThan(15)
      expect(ink.top).toBeLessThan(16.3)
      expect(ink.bottom).toBeGreaterThan(17.7)
      expect(ink.bottom).toBeLessThan(19.5)
    },
  )

  pdftotext('can be copied and searched, in Latin, Greek and Cyrillic (needs pdftotext)', async () => {
    for (const name of EXAMPLES) {
      const { seller, lines } = example(name)
      const text = execFileSync('pdftotext', ['-layout', await write(name, 'A4'), '-'], { encoding: 'utf8' })
      expect(text.normalize('NFC')).toContain((seller.tradingName ?? seller.name).normalize('NFC'))
      const words = lines.flatMap((line) => line.name.split(' '))
      for (const word of words) expect(text).toContain(word)
    }
  })
})
