import type { Colour } from '../draw/drawing.js'
import type { FontSet } from '../draw/fonts.js'
import type { Picture } from '../draw/picture.js'
import type { QrCode } from '../draw/qr-code.js'
import type { StructureElement } from '../draw/structure.js'
import type { ComputedReceipt, Money } from '../model/computed.js'
import type { Locale } from './locale.js'
import { formatDecimal } from './number-format.js'
import type { Paper } from './paper.js'
import type { Words } from './words/words.js'

/** Everything that the parts of a page are laid out from. */
export interface PageContext {
  readonly receipt: ComputedReceipt
  readonly fonts: FontSet
  readonly words: Words
  readonly locale: Locale
  readonly paper: Paper
  readonly accent: Colour
  /** The root of the logical structure; parts add their elements in reading order. */
  readonly root: StructureElement
  readonly logo?: LogoPicture
  /** One for each of the receipt's codes. */
  readonly codes: readonly QrCode[]
  readonly sealBox: SealKeeping
}

/** The place of a visible seal: always kept, offered where the last page has room, or none. */
export type SealKeeping = 'kept' | 'offered' | 'none'

/** The logo, read, and what is said instead of it. */
export interface LogoPicture {
  readonly picture: Picture
  readonly alternativeText: string
}

/** A span from left to right, in points from the left edge of the page. */
export interface Span {
  readonly x: number
  readonly width: number
}

/** Returns what lies between the side margins. */
export function textSpan({ paper }: PageContext): Span {
  return { x: paper.left, width: paper.width - paper.left - paper.right }
}

/** Half of a narrow sheet is too little for label, base and amount. */
const LEAST_LEDGER = 220

/** Returns where sums stand: the right half of a sheet, the whole width of a roll. */
export function ledgerSpan(context: PageContext): Span {
  const { x, width } = textSpan(context)
  if (context.paper.roll) return { x, width }
  const taken = Math.max(width / 2, Math.min(LEAST_LEDGER, width))
  return { x: x + width - taken, width: taken }
}

/** Returns an amount as the locale writes it, without currency. */
export function formatMoney(amount: Money, { locale }: PageContext): string {
  return formatDecimal(amount, locale)
}

/** Returns the title of the document: `Invoice 2026-117`. */
export function documentTitle({ receipt, words }: PageContext): string {
  return `${words.kinds[receipt.kind]} ${receipt.number}`
}
