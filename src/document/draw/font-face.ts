import { createShaper, type Shape, type ShapedGlyph } from './shaper.js'
import { isSettable, isSimple } from './characters.js'
import { advanceOf, parseTrueType, type TrueType } from './truetype.js'

/** Words and lines are shaped once; beyond this many the memory of them starts anew. */
const MAX_REMEMBERED = 5_000

/** Spaces and signs that differ from a plain one only in width or in how lines break: the plain one stands in for them. */
const STAND_INS = new Map([
  ...[0xa0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006].map((space): [number, number] => [
    space,
    0x20,
  ]),
  ...[0x2007, 0x2008, 0x2009, 0x200a, 0x202f, 0x205f].map((space): [number, number] => [space, 0x20]),
  [0x2010, 0x2d],
  [0x2011, 0x2d],
  [0x2212, 0x2d],
])

/**
 * One weight of a family, ready to measure and set text. It remembers the words it has shaped, so a face that is kept
 * sets the next receipt faster; what it returns never depends on that.
 */
export class FontFace {
  readonly font: TrueType
  readonly #shape: Shape
  readonly #words = new Map<string, readonly ShapedGlyph[]>()
  readonly #lines = new Map<string, readonly ShapedGlyph[]>()
  readonly #widths = new Map<string, number>()
  readonly #kerning = new Map<number, number>()

  constructor(font: TrueType, shape: Shape) {
    this.font = font
    this.#shape = shape
  }

  /** Returns the glyphs of `text`, left to right; glyph 0 stands for a character that the font does not have. */
  shape(text: string, tabular = false): readonly ShapedGlyph[] {
    const key = keyOf(text, tabular)
    const known = this.#lines.get(key)
    if (known !== undefined) return known
    if (this.#lines.size >= MAX_REMEMBERED) this.#lines.clear()
    const shaped = wordsOf(text.normalize('NFC')).flatMap((word) => this.#shapeWord(word, tabular))
    this.#lines.set(key, shaped)
    return shaped
  }

  /** Returns how wide `text` is at 1 pt, without letter space. */
  measure(text: string, tabular = false): number {
    const key = keyOf(text, tabular)
    const known = this.#widths.get(key)
    if (known !== undefined) return known
    if (this.#widths.size >= MAX_REMEMBERED) this.#widths.clear()
    let units = 0
    for (const { advance } of this.shape(text, tabular)) units += advance
    const width = units / this.font.unitsPerEm
    this.#widths.set(key, width)
    return width
  }

  #shapeWord(word: string, tabular: boolean): readonly ShapedGlyph[] {
    const key = keyOf(word, tabular)
    const known = this.#words.get(key)
    if (known !== undefined) return known
    if (this.#words.size >= MAX_REMEMBERED) this.#words.clear()
    const shaped = this.#shapeSimply(word, tabular) ?? this.#shapeFully(word, tabular)
    this.#words.set(key, shaped)
    return shaped
  }

  /** One glyph for each character and the kerning of neighbours: exact for alphabets without accents of their own. */
  #shapeSimply(word: string, tabular: boolean): readonly ShapedGlyph[] | undefined {
    const shaped: ShapedGlyph[] = []
    let previous: number | undefined
    for (const character of word) {
      const code = character.codePointAt(0) ?? 0
      if (!isSimple(code)) return undefined
      const kerning = tabular || previous === undefined ? 0 : this.#kerningOf(previous, code)
      if (kerning === undefined) return undefined
      const last = shaped.at(-1)
      if (last !== undefined && kerning !== 0)
        shaped[shaped.length - 1] = { ...last, advance: last.advance + kerning }
      shaped.push(this.#plainGlyph(code))
      previous = code
    }
    return shaped
  }

  #plainGlyph(code: number): ShapedGlyph {
    const glyph = this.glyphOf(code)
    const advance = advanceOf(this.font, glyph)
    return { glyph, text: String.fromCodePoint(code), advance, xOffset: 0, yOffset: 0 }
  }

  /** Returns the glyph of a code point, 0 when the font has none or the character is not for setting. */
  glyphOf(code: number): number {
    if (!isSettable(code)) return 0
    const glyph = this.font.characters.get(code) ?? this.font.characters.get(STAND_INS.get(code) ?? -1) ?? 0
    return glyph < this.font.glyphCount ? glyph : 0
  }

  /** Returns what the pair adds to the first advance, or `undefined` when the font does more than move it. */
  #kerningOf(first: number, second: number): number | undefined {
    const key = first * 0x110000 + second
    const known = this.#kerning.get(key)
    if (known !== undefined) return Number.isNaN(known) ? undefined : known
    const kerning = this.#measurePair(first, second)
    this.#kerning.set(key, kerning ?? NaN)
    return kerning
  }

  #measurePair(first: number, second: number): number | undefined {
    const expected = [this.glyphOf(first), this.glyphOf(second)]
    if (expected.includes(0)) return 0
    const pair = this.#shape(String.fromCodePoint(first, second), { kern: true })
    const plain = pair.every(
      ({ glyph, yOffset, xOffset }, index) => glyph === expected[index] && xOffset === 0 && yOffset === 0,
    )
    const [left, right] = pair
    if (pair.length !== 2 || !plain || left === undefined || right === undefined) return undefined
    if (right.advance !== advanceOf(this.font, right.glyph)) return undefined
    return left.advance - advanceOf(this.font, left.glyph)
  }

  #shapeFully(word: string, tabular: boolean): readonly ShapedGlyph[] {
    const codes = Array.from(word, (character) => character.codePointAt(0) ?? 0)
    if (codes.some((code) => this.glyphOf(code) === 0)) return codes.map((code) => this.#plainGlyph(code))
    return withText(this.#shape(word, { kern: !tabular }), word)
  }
}

/** Returns the face of the TrueType file `bytes`. Throws `receipt.font` when it cannot be used. */
export async function openFontFace(bytes: Uint8Array): Promise<FontFace> {
  const font = parseTrueType(bytes)
  return new FontFace(font, await createShaper(bytes))
}

/** The same text has other widths with and without kerning. */
function keyOf(text: string, tabular: boolean): string {
  return tabular ? `\u0000${text}` : text
}

/** Cuts after each space, so that words repeat. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let start = 0
  for (let end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
    words.push(text.slice(start, end + 1))
    start = end + 1
  }
  if (start < text.length) words.push(text.slice(start))
  return words
}

/** The shaper may forget which character a shared glyph stood for; the word as a whole is known. */
function withText(glyphs: readonly ShapedGlyph[], word: string): readonly ShapedGlyph[] {
  if (glyphs.map(({ text }) => text).join('') === word) return glyphs
  const characters = Array.from(word)
  const perGlyph = glyphs.length === characters.length
  return glyphs.map((glyph, index) => ({
    ...glyph,
    text: perGlyph ? (characters[index] ?? '') : index === 0 ? word : '',
  }))
}
