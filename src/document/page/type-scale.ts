import type { Colour, TextStyle } from '../draw/drawing.js'

/** A style and the distance of its lines, in points. */
export interface Lettering {
  readonly style: TextStyle
  readonly leading: number
}

/** 45 % lightness: contrast with white 4.7 : 1, so that even labels can be read by everyone. */
export const LABEL_GREY = 0.45

/** Hairlines only guide the eye. */
export const HAIRLINE = { thickness: 0.5, colour: 0.8 } as const

const regular = (size: number, colour: Colour): TextStyle => ({ size, colour, weight: 'regular' })
const bold = (size: number, colour: Colour): TextStyle => ({ size, colour, weight: 'bold' })

export const BODY: Lettering = { style: regular(9.5, 0), leading: 13 }
export const STRONG: Lettering = { style: bold(9.5, 0), leading: 13 }
export const FIGURES: Lettering = { style: { ...regular(9.5, 0), tabular: true }, leading: 13 }
export const STRONG_FIGURES: Lettering = { style: { ...bold(9.5, 0), tabular: true }, leading: 13 }
export const SMALL: Lettering = { style: regular(8, 0), leading: 11 }
export const SMALL_FIGURES: Lettering = { style: { ...regular(8, 0), tabular: true }, leading: 11 }
export const SMALL_GREY: Lettering = { style: regular(8, LABEL_GREY), leading: 11 }
export const LABEL: Lettering = { style: { ...regular(8, LABEL_GREY), tracking: 0.2 }, leading: 11 }
export const TITLE: Lettering = { style: bold(11, 0), leading: 16 }

/** Returns the lettering of the seller's name: the only text larger than the amount due. */
export function nameLettering(accent: Colour, roll: boolean): Lettering {
  return roll ? { style: bold(16, accent), leading: 20 } : { style: bold(20, accent), leading: 24 }
}

/** Returns the lettering of the amount due. */
export function dueLettering(accent: Colour, roll: boolean): Lettering {
  return roll
    ? { style: { ...bold(14, accent), tabular: true }, leading: 20 }
    : { style: { ...bold(16, accent), tabular: true }, leading: 24 }
}

/** Half the height of a capital letter, as a share of the type size: centres a line in its leading. */
const HALF_CAPITAL = 0.33

/** Returns how far below the top of its line the baseline lies. */
export function baselineOf({ style, leading }: Lettering): number {
  return leading / 2 + style.size * HALF_CAPITAL
}
