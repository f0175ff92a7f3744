import { FiscalSealError } from '../../base/errors.js'

/** One glyph as the font's shaping rules place it, in font units. */
export interface ShapedGlyph {
  readonly glyph: number
  /** The characters that it stands for; several for a ligature, none for a part of one. */
  readonly text: string
  readonly advance: number
  readonly xOffset: number
  readonly yOffset: number
}

/** Applies a font's own rules (ligatures, kerning, accents) to one piece of text of one direction. */
export type Shape = (text: string, features: { readonly kern: boolean }) => readonly ShapedGlyph[]

interface FontkitGlyph {
  readonly id: number
  readonly codePoints: readonly number[]
}

interface FontkitPosition {
  readonly xAdvance: number
  readonly xOffset: number
  readonly yOffset: number
}

interface FontkitFont {
  layout: (
    text: string,
    features: Readonly<Record<string, boolean>>,
  ) => { readonly glyphs: readonly FontkitGlyph[]; readonly positions: readonly FontkitPosition[] }
}

/** Returns the shaper of the TrueType file `bytes`. Throws `receipt.font` when the file cannot be read. */
export async function createShaper(bytes: Uint8Array): Promise<Shape> {
  const font = await openFont(bytes)
  return (text, { kern }) => {
    const { glyphs, positions } = font.layout(text, kern ? {} : { kern: false, liga: false, clig: false })
    return glyphs.map((glyph, index) => ({
      glyph: glyph.id,
      text: String.fromCodePoint(...glyph.codePoints),
      advance: positions[index]?.xAdvance ?? 0,
      xOffset: positions[index]?.xOffset ?? 0,
      yOffset: positions[index]?.yOffset ?? 0,
    }))
  }
}

async function openFont(bytes: Uint8Array): Promise<FontkitFont> {
  const loaded = await import('@pdf-lib/fontkit')
  const fontkit = 'default' in loaded ? (loaded.default as typeof loaded) : loaded
  try {
    return fontkit.create(bytes)
  } catch (cause) {
    throw new FiscalSealError('receipt.font', 'The font cannot be read: pass the bytes of a TrueType file.', {
      cause,
    })
  }
}
