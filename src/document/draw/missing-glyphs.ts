import { FiscalSealError, type Problem } from '../../base/errors.js'
import { isRightToLeft } from './characters.js'
import type { PageDrawing, TextMark } from './drawing.js'
import type { FontSet } from './fonts.js'

/** Where the text of a visible seal comes from. */
export const SEAL_SOURCE = 'appearance'

/** Beyond this many an error lists no more. */
const MAX_LISTED = 20

/**
 * Throws `receipt.missing-glyph` when a text holds a character that the fonts cannot set: a tax document with boxes or
 * gaps instead of letters would say less than its data. Every problem names the code points and where they come from.
 */
export function checkGlyphs(pages: readonly PageDrawing[], fonts: FontSet): void {
  const missing = new Map<string, Set<string>>()
  for (const mark of pages.flatMap(({ marks }) => marks)) {
    if (mark.kind === 'text') collect(mark, fonts, missing)
  }
  if (missing.size === 0) return
  const problems = [...missing]
    .slice(0, MAX_LISTED)
    .map(([path, characters]) => problemOf(path, [...characters]))
  const message = problems.map(({ path, message: text }) => `${path}: ${text}`).join('\n')
  throw new FiscalSealError('receipt.missing-glyph', message, { problems })
}

function collect({ text, style, source }: TextMark, fonts: FontSet, missing: Map<string, Set<string>>): void {
  for (const glyph of fonts[style.weight].shape(text, style.tabular)) {
    if (glyph.glyph !== 0 || glyph.text === '') continue
    const path = source ?? 'text'
    missing.set(path, (missing.get(path) ?? new Set()).add(glyph.text))
  }
}

function problemOf(path: string, characters: readonly string[]): Problem {
  const names = characters.slice(0, MAX_LISTED).map(nameOf).join(', ')
  const backwards = characters.some((character) => isRightToLeft(character.codePointAt(0) ?? 0))
  const remedy = backwards ? 'text that runs from right to left cannot be set yet' : remedyAt(path)
  return { path, code: 'receipt.missing-glyph', message: `no glyph for ${names}; ${remedy}` }
}

function remedyAt(path: string): string {
  const option = path === SEAL_SOURCE ? 'appearance.fonts' : 'layout.fonts'
  return `pass fonts that have them as ${option}, or leave them out`
}

/** U+1F600, followed by the character itself where showing it does no harm. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `${number} (${character})` : number
}
