/** The ten digits. */
export const DIGITS = '0123456789'
/** The capital letters of ASCII. */
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** The letters of ASCII. */
export const LETTERS = `${UPPER}abcdefghijklmnopqrstuvwxyz`

/** Returns whether every character of `text` is one of `alphabet`; true for an empty text. */
export function consistsOf(text: string, alphabet: string): boolean {
  for (const character of text) if (!alphabet.includes(character)) return false
  return true
}
