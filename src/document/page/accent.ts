import type { Colour } from '../draw/drawing.js'

/** WCAG 2.2 success criterion 1.4.3: what text of any size needs. */
const LEAST_CONTRAST = 4.5

/** Returns `#RRGGBB` as a colour, or `undefined` when the text is none. */
export function parseColour(text: string): Exclude<Colour, number> | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return undefined
  const channel = (start: number): number => parseInt(text.slice(start, start + 2), 16) / 255
  return [channel(1), channel(3), channel(5)]
}

/** Returns the contrast of a colour with white, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastWithWhite(colour: Colour): number {
  const [red, green, blue] = typeof colour === 'number' ? [colour, colour, colour] : colour
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  return 1.05 / (luminance + 0.05)
}

/** Returns whether text of the colour can be read on white paper. */
export function isReadable(colour: Colour): boolean {
  return contrastWithWhite(colour) >= LEAST_CONTRAST
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
