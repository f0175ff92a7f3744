import type { PageSize } from '../model/layout.js'

/** A page and its margins, in points. */
export interface Paper {
  readonly width: number
  /** Of a roll: the greatest height; it ends where the content does. */
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly roll: boolean
}

const MILLIMETRE = 72 / 25.4

/** All vertical distances between blocks are multiples of this. */
export const BASE_UNIT = 4

/** What a page may be at most (ISO 32000-1 annex C.2). */
const GREATEST_HEIGHT = 14_400

/** Returns millimetres in points. */
export function millimetres(length: number): number {
  return length * MILLIMETRE
}

interface Measures {
  readonly size: readonly [width: number, height: number]
  /** Left and right, top, bottom. */
  readonly margins: readonly [side: number, top: number, bottom: number]
}

const SHEETS: Readonly<Record<'A4' | 'A5' | 'Letter', Measures>> = {
  A4: { size: [210, 297], margins: [20, 16, 18] },
  A5: { size: [148, 210], margins: [14, 12, 14] },
  Letter: { size: [215.9, 279.4], margins: [20, 16, 18] },
}

/** Width of the paper and of what a printer reaches of it. */
const ROLLS: Readonly<Record<'roll80' | 'roll58', readonly [width: number, printable: number]>> = {
  roll80: [80, 72],
  roll58: [58, 48],
}

/** Air above the first and below the last line of a roll, so that a blade cuts neither. */
const ROLL_AIR: readonly [top: number, bottom: number] = [5, 8]

/** Returns the measures of a page size. */
export function paperOf(size: PageSize): Paper {
  return size === 'roll80' || size === 'roll58' ? rollOf(ROLLS[size]) : sheetOf(SHEETS[size])
}

function sheetOf({ size: [width, height], margins: [side, top, bottom] }: Measures): Paper {
  return {
    width: millimetres(width),
    height: millimetres(height),
    left: millimetres(side),
    right: millimetres(side),
    top: millimetres(top),
    bottom: millimetres(bottom),
    roll: false,
  }
}

function rollOf([width, printable]: readonly [number, number]): Paper {
  const side = millimetres((width - printable) / 2)
  const [top, bottom] = ROLL_AIR.map(millimetres)
  return {
    width: millimetres(width),
    height: GREATEST_HEIGHT,
    left: side,
    right: side,
    top: top ?? 0,
    bottom: bottom ?? 0,
    roll: true,
  }
}
