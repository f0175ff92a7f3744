import { fromLatin1 } from '../../../base/bytes.js'
import { byteAt, isDigit, isEndOfLine, isWhite } from '../characters.js'

const OBJ = fromLatin1('obj')
const TRAILER = fromLatin1('trailer')
const VERTICAL_TAB = 0x0b
const PERCENT = 0x25
const LESS = 0x3c
const SIGNS: readonly number[] = [0x2b, 0x2d]

/** Of a head that a comment interrupts; no object begins there. */
const INTERRUPTED = -1

/**
 * Returns where in `bytes` `12 0 obj` stands, whatever it stands in: for a reader that looks for objects itself, each of them begins one. Written
 * more freely than the standard allows counts too, for such readers are lenient.
 */
export function findHeads(bytes: Uint8Array): readonly number[] {
  const heads: number[] = []
  for (const at of occurrences(bytes, OBJ)) {
    const head = headBefore(bytes, at)
    if (head !== undefined) heads.push(head)
  }
  return heads
}

/** Returns whether `word` stands in `bytes` more than `allowed` times. */
export function hasWord(bytes: Uint8Array, word: string, allowed: number): boolean {
  return occurrences(bytes, fromLatin1(word)).length > allowed
}

/** Returns whether more than `allowed` trailers stand in `bytes`: the keyword, and after it a dictionary or a comment. */
export function hasSecondTrailer(bytes: Uint8Array, allowed: number): boolean {
  const trailers = occurrences(bytes, TRAILER).filter((at) => {
    let next = at + TRAILER.length
    while (isBlank(byteAt(bytes, next))) next++
    const byte = byteAt(bytes, next)
    return byte === LESS || byte === PERCENT
  })
  return trailers.length > allowed
}

/** Where the two numbers before `obj` begin; `undefined` when they are not there. */
function headBefore(bytes: Uint8Array, obj: number): number | undefined {
  const generation = numberBefore(bytes, obj)
  if (generation === undefined || generation === INTERRUPTED) return generation
  return numberBefore(bytes, generation)
}

/** Where the number begins that ends before `index`, blanks between them; `INTERRUPTED` when a comment may stand between them. */
function numberBefore(bytes: Uint8Array, index: number): number | undefined {
  let end = index
  let isNewLine = false
  while (isBlank(byteAt(bytes, end - 1))) {
    end--
    isNewLine ||= isEndOfLine(byteAt(bytes, end))
  }
  let start = end
  while (isDigit(byteAt(bytes, start - 1))) start--
  if (isNewLine && isCommentBefore(bytes, end)) return INTERRUPTED
  if (start === end) return undefined
  return SIGNS.includes(byteAt(bytes, start - 1)) ? start - 1 : start
}

/** Whether a comment may end at `index`: the line up to there has a `%`. */
function isCommentBefore(bytes: Uint8Array, index: number): boolean {
  for (let at = index - 1; at >= 0 && !isEndOfLine(byteAt(bytes, at)); at--)
    if (byteAt(bytes, at) === PERCENT) return true
  return false
}

/** White space of a PDF file, and what else C calls white space. */
function isBlank(byte: number): boolean {
  return isWhite(byte) || byte === VERTICAL_TAB
}

function occurrences(bytes: Uint8Array, word: Uint8Array): readonly number[] {
  const [first = 0] = word
  const found: number[] = []
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (word.every((byte, index) => byteAt(bytes, at + index) === byte)) found.push(at)
  return found
}
