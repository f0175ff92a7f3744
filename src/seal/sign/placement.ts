import type { PdfFile } from '../../formats/pdf/file.js'
import { countPages, findPage, inheritedValue, type Page } from '../../formats/pdf/page-tree.js'
import { PdfArray, PdfDictionary, PdfNumber, PdfReference, type PdfValue } from '../../formats/pdf/values.js'
import { unplaceable } from './appearance-options.js'
import { malformed } from './sign-error.js'
import type { Appearance } from './types.js'

/** Left, bottom, right, top in the units of the page. */
export type Rectangle = readonly [number, number, number, number]

/** Degrees clockwise by which a page is turned when it is shown. */
export type Rotation = 0 | 90 | 180 | 270

/** Where a visible seal stands. */
export interface Placement {
  readonly page: Page
  /** In the units of the page, as `/Rect` says it. */
  readonly rect: Rectangle
  /** In points, as a reader sees it. */
  readonly width: number
  readonly height: number
  readonly rotation: Rotation
}

/** Side margins and foot of an A4 receipt: 20 and 18 mm. On narrow paper the seal is as wide as what is printed. */
const MARGIN = 57
const NARROW_MARGIN = 11
const NARROW_PAGE = 300
const FOOT = 51
const DEFAULT_WIDTH = 260
const DEFAULT_HEIGHT = 84

/**
 * Returns the place that `appearance` asks for, as seen by a reader: turned pages and cropped ones count as they are shown.
 * Throws `FiscalSealError('sign.appearance')` for a page that is not there and a rectangle that is not on it.
 */
export function placeSeal(file: PdfFile, appearance: Appearance): Placement {
  const surface = surfaceOf(file, pageOf(file, appearance.page ?? -1))
  const { size } = surface
  const rect = appearance.rect ?? defaultRect(size)
  if (!fits(rect, size))
    throw unplaceable(
      `its rectangle is not on the page of ${round(size.width)} × ${round(size.height)} points`,
    )
  return placeOn(surface, rect)
}

/** Returns the place as `placeSeal` does, or `undefined` where there is no such page or the rectangle is not on it. */
export function placeIfThere(file: PdfFile, { page, rect }: Required<Where>): Placement | undefined {
  const found = findPage(file, page - 1)
  const surface = found && surfaceOf(file, found)
  return surface && fits(rect, surface.size) ? placeOn(surface, rect) : undefined
}

type Where = Pick<Appearance, 'page' | 'rect'>

/** A page as a reader sees it. */
interface Surface {
  readonly page: Page
  readonly box: Rectangle
  readonly rotation: Rotation
  readonly unit: number
  readonly size: Size
}

interface Size {
  readonly width: number
  readonly height: number
}

function surfaceOf(file: PdfFile, page: Page): Surface {
  const rotation = rotationOf(file, page)
  const box = visibleBox(file, page)
  const unit = unitOf(file, page)
  return { page, box, rotation, unit, size: sizeOf(box, rotation, unit) }
}

function fits(rect: NonNullable<Where['rect']>, { width, height }: Size): boolean {
  return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width && rect.y + rect.height <= height
}

function placeOn(surface: Surface, rect: NonNullable<Where['rect']>): Placement {
  const { page, rotation } = surface
  const { width, height } = rect
  return { page, rect: toPageUnits(rect, surface), width, height, rotation }
}

/** Returns the place of a widget that is there: its page and rectangle are not ours to choose. */
export function placeInField(file: PdfFile, widget: PdfDictionary): Placement {
  const page = pageWith(file, widget.get('P'))
  const rotation = rotationOf(file, page)
  const rect = rectangleOf(file, widget.get('Rect'))
  if (rect === undefined || rect[2] - rect[0] < 1 || rect[3] - rect[1] < 1)
    throw unplaceable('its field has no area')
  const unit = unitOf(file, page)
  const { width, height } = sizeOf(rect, rotation, unit)
  return { page, rect, width, height, rotation }
}

/** Returns the page that counts from 1, or from -1 for the last. Throws `FiscalSealError('sign.appearance')` where there is none. */
export function pageOf(file: PdfFile, position: number): Page {
  // Only a page that is counted from the end needs all of them.
  const index = position > 0 ? position - 1 : countPages(file) + position
  const page = index < 0 ? undefined : findPage(file, index)
  if (page === undefined) throw unplaceable(`there is no page ${position}`)
  return page
}

/** The page that a widget names, or the first one where it names none; what it inherits is found by `/Parent`. */
function pageWith(file: PdfFile, reference: PdfValue | undefined): Page {
  const dictionary = file.resolve(reference)
  if (!(reference instanceof PdfReference) || !(dictionary instanceof PdfDictionary)) return pageOf(file, 1)
  const ancestors: PdfDictionary[] = []
  let parent = file.get(dictionary, 'Parent')
  while (parent instanceof PdfDictionary && ancestors.length < file.limits.treeDepth) {
    ancestors.unshift(parent)
    parent = file.get(parent, 'Parent')
  }
  return { reference, dictionary, ancestors }
}

/** ISO 32000-2 table 31: a multiple of 90, also negative. */
function rotationOf(file: PdfFile, page: Page): Rotation {
  const rotate = inheritedValue(file, page, 'Rotate')
  const degrees = rotate instanceof PdfNumber ? ((rotate.value % 360) + 360) % 360 : 0
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0
}

/** §14.11.2: what is shown is the crop box, as far as it is on the medium. */
function visibleBox(file: PdfFile, page: Page): Rectangle {
  const media = rectangleOf(file, inheritedValue(file, page, 'MediaBox'))
  if (media === undefined) throw malformed('a page has no size')
  const crop = rectangleOf(file, inheritedValue(file, page, 'CropBox')) ?? media
  const box: Rectangle = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ]
  return box[2] > box[0] && box[3] > box[1] ? box : media
}

/** Returns the rectangle with its corners in order, or `undefined` for what is none (§7.9.5). */
export function rectangleOf(file: PdfFile, value: PdfValue | undefined): Rectangle | undefined {
  const array = file.resolve(value)
  const sides = array instanceof PdfArray ? array.items.map((item) => file.resolve(item)) : []
  const [a, b, c, d] = sides.map((side) => (side instanceof PdfNumber ? side.value : undefined))
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}

/** Points for each unit of the page (table 31). */
function unitOf(file: PdfFile, page: Page): number {
  const unit = file.get(page.dictionary, 'UserUnit')
  return unit instanceof PdfNumber && unit.value > 0 ? unit.value : 1
}

function sizeOf(box: Rectangle, rotation: Rotation, unit: number): Size {
  const across = (box[2] - box[0]) * unit
  const up = (box[3] - box[1]) * unit
  return rotation === 90 || rotation === 270 ? { width: up, height: across } : { width: across, height: up }
}

function defaultRect(size: Size): NonNullable<Appearance['rect']> {
  const margin = size.width < NARROW_PAGE ? NARROW_MARGIN : MARGIN
  const width = Math.min(DEFAULT_WIDTH, size.width - 2 * margin)
  const height = Math.min(DEFAULT_HEIGHT, size.height - 2 * margin)
  if (width < 120 || height < 40) throw unplaceable('the page is too small for it; give a rectangle')
  return { x: margin, y: size.width < NARROW_PAGE ? margin : FOOT, width, height }
}

/** From what a reader sees to what `/Rect` says: the page is turned clockwise to be shown, so the rectangle is turned back. */
function toPageUnits(rect: NonNullable<Appearance['rect']>, { box, rotation, unit }: Surface): Rectangle {
  const [left, bottom, right, top] = [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height].map(
    (side) => side / unit,
  ) as [number, number, number, number]
  switch (rotation) {
    case 0:
      return [box[0] + left, box[1] + bottom, box[0] + right, box[1] + top]
    case 90:
      return [box[2] - top, box[1] + left, box[2] - bottom, box[1] + right]
    case 180:
      return [box[2] - right, box[3] - top, box[2] - left, box[3] - bottom]
    case 270:
      return [box[0] + bottom, box[3] - right, box[0] + top, box[3] - left]
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
