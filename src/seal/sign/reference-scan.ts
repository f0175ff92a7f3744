import { byteAt, isDigit, isRegular, isWhite } from '../../formats/pdf/characters.js'

/** What a scan of an object's source found. */
export interface ScannedReferences {
  /** Object numbers that are referred to. */
  readonly numbers: ReadonlySet<number>
  /** Whether all of it was understood: a comment, or what does not end, is left to the parser. */
  readonly isCertain: boolean
}

const [OPEN_STRING, CLOSE_STRING, BACKSLASH, PERCENT, LESS, GREATER, SLASH] = [
  0x28, 0x29, 0x5c, 0x25, 0x3c, 0x3e, 0x2f,
]
const [LETTER_R, LETTER_E, LETTER_S] = [0x52, 0x65, 0x73]

/**
 * Collects the numbers of the references `N G R` (ISO 32000-2 §7.3.10) in objects as they are written, without building their
 * values: many times cheaper than parsing, for the one question whether anything is missing.
 */
export class ReferenceScan {
  readonly #numbers = new Set<number>()
  #isCertain = true

  get result(): ScannedReferences {
    return { numbers: this.#numbers, isCertain: this.#isCertain }
  }

  /** Scans from `start`, which is at `N G obj`, up to `endobj` or to the data of a stream. */
  scanObject(bytes: Uint8Array, start: number): void {
    let index = start
    while (index < bytes.length) {
      const byte = byteAt(bytes, index)
      if (byte === LETTER_E && isWord(bytes, index, ENDOBJ)) return
      if (byte === LETTER_S && isWord(bytes, index, STREAM)) return
      if (byte === PERCENT) break
      if (byte === LETTER_R) this.#take(bytes, index)
      index = byte === OPEN_STRING || byte === LESS ? afterString(bytes, index) : index + 1
    }
    this.#isCertain = false
  }

  /** Two numbers and white space before an `R` that stands alone make a reference. */
  #take(bytes: Uint8Array, at: number): void {
    if (isRegular(byteAt(bytes, at + 1))) return
    const generation = digitsBefore(bytes, whiteBefore(bytes, at))
    if (generation.length === 0) return
    const number = digitsBefore(bytes, whiteBefore(bytes, generation.start))
    if (number.length === 0 || generation.value !== 0) this.#isCertain = false
    else this.#numbers.add(number.value)
  }
}

const ENDOBJ = [0x65, 0x6e, 0x64, 0x6f, 0x62, 0x6a]
const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d]

/** Whether `word` stands here as a word of its own, so not within a name such as `/stream`. */
function isWord(bytes: Uint8Array, index: number, word: readonly number[]): boolean {
  const before = byteAt(bytes, index - 1)
  if (before === SLASH || isRegular(before) || isRegular(byteAt(bytes, index + word.length))) return false
  return word.every((byte, at) => bytes[index + at] === byte)
}

/** Returns the index after the literal or hexadecimal string at `index`; of `<<` only the brackets. */
function afterString(bytes: Uint8Array, index: number): number {
  if (bytes[index] === OPEN_STRING) return afterLiteral(bytes, index)
  if (bytes[index + 1] === LESS) return index + 2
  const end = bytes.indexOf(GREATER, index)
  return end < 0 ? bytes.length : end + 1
}

function afterLiteral(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === BACKSLASH) index++
    else if (byte === OPEN_STRING) depth++
    else if (byte === CLOSE_STRING && --depth === 0) return index + 1
  }
  return bytes.length
}

function whiteBefore(bytes: Uint8Array, end: number): number {
  let index = end
  while (index > 0 && isWhite(byteAt(bytes, index - 1))) index--
  // Without white space between them there are no two tokens.
  return index === end ? 0 : index
}

function digitsBefore(
  bytes: Uint8Array,
  end: number,
): { readonly value: number; readonly start: number; readonly length: number } {
  let start = end
  let value = 0
  let scale = 1
  while (start > 0 && isDigit(byteAt(bytes, start - 1)) && end - start < 10) {
    value += (byteAt(bytes, --start) - 0x30) * scale
    scale *= 10
  }
  return { value, start, length: end - start }
}
