import { FiscalSealError } from '../../base/errors.js'
import { composePdf } from './compose.js'
import type { Area, Mark, TextStyle } from './drawing.js'
import { loadFonts, type FontFiles, type FontSet } from './fonts.js'
import { SEAL_SOURCE } from './missing-glyphs.js'
import type { Picture } from './picture.js'
import { readPicture } from './picture-file.js'
import { wrapText } from './wrap.js'

/** What a visible seal shows. */
export interface SealOptions {
  /** In points. */
  readonly width: number
  readonly height: number
  /** The first is set in bold. Each is wrapped where it is too long. */
  readonly lines: readonly string[]
  /** A PNG or JPEG file of at most 4 megapixels, drawn left of the text. */
  readonly logo?: Uint8Array
  readonly fonts?: FontFiles | FontSet
}

/** From the small print of a receipt down to what is still legible on paper. */
const SIZES = [8, 7.5, 7, 6.5, 6] as const

const PADDING = 8
const HAIRLINE = 0.5
const HAIRLINE_GREY = 0.8

/**
 * Returns a one-page PDF of exactly `width` × `height` points: a quiet box with text, and no sign of approval, which
 * anyone could draw. Throws `sign.appearance` when the text does not fit, `receipt.missing-glyph`, `receipt.font` and
 * `receipt.image` for what cannot be drawn.
 */
export async function composeSeal(options: SealOptions): Promise<Uint8Array> {
  const { width, height, lines } = options
  const fonts = isFontSet(options.fonts) ? options.fonts : await loadFonts(options.fonts)
  const logo = options.logo && (await readPicture(options.logo))
  const box = { x: PADDING, y: PADDING, width: width - 2 * PADDING, height: height - 2 * PADDING }
  const logoArea = logo && placeLogo(logo, box)
  const indent = logoArea ? logoArea.width + PADDING : 0
  const textBox = { ...box, x: box.x + indent, width: box.width - indent }
  const marks: Mark[] = [frame(width, height), ...setLines(lines, textBox, fonts)]
  if (logo && logoArea) marks.push({ kind: 'picture', area: logoArea, picture: logo, belongs: 'layout' })
  const drawing = { pages: [{ width, height, marks }], properties: PROPERTIES, attachments: [] }
  return composePdf(drawing, { fonts, xref: 'table' })
}

/** Not seen by anyone: only the page is imported. */
const PROPERTIES = { title: 'Seal', author: 'fiscalseal', language: 'en', createdAt: '2000-01-01T00:00:00Z' }

function isFontSet(fonts: FontFiles | FontSet | undefined): fonts is FontSet {
  return fonts !== undefined && !(fonts.regular instanceof Uint8Array)
}

function frame(width: number, height: number): Mark {
  const inset = HAIRLINE / 2
  const area = { x: inset, y: inset, width: width - HAIRLINE, height: height - HAIRLINE }
  return { kind: 'frame', area, thickness: HAIRLINE, colour: HAIRLINE_GREY, belongs: 'layout' }
}

/** As high as the box or a third of its width, whichever is less, in the middle of its height. */
function placeLogo(logo: Picture, box: Area): Area {
  const scale = Math.min(box.height / logo.height, box.width / 3 / logo.width)
  const height = logo.height * scale
  return { x: box.x, y: box.y + (box.height - height) / 2, width: logo.width * scale, height }
}

interface SetLine {
  readonly text: string
  readonly style: TextStyle
}

/** In the largest size in which all lines fit, in the middle of the height. */
function setLines(lines: readonly string[], box: Area, fonts: FontSet): readonly Mark[] {
  for (const size of SIZES) {
    const leading = size * 1.375
    const set = lines.flatMap((text, index): readonly SetLine[] => {
      const style: TextStyle = { size, weight: index === 0 ? 'bold' : 'regular', colour: 0 }
      return wrapText(text, { fonts, style, width: box.width }).map((line) => ({ text: line, style }))
    })
    const height = set.length * leading
    if (height > box.height) continue
    const top = box.y + (box.height - height) / 2
    return set.map(({ text, style }, index) => {
      const y = top + index * leading + size * 1.02
      return { kind: 'text', text, style, x: box.x, y, belongs: 'layout', source: SEAL_SOURCE }
    })
  }
  const [width, height] = [box.width, box.height].map((side) => Math.round(side * 10) / 10)
  const message = `The text of the visible seal does not fit into ${width} × ${height} points: make the box larger.`
  throw new FiscalSealError('sign.appearance', message)
}
