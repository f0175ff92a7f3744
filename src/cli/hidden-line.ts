import type { ReadStream } from 'node:tty'
import { Interrupted } from './terminal.js'

const ENTER = ['\r', '\n']
const GIVE_UP = ['\u0003', '\u0004']
const ERASE = ['\u007f', '\b']
const ERASE_LINE = '\u0015'

/** What was typed so far, and whether the line ended. */
export interface TypedLine {
  readonly text: string
  readonly isDone: boolean
}

/** ECMA-48 §5.4 and §8.3.143: what arrows and other such keys send begins with ESC [ or ESC O. */
const KEY_SEQUENCES = /\u001b(?:\[[\u0020-\u003f]*[\u0040-\u007e]|O[\u0040-\u007e])/g

/** Returns the line after the keys in `typed`; throws `Interrupted` for Ctrl-C and Ctrl-D. Other control keys are not part of a passphrase. */
export function typeKeys(line: string, typed: string): TypedLine {
  let characters = Array.from(line)
  for (const key of typed.replaceAll(KEY_SEQUENCES, '')) {
    if (ENTER.includes(key)) return { text: characters.join(''), isDone: true }
    if (GIVE_UP.includes(key)) throw new Interrupted('Nothing was entered.')
    if (ERASE.includes(key)) characters = characters.slice(0, -1)
    else if (key === ERASE_LINE) characters = []
    else if (key >= ' ') characters.push(key)
  }
  return { text: characters.join(''), isDone: false }
}

/** Returns one line typed at `input`, which shows nothing of it; `ask` is called when that is so, and not a moment sooner. */
export async function readHiddenLine(input: ReadStream, ask: () => void): Promise<string> {
  input.setRawMode(true)
  input.setEncoding('utf8')
  input.resume()
  ask()
  try {
    return await new Promise<string>((resolve, reject) => {
      let line = ''
      const read = (typed: string): void => {
        try {
          const after = typeKeys(line, typed)
          line = after.text
          if (!after.isDone) return
          input.off('data', read)
          resolve(line)
        } catch (error) {
          input.off('data', read)
          reject(error instanceof Error ? error : new Interrupted('Nothing was entered.'))
        }
      }
      input.on('data', read)
      input.once('end', () => {
        reject(new Interrupted('Nothing was entered.'))
      })
    })
  } finally {
    input.setRawMode(false)
    input.pause()
  }
}
