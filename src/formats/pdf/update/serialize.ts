import { Malformed } from '../../../base/errors.js'
import { isRegular } from '../characters.js'
import {
  numberOf,
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  type PdfPlaceholder,
  PdfReference,
  PdfStream,
  PdfString,
  type Extent,
  type PdfValue,
} from '../values.js'
import type { ByteSink } from './byte-sink.js'

const LINE_END = 0x0a
const SPACE = 0x20
const OPEN = 0x28
const CLOSE = 0x29
const SLASH = 0x2f
const LESS = 0x3c
const GREATER = 0x3e
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d

/** Called with the label of a placeholder and where its bytes stand in the output. */
export type OnPlaceholder = (label: string, extent: Extent) => void

/**
 * Writes `value` so that reading it again gives the same value: numbers and strings that were read stand as they stood.
 * Throws `Malformed('pdf.duplicate-key')` for a dictionary that was read with a key twice.
 */
export function serialize(sink: ByteSink, value: PdfValue, onPlaceholder: OnPlaceholder): void {
  if (value instanceof PdfName) writeName(sink, value.value)
  else if (value instanceof PdfReference) writeReference(sink, value)
  else if (value instanceof PdfNumber) sink.writeLatin1(value.text)
  else if (value instanceof PdfArray) writeArray(sink, value, onPlaceholder)
  else if (value instanceof PdfDictionary) writeDictionary(sink, value, onPlaceholder)
  else if (value instanceof PdfString) writeString(sink, value)
  else if (value === null || typeof value === 'boolean') sink.writeLatin1(String(value))
  else if (value instanceof PdfStream) writeStream(sink, value, onPlaceholder)
  else writePlaceholder(sink, value, onPlaceholder)
}

function writeReference(sink: ByteSink, { number, generation }: PdfReference): void {
  sink.writeNumber(number)
  sink.writeByte(SPACE)
  sink.writeNumber(generation)
  sink.writeLatin1(' R')
}

function writeString(sink: ByteSink, value: PdfString): void {
  sink.writeByte(value.isHex ? LESS : OPEN)
  sink.write(value.raw)
  sink.writeByte(value.isHex ? GREATER : CLOSE)
}

function writeArray(sink: ByteSink, { items }: PdfArray, onPlaceholder: OnPlaceholder): void {
  sink.writeByte(OPEN_ARRAY)
  for (let index = 0; index < items.length; index++) {
    if (index > 0) sink.writeByte(SPACE)
    serialize(sink, items[index] ?? null, onPlaceholder)
  }
  sink.writeByte(CLOSE_ARRAY)
}

function writeDictionary(sink: ByteSink, dictionary: PdfDictionary, onPlaceholder: OnPlaceholder): void {
  dictionary.checkKeys()
  sink.writeLatin1('<<')
  const { keys, values } = dictionary
  for (let index = 0; index < keys.length; index++) {
    writeName(sink, keys[index] ?? '')
    sink.writeByte(SPACE)
    serialize(sink, values[index] ?? null, onPlaceholder)
    sink.writeByte(LINE_END)
  }
  sink.writeLatin1('>>')
}

function writeStream(sink: ByteSink, stream: PdfStream, onPlaceholder: OnPlaceholder): void {
  const length = numberOf(stream.extent.end - stream.extent.start)
  writeDictionary(sink, stream.dictionary.with({ Length: length }), onPlaceholder)
  sink.writeLatin1('\nstream\n')
  sink.write(stream.data)
  sink.writeLatin1('\nendstream')
}

function writePlaceholder(sink: ByteSink, placeholder: PdfPlaceholder, onPlaceholder: OnPlaceholder): void {
  const start = sink.length
  sink.write(placeholder.bytes)
  onPlaceholder(placeholder.label, { start, end: sink.length })
}

/** ISO 32000-2 §7.3.5: what is not a regular printable character, and `#`, is written as `#` and two digits. */
function writeName(sink: ByteSink, name: string): void {
  sink.writeByte(SLASH)
  sink.writeLatin1(isPlain(name) ? name : escaped(name))
}

function isPlain(name: string): boolean {
  for (let index = 0; index < name.length; index++) if (!isPlainCode(name.charCodeAt(index))) return false
  return true
}

function isPlainCode(code: number): boolean {
  return code > 0x20 && code < 0x7f && code !== 0x23 && isRegular(code)
}

function escaped(name: string): string {
  let text = ''
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index)
    if (code > 0xff) throw new Malformed('pdf.syntax', 'a name of other characters than bytes')
    text += isPlainCode(code) ? name.charAt(index) : `#${code.toString(16).padStart(2, '0')}`
  }
  return text
}
