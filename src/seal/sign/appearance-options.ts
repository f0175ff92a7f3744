import { FiscalSealError } from '../../base/errors.js'
import type { Appearance } from './types.js'

const KNOWN = ['page', 'rect', 'lines', 'logo', 'fonts', 'pdf'] as const
/** What is drawn, where the caller brings no drawing of his own. */
const DRAWN = ['lines', 'logo', 'fonts'] as const
/** More does not fit into any box that is still a seal. */
const MAX_LINES = 40
const MAX_LINE = 300
/** Smaller than this nothing can be read; larger than this a page cannot be (ISO 32000-2 annex C.2). */
export const MIN_SIDE = 8
const MAX_SIDE = 14_400

/** Checks what can be checked without the document. Throws `FiscalSealError('sign.appearance')`. */
export function checkAppearance(appearance: Appearance): void {
  if (typeof appearance !== 'object' || (appearance as unknown) === null)
    throw unplaceable('appearance must be an object')
  for (const key of Object.keys(appearance)) {
    if (!KNOWN.some((known) => known === key)) throw unplaceable(`appearance.${key} is not known`)
  }
  checkPage(appearance.page)
  checkRect(appearance.rect)
  checkLines(appearance.lines)
  for (const key of ['logo', 'pdf'] as const) {
    const value: unknown = appearance[key]
    if (value !== undefined && !(value instanceof Uint8Array))
      throw unplaceable(`appearance.${key} must be bytes`)
  }
  checkFonts(appearance.fonts)
  if (appearance.pdf !== undefined && DRAWN.some((key) => appearance[key] !== undefined)) {
    throw unplaceable('appearance.pdf replaces lines, logo and fonts; give one or the other')
  }
}

function checkFonts(fonts: Appearance['fonts'] | null): void {
  if (fonts === undefined) return
  const files: readonly unknown[] = [fonts?.regular, fonts?.bold]
  if (!files.every((file) => file instanceof Uint8Array))
    throw unplaceable('appearance.fonts is { regular, bold }, the bytes of two TrueType files')
}

function checkPage(page: unknown): void {
  if (page === undefined) return
  const isPage = typeof page === 'number' && Number.isSafeInteger(page) && page !== 0
  if (!isPage) throw unplaceable('appearance.page counts from 1, or from -1 for the last')
}

function checkRect(rect: Appearance['rect']): void {
  if (rect === undefined) return
  const sides = typeof rect === 'object' ? [rect.x, rect.y, rect.width, rect.height] : []
  const isRect =
    sides.length === 4 && sides.every((side) => typeof side === 'number' && Math.abs(side) <= MAX_SIDE)
  if (!isRect) throw unplaceable('appearance.rect is { x, y, width, height } in points')
  if (rect.width < MIN_SIDE || rect.height < MIN_SIDE)
    throw unplaceable(`appearance.rect must be at least ${MIN_SIDE} points wide and high`)
}

function checkLines(lines: unknown): void {
  if (lines === undefined) return
  const isText =
    Array.isArray(lines) && lines.every((line) => typeof line === 'string' && line.length <= MAX_LINE)
  if (!isText || lines.length === 0 || lines.length > MAX_LINES) {
    throw unplaceable(`appearance.lines holds 1 to ${MAX_LINES} strings of at most ${MAX_LINE} characters`)
  }
}

/** Returns the error for a visible seal that cannot be placed; a line of its own says what to do, where that is said. */
export function unplaceable(what: string, advice?: string): FiscalSealError {
  const message = `The visible seal cannot be placed: ${what}.`
  return new FiscalSealError('sign.appearance', advice === undefined ? message : `${message}\n${advice}`)
}
