import { equalBytes } from '../../../base/bytes.js'
import type { PdfFile } from '../file.js'
import { PdfArray, PdfDictionary, PdfNumber, PdfStream, type PdfValue } from '../values.js'
import { nameIn } from './field-values.js'

/** ISO 32000-2 table 167: the bits of /F that keep an annotation from being seen. */
const HIDDEN = 2
const NO_VIEW = 32

/** /AP, the appearances of one kind, the appearance of one state (ISO 32000-2 table 170). */
const APPEARANCE_LEVELS = 2

/** What writers make of no bytes at all (RFC 1950), after the two bytes that say how. */
const NOTHING_DEFLATED = Uint8Array.of(3, 0, 0, 0, 0, 1)

/** Whether a field or its widget shows anything: an appearance with content, or an area in which a reader could draw one. */
export function isSeen(file: PdfFile, field: PdfDictionary): boolean {
  const appearance = file.get(field, 'AP')
  // Some readers draw an appearance whatever the area and the flags of its widget are.
  if (appearance !== undefined && hasContent(file, appearance, 0)) return true
  const rectangle = file.get(field, 'Rect')
  const subtype = file.get(field, 'Subtype')
  if (subtype === undefined && rectangle === undefined && appearance === undefined) return false
  if (nameIn(subtype) !== 'Widget') return true
  if (appearance === undefined && isHidden(file.get(field, 'F'))) return false
  // Table 166 requires an area: some readers take the page for that of a widget without one.
  return !(rectangle instanceof PdfArray) || hasArea(file, rectangle)
}

/** Flags are an integer: some readers see none in what is written as a real number. */
function isHidden(flags: PdfValue | undefined): boolean {
  return flags instanceof PdfNumber && flags.isInteger && (flags.value & (HIDDEN | NO_VIEW)) !== 0
}

/** Whether anything but empty streams is below /AP. */
function hasContent(file: PdfFile, value: PdfValue, depth: number): boolean {
  const found = file.resolve(value)
  if (found === null) return false
  if (found instanceof PdfStream) return !isEmpty(found)
  if (!(found instanceof PdfDictionary) || depth >= APPEARANCE_LEVELS) return true
  return found.hidden.length > 0 || found.values.some((below) => hasContent(file, below, depth + 1))
}

function isEmpty({ dictionary, data }: PdfStream): boolean {
  if (dictionary.last('F') !== undefined) return false
  const isDeflated = nameIn(dictionary.last('Filter')) === 'FlateDecode'
  return data.length === 0 || (isDeflated && equalBytes(data.subarray(2), NOTHING_DEFLATED))
}

function hasArea(file: PdfFile, rectangle: PdfArray): boolean {
  const sides = rectangle.items.map((item) => file.resolve(item))
  const [left, bottom, right, top] = sides.map((side) =>
    side instanceof PdfNumber ? side.value : Number.NaN,
  )
  return !(left === right || bottom === top)
}
