import type { TextStyle } from './drawing.js'
import { measureText, type FontSet } from './fonts.js'

/** What a text is wrapped with. */
export interface WrapOptions {
  readonly fonts: FontSet
  readonly style: TextStyle
  /** In points. */
  readonly width: number
}

/**
 * Returns the lines that `text` takes at `width`: cut at spaces, after hyphens and slashes where there is no space, and
 * anywhere between characters where a single word is too long. At least one line; only a character that is wider than
 * the line itself sticks out. The space at which a line was cut stays at its end, outside of the width: whoever hears or
 * copies the text gets its words apart.
 */
export function wrapText(text: string, options: WrapOptions): readonly string[] {
  const whole = text.trimStart()
  if (fits(whole, options)) return [whole]
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(whole)) {
    const longer = line + piece
    if (line === '' || fits(longer, options)) {
      line = longer
    } else {
      lines.push(line)
      line = piece
    }
    if (fits(line, options)) continue
    const cut = cutAnywhere(line, options)
    lines.push(...cut.slice(0, -1))
    line = cut.at(-1) ?? ''
  }
  return [...lines, line]
}

/** Returns `text` as it is when it fits into `width`, otherwise as much of its beginning as fits with an ellipsis. */
export function shortenText(text: string, options: WrapOptions): string {
  if (fits(text, options)) return text
  const width = options.width - measureText(options.fonts, ELLIPSIS, options.style)
  const [beginning = ''] = cutAnywhere(text.normalize('NFC'), { ...options, width })
  return beginning.trimEnd() + ELLIPSIS
}

const ELLIPSIS = '\u2026'

function fits(text: string, { fonts, style, width }: WrapOptions): boolean {
  // The last letter's own letter space does not show; the tolerance is for sums of floats.
  return measureText(fonts, text.trimEnd(), style) <= width + (style.tracking ?? 0) + 0.001
}

const BREAK_AFTER = new Set(['-', '/', '\u2013', '\u2014'])

/**
 * Pieces between which a line may break; a space belongs to what is before it. A hyphen between figures is part of a
 * number or a date, and one at the beginning of a word is a sign (as UAX #14 has it).
 */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text.normalize('NFC')) {
    if (breaksBetween(piece, character)) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

function breaksBetween(piece: string, next: string): boolean {
  const last = piece.charAt(piece.length - 1)
  if (next === ' ' || last === '') return false
  if (last === ' ') return true
  return BREAK_AFTER.has(last) && piece.trim().length > 1 && !(next >= '0' && next <= '9')
}

/** Accents stay with the letter that carries them. */
function charactersOf(text: string): readonly string[] {
  const characters: string[] = []
  for (const character of text) {
    if (/\p{M}/u.test(character) && characters.length > 0)
      characters.push((characters.pop() ?? '') + character)
    else characters.push(character)
  }
  return characters
}

function cutAnywhere(word: string, options: WrapOptions): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const character of charactersOf(word)) {
    if (line !== '' && !fits(line + character, options)) {
      lines.push(line)
      line = ''
    }
    line += character
  }
  return [...lines, line]
}
