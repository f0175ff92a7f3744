import { SEAL_PLACE } from '../../document/model/seal-place.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  sameReference,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { MIN_SIDE, unplaceable } from './appearance-options.js'
import { carriesReceipt } from './declared-seller.js'
import { pageOf, placeIfThere, placeSeal, rectangleOf, type Placement, type Rectangle } from './placement.js'
import type { Appearance } from './types.js'

const WITHOUT_PLACE = 'Build it with layout: { sealBox: true }, or give page and rect.'
const TAKEN = 'Give page and rect.'

/**
 * Returns where a visible seal stands: the rectangle of `appearance`, else the place that the document keeps for it, else the lower left of the
 * page. Throws `FiscalSealError('sign.appearance')` as `placeSeal` does, for a kept place that is taken, and for a receipt that keeps none:
 * there the seal would hide what it seals.
 */
export function choosePlace(file: PdfFile, appearance: Appearance): Placement {
  if (appearance.rect !== undefined) return placeSeal(file, appearance)
  const kept = keptPlace(file)
  if (kept !== undefined && isMeant(file, kept, appearance.page)) {
    if (isTaken(file, kept)) throw unplaceable('a field stands in the place kept for it', TAKEN)
    return kept
  }
  if (!carriesReceipt(file)) return placeSeal(file, appearance)
  const where = kept === undefined ? '' : ' on that page'
  throw unplaceable(`the receipt keeps no place for it${where}`, WITHOUT_PLACE)
}

function isMeant(file: PdfFile, { page }: Placement, position: number | undefined): boolean {
  return position === undefined || sameReference(pageOf(file, position).reference, page.reference)
}

/** What the document says of it, `undefined` unless it is well formed and on a page: a stranger may have written it. */
function keptPlace(file: PdfFile): Placement | undefined {
  let data = file.get(file.catalog, 'PieceInfo')
  for (const key of [SEAL_PLACE.application, 'Private'])
    data = data instanceof PdfDictionary ? file.get(data, key) : undefined
  if (!(data instanceof PdfDictionary)) return undefined
  const page = file.get(data, SEAL_PLACE.page)
  const rect = exactRectangle(file, file.get(data, SEAL_PLACE.rect))
  if (!(page instanceof PdfNumber) || !Number.isSafeInteger(page.value) || page.value < 1) return undefined
  if (rect === undefined) return undefined
  const [x, y, right, top] = rect
  return placeIfThere(file, { page: page.value, rect: { x, y, width: right - x, height: top - y } })
}

/** Four numbers, the lower left corner first, and room enough to read a seal in it. */
function exactRectangle(file: PdfFile, value: PdfValue | undefined): Rectangle | undefined {
  const rect = value instanceof PdfArray && value.items.length === 4 ? rectangleOf(file, value) : undefined
  if (rect === undefined || !(value instanceof PdfArray)) return undefined
  const [left, bottom, right, top] = rect
  const isOrdered = value.items.every((side, index) => {
    const number = file.resolve(side)
    return number instanceof PdfNumber && number.value === rect[index]
  })
  return isOrdered && right - left >= MIN_SIDE && top - bottom >= MIN_SIDE ? rect : undefined
}

/** Whether a form field has area in that place: the seal of somebody before. */
function isTaken(file: PdfFile, { page, rect }: Placement): boolean {
  const annotations = file.get(page.dictionary, 'Annots')
  if (!(annotations instanceof PdfArray)) return false
  return annotations.items.some((item) => {
    const annotation = file.resolve(item)
    if (!(annotation instanceof PdfDictionary) || !isWidget(file, annotation)) return false
    const other = rectangleOf(file, annotation.get('Rect'))
    return other !== undefined && overlaps(rect, other)
  })
}

function isWidget(file: PdfFile, annotation: PdfDictionary): boolean {
  const subtype = file.get(annotation, 'Subtype')
  return subtype instanceof PdfName && subtype.value === 'Widget'
}

function overlaps(one: Rectangle, other: Rectangle): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
