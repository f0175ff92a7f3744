/** Ranges of letters, figures and signs that stand beside each other without changing shape. */
const SIMPLE = [
  [0x20, 0x7e],
  [0xa0, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x1e00, 0x1fff],
  [0x2000, 0x200a],
  [0x2010, 0x2027],
  [0x202f, 0x203a],
  [0x20a0, 0x20c0],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
] as const

/** Control and formatting characters, surrogates and private use: they have no shape, or one that nobody else knows. */
const SHAPELESS = [
  [0x0, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff0, 0xffff],
  [0xe0000, 0x10ffff],
] as const

/** Scripts that run from right to left: their lines need reordering, which is not done here. */
const RIGHT_TO_LEFT = [
  [0x590, 0x8ff],
  [0xfb1d, 0xfdff],
  [0xfe70, 0xfefe],
  [0x10800, 0x10fff],
  [0x1e800, 0x1efff],
] as const

type Ranges = readonly (readonly [number, number])[]

function isWithin(code: number, ranges: Ranges): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last)
}

/** Returns whether the character may be set by its own glyph and kerning alone. */
export function isSimple(code: number): boolean {
  return isWithin(code, SIMPLE)
}

/** Returns whether the character belongs to a script that runs from right to left. */
export function isRightToLeft(code: number): boolean {
  return isWithin(code, RIGHT_TO_LEFT)
}

/** Returns whether the character can be set at all: it has a shape, and runs from left to right. */
export function isSettable(code: number): boolean {
  return !isWithin(code, SHAPELESS) && !isRightToLeft(code)
}
