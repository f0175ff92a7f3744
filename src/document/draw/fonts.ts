import { readDefaultFont } from '#fonts'
import { FiscalSealError } from '../../base/errors.js'
import type { TextStyle, Weight } from './drawing.js'
import { openFontFace, type FontFace } from './font-face.js'

/** The TrueType files of the two weights. */
export type FontFiles = Readonly<Record<Weight, Uint8Array>>

/** The two weights, ready to set text. Keep it to set the next document faster. */
export type FontSet = Readonly<Record<Weight, FontFace>>

/**
 * Returns the fonts of `files`, or of the files that are installed with the library. Throws `receipt.font` when a file
 * cannot be used, or when none was given where files cannot be read (a browser, a bundle).
 */
export async function loadFonts(files?: FontFiles): Promise<FontSet> {
  const [regular, bold] = await Promise.all([
    openFontFace(files?.regular ?? (await readInstalled('regular'))),
    openFontFace(files?.bold ?? (await readInstalled('bold'))),
  ])
  return { regular, bold }
}

async function readInstalled(weight: Weight): Promise<Uint8Array> {
  try {
    return await readDefaultFont(weight)
  } catch (cause) {
    const message =
      'The installed fonts cannot be read here. Pass the bytes of two TrueType files, { regular, bold }, as layout.fonts of a receipt or appearance.fonts of a seal.'
    throw new FiscalSealError('receipt.font', message, { cause })
  }
}

/** Returns the width of one line of text in points. */
export function measureText(fonts: FontSet, text: string, style: TextStyle): number {
  const face = fonts[style.weight]
  const letters = style.tracking === undefined ? 0 : Array.from(text).length * style.tracking
  return face.measure(text, style.tabular) * style.size + letters
}
