import { equalBytes } from '../../../base/bytes.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfReference,
  PdfStream,
  PdfString,
  sameReference,
  type PdfValue,
} from '../values.js'

const CHUNK = 1 << 20

/**
 * Returns whether both values say the same (THREATS, difference analysis, 4): numbers by their decimal value, strings and names by what they
 * stand for, dictionaries by their keys, arrays by position, streams by their stored bytes and dictionary, references by what they name.
 */
export function isSameValue(left: PdfValue | undefined, right: PdfValue | undefined): boolean {
  if (left === right) return true
  if (left === null || left === undefined) return right === null || right === undefined
  return isSameAtom(left, right) || isSameContainer(left, right)
}

function isSameAtom(left: PdfValue, right: PdfValue | undefined): boolean {
  if (left instanceof PdfReference) return sameReference(left, right)
  if (left instanceof PdfName) return right instanceof PdfName && left.value === right.value
  if (left instanceof PdfNumber) {
    return right instanceof PdfNumber && decimalOf(left.text) === decimalOf(right.text)
  }
  return left instanceof PdfString && right instanceof PdfString && isSameString(left, right)
}

function isSameContainer(left: PdfValue, right: PdfValue | undefined): boolean {
  if (left instanceof PdfArray) return right instanceof PdfArray && isSameArray(left, right)
  if (left instanceof PdfDictionary)
    return right instanceof PdfDictionary && changedKeys(left, right).length === 0
  return left instanceof PdfStream && right instanceof PdfStream && isSameStream(left, right)
}

/** Returns the keys whose values differ; a key that is absent has the value null. A dictionary with a key twice differs from everything. */
export function changedKeys(left: PdfDictionary, right: PdfDictionary): readonly string[] {
  if (left.duplicates.length > 0 || right.duplicates.length > 0)
    return [...left.duplicates, ...right.duplicates]
  const keys = new Set([...left.keys, ...right.keys])
  return [...keys].filter((key) => !isSameValue(left.last(key), right.last(key)))
}

function isSameArray(left: PdfArray, right: PdfArray): boolean {
  return (
    left.items.length === right.items.length &&
    left.items.every((item, index) => isSameValue(item, right.items[index]))
  )
}

function isSameString(left: PdfString, right: PdfString): boolean {
  if (left.isHex === right.isHex && equalBytes(left.raw, right.raw)) return true
  return equalBytes(left.bytes, right.bytes)
}

function isSameStream(left: PdfStream, right: PdfStream): boolean {
  const length = left.extent.end - left.extent.start
  if (length !== right.extent.end - right.extent.start) return false
  if (changedKeys(left.dictionary, right.dictionary).some((key) => key !== 'Length')) return false
  for (let offset = 0; offset < length; offset += CHUNK) {
    const size = Math.min(CHUNK, length - offset)
    if (!equalBytes(chunkOf(left, offset, size), chunkOf(right, offset, size))) return false
  }
  return true
}

function chunkOf(stream: PdfStream, offset: number, size: number): Uint8Array {
  return stream.source.read(stream.extent.start + offset, stream.extent.start + offset + size)
}

/** One text for each decimal value: no plus sign, no needless zeros; 612, +612.0 and 0612 are one number. */
function decimalOf(text: string): string {
  const isNegative = text.startsWith('-')
  const [whole = '', fraction = ''] = text.slice(isNegative || text.startsWith('+') ? 1 : 0).split('.')
  const wholeDigits = trimZeros(whole, 'start')
  const fractionDigits = trimZeros(fraction, 'end')
  const digits = fractionDigits === '' ? wholeDigits : `${wholeDigits}.${fractionDigits}`
  return isNegative && digits !== '' ? `-${digits}` : digits
}

function trimZeros(digits: string, side: 'start' | 'end'): string {
  let start = 0
  let end = digits.length
  if (side === 'start') while (start < end && digits.charAt(start) === '0') start++
  else while (end > start && digits.charAt(end - 1) === '0') end--
  return digits.slice(start, end)
}
