import { fromLatin1, toLatin1 } from '../../base/bytes.js'
import { isRegular } from './characters.js'
import type { Lexer } from './lexer.js'
import type { Parser } from './parser.js'
import type { ParsingPlace } from './window.js'
import { PdfNumber } from './values.js'

const ENDOBJ = fromLatin1('endobj')
const HASH = 0x23
const PERCENT = 0x25
const OPEN = 0x28
const CLOSE = 0x29
const SLASH = 0x2f
const LESS = 0x3c
const GREATER = 0x3e
const BACKSLASH = 0x5c
const CAPITAL_L = 0x4c
const SMALL_I = 0x69

/** A number, a generation and `obj`; some readers need no blank between these. */
const WORDS_OF_HEAD = 3

/** What the first object of a linearized file says (ISO 32000-2 annex F.3.3). */
export interface Linearization {
  /** /L: the length of the file when it was linearized. */
  readonly length: number
  /** Offset of what stands behind the object: of the first-page section. -1 where readers may look for that at several places. */
  readonly next: number
}

/**
 * Returns the linearization parameters when the first object of the file holds them. Its head is read as loosely as any reader does, so that
 * none finds such parameters that are not found here. Throws `Malformed('pdf.*')` for a first dictionary that cannot be read.
 */
export function findLinearization(place: ParsingPlace): Linearization | undefined {
  const found = place.parseAt(0, parseFirstDictionary)
  if (found?.length !== place.source.size) return found
  // Some readers look for the first `endobj`, whatever it stands in.
  const before = place.source.read(0, Math.max(0, found.next))
  const isOnly = toLatin1(before).split('endobj', 3).length === 2
  return isOnly ? found : { length: found.length, next: -1 }
}

function parseFirstDictionary(parser: Parser): Linearization | undefined {
  const { lexer } = parser
  let byte = lexer.skipBlank()
  for (let word = 0; word < WORDS_OF_HEAD && isRegular(byte); word++) {
    lexer.skipRegular()
    byte = lexer.skipBlank()
  }
  if (byte !== LESS || lexer.peek(1) !== LESS || !mayBeLinearized(lexer)) return undefined
  const dictionary = parser.parseDictionary()
  if (!dictionary.keys.includes('Linearized')) return undefined
  const length = dictionary.get('L')
  return length instanceof PdfNumber ? { length: length.value, next: offsetBehind(lexer) } : undefined
}

/**
 * Whether the dictionary that begins here may hold `/Linearized`. Almost none does, which its bytes tell in a tenth of the time that reading it
 * takes. What they cannot tell at a glance may.
 */
function mayBeLinearized({ bytes, position }: Lexer): boolean {
  let isInString = false
  let depth = 0
  for (let index = position; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === BACKSLASH || byte === HASH || byte === PERCENT) return true
    if (isInString) {
      if (byte === OPEN) return true
      isInString = byte !== CLOSE
    } else if (byte === OPEN) isInString = true
    else if (byte === LESS) depth++
    else if (byte === GREATER && --depth === 0) return false
    else if (byte === SLASH && bytes[index + 1] === CAPITAL_L && bytes[index + 2] === SMALL_I) return true
  }
  return true
}

function offsetBehind(lexer: Lexer): number {
  lexer.skipBlank()
  if (!lexer.takeWord(ENDOBJ)) return -1
  lexer.skipBlank()
  return lexer.offset
}
