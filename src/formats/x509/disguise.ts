/** Inclusive ranges of code points that are not seen, or change how others are seen. */
const DISGUISES: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xd800, 0xdfff],
  [0xe0000, 0xe0fff],
]

/** Returns whether a character is one that is not seen, or changes how others are seen: control, bidirectional, invisible, unassigned. */
export function isDisguise(codePoint: number): boolean {
  return DISGUISES.some(([from, to]) => codePoint >= from && codePoint <= to)
}
