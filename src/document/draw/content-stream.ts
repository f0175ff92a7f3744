import type { Area, Belonging, CodeMark, Colour, Mark, PageDrawing, TextMark, TextStyle } from './drawing.js'
import { hex16, type EmbeddedFont } from './embedded-font.js'
import type { Picture } from './picture.js'
import { outlineQr } from './qr-outline.js'
import type { ShapedGlyph } from './shaper.js'
import type { StructureElement } from './structure.js'
import { advanceOf } from './truetype.js'

/** What a content stream needs of the document that it is written for. */
export interface ContentContext {
  readonly fonts: { readonly regular: EmbeddedFont; readonly bold: EmbeddedFont }
  /** Returns the name under which the picture is in the page's resources. */
  readonly nameOf: (picture: Picture) => string
  /** Returns the marked-content identifier of a new sequence that belongs to `element`; absent when untagged. */
  readonly identify?: (element: StructureElement) => number
}

/** Resource names of the fonts. */
export const FONT_NAMES = { regular: 'R', bold: 'B' } as const

/** Returns the operators that draw `page` (ISO 32000-1 §8, §9), every mark within marked content (§14.6). */
export function writeContent(page: PageDrawing, context: ContentContext): string {
  const writer = new ContentWriter(page.height, context)
  for (const group of groupsOf(page.marks)) writer.writeGroup(group)
  return writer.finish()
}

/** Neighbours that belong to the same element share one marked-content sequence. */
function groupsOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups: Mark[][] = []
  for (const mark of marks) {
    const group = groups.at(-1)
    if (group?.[0]?.belongs === mark.belongs) group.push(mark)
    else groups.push([mark])
  }
  return groups
}

class ContentWriter {
  readonly #height: number
  readonly #context: ContentContext
  readonly #lines: string[] = []
  #state = { font: '', tracking: 0, fill: '', stroke: '', thickness: 0 }

  constructor(height: number, context: ContentContext) {
    this.#height = height
    this.#context = context
  }

  finish(): string {
    return this.#lines.join('\n')
  }

  writeGroup(marks: readonly Mark[]): void {
    const [first] = marks
    if (first === undefined) return
    const opening = this.#openingOf(first.belongs)
    if (opening !== undefined) this.#lines.push(opening)
    for (const mark of marks) this.#writeMark(mark)
    if (opening !== undefined) this.#lines.push('EMC')
  }

  #openingOf(belongs: Belonging): string | undefined {
    if (this.#context.identify === undefined) return undefined
    if (belongs === 'layout') return '/Artifact<</Type/Layout>>BDC'
    if (belongs === 'pagination') return '/Artifact<</Type/Pagination>>BDC'
    return `/${belongs.type}<</MCID ${this.#context.identify(belongs)}>>BDC`
  }

  #writeMark(mark: Mark): void {
    if (mark.kind === 'text') this.#writeText(mark)
    else if (mark.kind === 'picture') this.#writePicture(mark.area, this.#context.nameOf(mark.picture))
    else if (mark.kind === 'code') this.#writeCode(mark)
    else if (mark.kind === 'rule') {
      this.#useLine(mark.colour, mark.thickness)
      const y = number(this.#height - mark.y)
      this.#lines.push(`${number(mark.x)} ${y} m ${number(mark.x + mark.width)} ${y} l S`)
    } else {
      this.#useLine(mark.colour, mark.thickness)
      const { x, y, width, height } = mark.area
      this.#lines.push(
        `${number(x)} ${number(this.#height - y - height)} ${number(width)} ${number(height)} re S`,
      )
    }
  }

  #writeText({ text, style, x, y }: TextMark): void {
    const font = this.#context.fonts[style.weight]
    const glyphs = font.face.shape(text, style.tabular)
    this.#useFill(style.colour)
    const selection = this.#selectionOf(style)
    const position = `1 0 0 1 ${number(x)} ${number(this.#height - y)} Tm`
    this.#lines.push(`BT${selection} ${position} ${showGlyphs(font, glyphs, style.size)} ET`)
  }

  /** Text state outlives a text object, so only what changes is written. */
  #selectionOf(style: TextStyle): string {
    const font = ` /${FONT_NAMES[style.weight]} ${number(style.size)} Tf`
    const tracking = style.tracking ?? 0
    const changes =
      (font === this.#state.font ? '' : font) +
      (tracking === this.#state.tracking ? '' : ` ${number(tracking)} Tc`)
    this.#state = { ...this.#state, font, tracking }
    return changes
  }

  #writePicture({ x, y, width, height }: Area, name: string): void {
    const matrix = [width, 0, 0, height, x, this.#height - y - height].map(number).join(' ')
    this.#lines.push(`q ${matrix} cm /${name} Do Q`)
  }

  /** In module units, so that every corner is a pair of whole numbers. */
  #writeCode({ area, code }: CodeMark): void {
    this.#useFill(0)
    const module = area.width / code.size
    const matrix = [module, 0, 0, -module, area.x, this.#height - area.y].map(number).join(' ')
    const paths = outlineQr(code).map(([start, ...corners]) => {
      const sides = corners.map(([x, y]) => `${x} ${y} l`).join(' ')
      return start === undefined ? '' : `${start[0]} ${start[1]} m ${sides} h`
    })
    this.#lines.push(`q ${matrix} cm`, ...paths, 'f Q')
  }

  #useFill(colour: Colour): void {
    const fill = operands(colour) + (typeof colour === 'number' ? ' g' : ' rg')
    if (fill === this.#state.fill) return
    this.#state = { ...this.#state, fill }
    this.#lines.push(fill)
  }

  #useLine(colour: Colour, thickness: number): void {
    const stroke = operands(colour) + (typeof colour === 'number' ? ' G' : ' RG')
    if (stroke !== this.#state.stroke) this.#lines.push(stroke)
    if (thickness !== this.#state.thickness) this.#lines.push(`${number(thickness)} w`)
    this.#state = { ...this.#state, stroke, thickness }
  }
}

function operands(colour: Colour): string {
  return (typeof colour === 'number' ? [colour] : colour).map(number).join(' ')
}

/** A thousandth of a point is finer than any printer. */
function number(value: number): string {
  const rounded = Math.round(value * 1000) / 1000
  return Object.is(rounded, -0) ? '0' : String(rounded)
}

/**
 * One `TJ` with what the font's rules add between glyphs; an accent that is set higher or lower interrupts it for a
 * text rise (ISO 32000-1 §9.4.3, §9.3.7).
 */
function showGlyphs(font: EmbeddedFont, glyphs: readonly ShapedGlyph[], size: number): string {
  const { unitsPerEm } = font.face.font
  const thousandths = (units: number): number => Math.round((units * 1000) / unitsPerEm)
  const shows: string[] = []
  let items: (string | number)[] = []
  let rise = 0
  const show = (): void => {
    if (items.length > 0) shows.push(`[${joined(items)}]TJ`)
    items = []
  }
  for (const glyph of glyphs) {
    if (glyph.yOffset !== rise) {
      show()
      rise = glyph.yOffset
      shows.push(`${number((rise * size) / unitsPerEm)} Ts`)
    }
    const nominal = advanceOf(font.face.font, glyph.glyph)
    items.push(
      -thousandths(glyph.xOffset),
      hex16(font.codeOf(glyph)),
      thousandths(nominal + glyph.xOffset - glyph.advance),
    )
  }
  show()
  if (rise !== 0) shows.push('0 Ts')
  return shows.join(' ')
}

/** Neighbouring codes become one string, neighbouring movements one number, and no movement nothing. */
function joined(items: readonly (string | number)[]): string {
  let text = ''
  let codes = ''
  let movement = 0
  for (const item of items) {
    if (typeof item === 'number') {
      movement += item
      continue
    }
    if (movement !== 0) {
      text += (codes === '' ? '' : `<${codes}>`) + String(movement)
      codes = ''
      movement = 0
    }
    codes += item
  }
  return `${text}<${codes}>`
}
