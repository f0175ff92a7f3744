import { fromUtf8 } from './bytes.js'
import { Malformed } from './errors.js'

/** A JSON value; objects have no prototype, so a key such as `__proto__` is a key like any other. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object without prototype. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Limits of the reader. */
export interface JsonLimits {
  readonly maxBytes: number
  readonly maxDepth: number
}

/**
 * Returns the value of the JSON text in `bytes` (RFC 8259). Stricter than `JSON.parse`: a key that stands twice in an object
 * is refused (RFC 8259 §4 leaves open which one counts, and two readers would see two documents), as are a byte order mark and
 * what exceeds `limits`. Throws `Malformed` `document.malformed` and nothing else.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits): JsonValue {
  if (bytes.length > limits.maxBytes) throw malformed(`more than ${limits.maxBytes} bytes`)
  const text = fromUtf8(bytes)
  if (text === undefined) throw malformed('not well-formed UTF-8')
  return parseJsonText(text, limits.maxDepth)
}

/** Returns the value of a JSON text, read as strictly as `parseJson` reads bytes; throws what it throws. */
export function parseJsonText(text: string, maxDepth: number): JsonValue {
  return new JsonReader(text, maxDepth).document()
}

function malformed(detail: string, offset?: number): Malformed {
  return new Malformed('document.malformed', detail, offset)
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
const HEX = '0123456789abcdefABCDEF'
const WHITE_SPACE = ' \t\n\r'

class JsonReader {
  readonly #text: string
  readonly #maxDepth: number
  #at = 0
  #depth = 0

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  document(): JsonValue {
    const value = this.#value()
    this.#skipWhiteSpace()
    if (this.#at < this.#text.length) throw this.#unexpected()
    return value
  }

  #value(): JsonValue {
    this.#skipWhiteSpace()
    const first = this.#text.charAt(this.#at)
    if (first === '"') return this.#string()
    if (first === '{') return this.#nested(() => this.#object())
    if (first === '[') return this.#nested(() => this.#array())
    if (first === '-' || this.#isDigit()) return this.#number()
    if (this.#takeWord('true')) return true
    if (this.#takeWord('false')) return false
    if (this.#takeWord('null')) return null
    throw this.#unexpected()
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > this.#maxDepth) throw malformed(`nested deeper than ${this.#maxDepth}`, this.#at)
    this.#at++
    const value = read()
    this.#depth--
    return value
  }

  #object(): JsonObject {
    const object: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>
    const keys = new Set<string>()
    if (this.#closes('}')) return object
    do {
      this.#skipWhiteSpace()
      if (this.#text.charAt(this.#at) !== '"') throw this.#unexpected()
      const key = this.#string()
      if (keys.has(key)) throw malformed('a key stands twice in an object', this.#at)
      keys.add(key)
      this.#skipWhiteSpace()
      if (!this.#takeWord(':')) throw this.#unexpected()
      object[key] = this.#value()
    } while (this.#continues('}'))
    return object
  }

  #array(): readonly JsonValue[] {
    const array: JsonValue[] = []
    if (this.#closes(']')) return array
    do array.push(this.#value())
    while (this.#continues(']'))
    return array
  }

  #closes(end: string): boolean {
    this.#skipWhiteSpace()
    return this.#takeWord(end)
  }

  #continues(end: string): boolean {
    this.#skipWhiteSpace()
    if (this.#takeWord(',')) return true
    if (this.#takeWord(end)) return false
    throw this.#unexpected()
  }

  #string(): string {
    const text = this.#text
    let value = ''
    let from = ++this.#at
    // A local variable: strings are most of what is read, and a field costs five times as much.
    let at = from
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x22) break
      if (code === 0x5c) {
        this.#at = at
        value += text.slice(from, at) + this.#escape()
        at = from = this.#at
      } else if (Number.isNaN(code) || code < 0x20) {
        this.#at = at
        throw this.#unexpected()
      } else at++
    }
    this.#at = at + 1
    return value + text.slice(from, at)
  }

  #escape(): string {
    const sign = this.#text.charAt(this.#at + 1)
    const plain = ESCAPES.get(sign)
    if (plain !== undefined) {
      this.#at += 2
      return plain
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6)
    const isHex = digits.length === 4 && [0, 1, 2, 3].every((index) => HEX.includes(digits.charAt(index)))
    if (sign !== 'u' || !isHex) throw this.#unexpected()
    this.#at += 6
    return String.fromCharCode(parseInt(digits, 16))
  }

  #number(): number {
    const start = this.#at
    this.#takeWord('-')
    if (!this.#takeWord('0')) this.#digits()
    if (this.#takeWord('.')) this.#digits()
    if (this.#takeWord('e') || this.#takeWord('E')) {
      if (!this.#takeWord('+')) this.#takeWord('-')
      this.#digits()
    }
    return Number(this.#text.slice(start, this.#at))
  }

  #digits(): void {
    if (!this.#isDigit()) throw this.#unexpected()
    while (this.#isDigit()) this.#at++
  }

  #isDigit(): boolean {
    const code = this.#text.charCodeAt(this.#at)
    return code >= 0x30 && code <= 0x39
  }

  #takeWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    return true
  }

  #skipWhiteSpace(): void {
    while (this.#at < this.#text.length && WHITE_SPACE.includes(this.#text.charAt(this.#at))) this.#at++
  }

  #unexpected(): Malformed {
    const what = this.#at < this.#text.length ? 'an unexpected character' : 'an unexpected end'
    return malformed(`${what} in the JSON text`, this.#at)
  }
}
