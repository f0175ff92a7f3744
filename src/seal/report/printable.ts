/** Ranges of code points that steer a terminal or the direction of text, or that nobody sees: never printed as they are. */
const UNPRINTABLE: readonly (readonly [number, number])[] = [
  [0x00, 0x1f], // C0 controls, ESC among them
  [0x7f, 0x9f], // DEL and C1 controls
  [0xad, 0xad], // soft hyphen
  [0x61c, 0x61c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x180e, 0x180e],
  [0x200b, 0x200f], // zero width, left-to-right and right-to-left marks
  [0x2028, 0x202e], // line and paragraph separator, embeddings and overrides
  [0x2060, 0x206f], // word joiner, invisible operators, isolates
  [0x3164, 0x3164],
  [0xd800, 0xdfff], // lone surrogates
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff], // tags and variation selectors
]

/** The longest text of a file that is printed, in code points. */
const LONGEST = 300

/**
 * Returns text of a stranger in a form that cannot steer a terminal, break a line or turn the reading direction:
 * such characters appear as `\u{202e}`. Longer than 300 characters is cut, with `…`.
 */
export function toPrintable(text: string): string {
  let printable = ''
  let length = 0
  for (const character of text) {
    if (length++ === LONGEST) return printable + '…'
    const code = character.codePointAt(0) ?? 0
    printable += isUnprintable(code) ? `\\u{${code.toString(16)}}` : character
  }
  return printable
}

function isUnprintable(code: number): boolean {
  return UNPRINTABLE.some(([first, last]) => code >= first && code <= last)
}
