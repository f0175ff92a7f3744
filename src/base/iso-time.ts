/** As many times as are remembered; a power of two. */
const SLOTS = 8
const times: number[] = new Array<number>(SLOTS).fill(NaN)
const texts: string[] = new Array<string>(SLOTS).fill('')

/** Returns the text of a time in milliseconds since 1970, as `Date.toISOString` gives it; those that are asked for again and again are remembered. */
export function isoTime(milliseconds: number): string {
  const slot = (milliseconds ^ (milliseconds / 1000)) & (SLOTS - 1)
  if (times[slot] !== milliseconds) {
    texts[slot] = new Date(milliseconds).toISOString()
    times[slot] = milliseconds
  }
  return texts[slot] ?? ''
}
