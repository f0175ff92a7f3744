import { fromLatin1, toHex } from '../../base/bytes.js'
import { memorySource, type ByteSource } from '../../base/source.js'
import { Malformed } from '../../base/errors.js'
import { decodeHex, decodeLiteral, encodeText, isCleanHex } from './string-decoding.js'

/** Any PDF object (ISO 32000-2 §7.3). A placeholder is written, never read. */
export type PdfValue =
  | null
  | boolean
  | PdfNumber
  | PdfString
  | PdfName
  | PdfArray
  | PdfDictionary
  | PdfStream
  | PdfReference
  | PdfPlaceholder

/** Where a value stands: the offset of its first byte and the offset after its last one; both -1 for what was made for writing. */
export interface Extent {
  readonly start: number
  readonly end: number
}

const NOWHERE: Extent = { start: -1, end: -1 }

/** Where a dictionary was found, which keys it has more than once, and all values of these but the last. */
interface FoundEntries {
  readonly extent: Extent
  readonly duplicates: readonly string[]
  readonly hidden: readonly PdfValue[]
}

const NEVER_FOUND: FoundEntries = { extent: NOWHERE, duplicates: [], hidden: [] }

/** A number (§7.3.3). `text` is how it was written; an integer that fits is known by its value alone. */
export class PdfNumber {
  readonly kind = 'number'
  readonly value: number
  readonly isInteger: boolean
  private readonly written: string | undefined

  constructor(value: number, isInteger: boolean, written?: string) {
    this.value = value
    this.isInteger = isInteger
    this.written = written
  }

  /** Whether it is written with a sign; one that was made for writing has it when it is negative. */
  get isSigned(): boolean {
    const { written } = this
    return written === undefined ? this.value < 0 : written.startsWith('+') || written.startsWith('-')
  }

  /** How the number is written. */
  get text(): string {
    return this.written ?? String(this.value)
  }
}

/** Bytes within others: what a string is made from without a view of its own. */
export interface Slice {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** A string (§7.3.4) as it stands in the file, its delimiters within the extent. */
export class PdfString {
  readonly kind = 'string'
  readonly isHex: boolean
  readonly extent: Extent
  private readonly content: Uint8Array | Slice

  constructor(content: Uint8Array | Slice, isHex: boolean, extent: Extent = NOWHERE) {
    this.content = content
    this.isHex = isHex
    this.extent = extent
  }

  /** What stands between the delimiters. */
  get raw(): Uint8Array {
    const { content } = this
    return content instanceof Uint8Array ? content : content.bytes.subarray(content.from, content.to)
  }

  /** The bytes the string stands for. Throws `Malformed('pdf.syntax')` for a hexadecimal string with other characters. */
  get bytes(): Uint8Array {
    return this.isHex ? decodeHex(this.raw, this.extent.start) : decodeLiteral(this.raw)
  }

  /** Whether the string is hexadecimal, of an even number of digits and nothing else. */
  get isCleanHex(): boolean {
    return this.isHex && isCleanHex(this.raw)
  }
}

/** A name (§7.3.5) with its `#` escapes decoded, one character a byte. */
export class PdfName {
  readonly kind = 'name'
  readonly value: string

  constructor(value: string) {
    this.value = value
  }
}

/** A reference to an indirect object (§7.3.10). */
export class PdfReference {
  readonly kind = 'reference'
  readonly number: number
  readonly generation: number

  constructor(number: number, generation: number) {
    this.number = number
    this.generation = generation
  }
}

/** An array (§7.3.6). */
export class PdfArray {
  readonly kind = 'array'
  readonly items: readonly PdfValue[]
  readonly extent: Extent

  constructor(items: readonly PdfValue[], extent: Extent = NOWHERE) {
    this.items = items
    this.extent = extent
  }
}

/** Up to so many keys are looked through; of more an index is made. */
const FEW_KEYS = 16

/** A dictionary (§7.3.7). It remembers keys that were written more than once; reading such a dictionary is refused. */
export class PdfDictionary {
  readonly kind = 'dictionary'
  /** Each once, in the order in which they were written. */
  readonly keys: readonly string[]
  /** The value of each key, the last one where a key was written more than once. */
  readonly values: readonly PdfValue[]
  readonly extent: Extent
  readonly duplicates: readonly string[]
  /** The values of repeated keys that are not in `values`: another reader may take these. */
  readonly hidden: readonly PdfValue[]
  private index: ReadonlyMap<string, PdfValue> | undefined

  constructor(keys: readonly string[], values: readonly PdfValue[], found: FoundEntries = NEVER_FOUND) {
    this.keys = keys
    this.values = values
    this.extent = found.extent
    this.duplicates = found.duplicates
    this.hidden = found.hidden
    this.index = undefined
  }

  /** Keys with their values. */
  get entries(): ReadonlyMap<string, PdfValue> {
    this.index ??= new Map(this.keys.map((key, index) => [key, this.values[index] ?? null]))
    return this.index
  }

  /** Returns the value of `key`; absent and null are one (§7.3.9). Throws `Malformed('pdf.duplicate-key')` when any key occurs twice. */
  get(key: string): PdfValue | undefined {
    this.checkKeys()
    return this.last(key)
  }

  /** Returns the value of `key`, the last one where it occurs more than once. */
  last(key: string): PdfValue | undefined {
    const { keys } = this
    if (keys.length > FEW_KEYS) return this.entries.get(key) ?? undefined
    for (let index = 0; index < keys.length; index++)
      if (keys[index] === key) return this.values[index] ?? undefined
    return undefined
  }

  /** Throws `Malformed('pdf.duplicate-key')` when any key occurs twice: two readers would see two dictionaries. */
  checkKeys(): void {
    if (this.duplicates.length > 0) {
      throw new Malformed('pdf.duplicate-key', this.duplicates.join(' '), this.extent.start)
    }
  }

  /** Returns a copy with some entries set; `undefined` removes one. For writing: the copy has no place in a file. */
  with(changes: Readonly<Record<string, PdfValue | undefined>>): PdfDictionary {
    this.checkKeys()
    const changed = Object.keys(changes)
    const keys: string[] = []
    const values: PdfValue[] = []
    for (let index = 0; index < this.keys.length; index++) {
      const key = this.keys[index] ?? ''
      const value = changed.includes(key) ? changes[key] : this.values[index]
      if (value === undefined) continue
      keys.push(key)
      values.push(value)
    }
    for (const key of changed) {
      const value = changes[key]
      if (value === undefined || this.keys.includes(key)) continue
      keys.push(key)
      values.push(value)
    }
    return new PdfDictionary(keys, values)
  }
}

/** A stream (§7.3.8): its dictionary, and where its data lies in which source. */
export class PdfStream {
  readonly kind = 'stream'
  readonly dictionary: PdfDictionary
  readonly source: ByteSource
  /** Where its stored data lies in `source`. */
  readonly extent: Extent

  constructor(dictionary: PdfDictionary, source: ByteSource, extent: Extent) {
    this.dictionary = dictionary
    this.source = source
    this.extent = extent
  }

  /** The data as stored, filters not applied. */
  get data(): Uint8Array {
    return this.source.read(this.extent.start, this.extent.end)
  }
}

/** Bytes to be written as they are, whose place in the output is reported under `label`: room for what is known only afterwards. */
export class PdfPlaceholder {
  readonly kind = 'placeholder'
  readonly label: string
  readonly bytes: Uint8Array

  constructor(label: string, bytes: Uint8Array) {
    this.label = label
    this.bytes = bytes
  }
}

/** The dictionary without entries. */
export const NO_ENTRIES = new PdfDictionary([], [])

/** Returns a dictionary of `entries`, for writing. */
export function dictionaryOf(entries: Readonly<Record<string, PdfValue | undefined>>): PdfDictionary {
  return NO_ENTRIES.with(entries)
}

/** Returns a stream of `data` under `dictionary`, whose /Length is set, for writing. */
export function streamOf(dictionary: PdfDictionary, data: Uint8Array): PdfStream {
  const withLength = dictionary.with({ Length: numberOf(data.length) })
  return new PdfStream(withLength, memorySource(data), { start: 0, end: data.length })
}

/** Returns a string of `bytes`, for writing: in hexadecimal, so that nothing in it can end it. */
export function stringOf(bytes: Uint8Array): PdfString {
  return new PdfString(fromLatin1(toHex(bytes)), true)
}

/** Returns the text string `text`, for writing (ISO 32000-2 §7.9.2.2): UTF-16BE. */
export function textOf(text: string): PdfString {
  return stringOf(encodeText(text))
}

/** Returns an array of `items`, for writing. */
export function arrayOf(...items: readonly PdfValue[]): PdfArray {
  return new PdfArray(items)
}

/** Returns the number `value`, for writing. Throws a `RangeError` for what is no number below 10^15. */
export function numberOf(value: number): PdfNumber {
  if (!(Math.abs(value) < 1e15)) throw new RangeError(`not a number that can be written: ${value}`)
  if (Number.isSafeInteger(value)) return new PdfNumber(value === 0 ? 0 : value, true)
  const text = value.toFixed(6)
  return new PdfNumber(Number(text), false, text)
}

/** Returns whether both values are references to the same object. */
export function sameReference(left: PdfValue | undefined, right: PdfValue | undefined): boolean {
  if (!(left instanceof PdfReference) || !(right instanceof PdfReference)) return false
  return left.number === right.number && left.generation === right.generation
}
