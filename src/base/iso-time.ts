/** Gives the text of a time in milliseconds since 1970, as `Date.toISOString` does. */
export type IsoTime = (milliseconds: number) => string

/** As many times as are remembered; a power of two. */
const SLOTS = 8

/** Returns an `IsoTime` that remembers those that it is asked for again and again. */
export function rememberTimes(): IsoTime {
  const times = new Array<number>(SLOTS).fill(NaN)
  const texts = new Array<string>(SLOTS).fill('')
  return (milliseconds) => {
    const slot = (milliseconds ^ (milliseconds / 1000)) & (SLOTS - 1)
    if (times[slot] !== milliseconds) {
      texts[slot] = new Date(milliseconds).toISOString()
      times[slot] = milliseconds
    }
    return texts[slot] ?? ''
  }
}
