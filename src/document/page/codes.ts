import type { Mark } from '../draw/drawing.js'
import { QUIET_ZONE, type QrCode } from '../draw/qr-code.js'
import type { StructureElement } from '../draw/structure.js'
import { doesNotFit } from './does-not-fit.js'
import { millimetres } from './paper.js'
import { textSpan, type PageContext, type Span } from './page-context.js'
import { air, setParagraph, stack, type SetLines } from './setting.js'
import { SMALL_GREY } from './type-scale.js'

/** Smaller modules are lost on thermal printers and in cameras. */
const LEAST_MODULE = millimetres(0.33)

/** What several laws ask of a whole symbol on a sheet and on a roll (Portugal, Spain). */
const SYMBOL_SIDE = { sheet: millimetres(30), roll: millimetres(25) }

/** A code in the size in which it is printed, in points. */
export interface SizedCode {
  readonly code: QrCode
  /** Position in the receipt. */
  readonly index: number
  /** Without the quiet zone. */
  readonly side: number
  /** What stays free on each side. */
  readonly quiet: number
}

/** Returns the codes in their sizes. Throws `receipt.invalid` where one is wider than the page with its quiet zones. */
export function sizedCodes(context: PageContext): readonly SizedCode[] {
  const { width } = textSpan(context)
  return context.codes.map((code, index) => {
    const side = symbolSide(code, context.paper.roll)
    const quiet = (side / code.size) * QUIET_ZONE
    if (side + 2 * quiet > width) throw doesNotFit(`codes[${index}]`, 'a shorter text makes a smaller code')
    return { code, index, side, quiet }
  })
}

/** Returns the side of the symbol without its quiet zone, in points. */
function symbolSide({ size }: QrCode, roll: boolean): number {
  return Math.max(roll ? SYMBOL_SIDE.roll : SYMBOL_SIDE.sheet, size * LEAST_MODULE)
}

/** Where a code stands. */
export interface CodeOptions {
  readonly span: Span
  readonly section: StructureElement
}

/** Returns a code in the middle of its span, its quiet zone above and below it, and its caption. */
export function setCode(
  context: PageContext,
  { code, index, side, quiet }: SizedCode,
  { span, section }: CodeOptions,
): SetLines {
  const printed = context.receipt.codes[index]
  const figure = section.add('Figure', { alternativeText: printed?.caption ?? context.words.code })
  const x = span.x + (span.width - side) / 2
  const symbol: SetLines = {
    height: side,
    draw: (top): readonly Mark[] => [
      { kind: 'code', area: { x, y: top, width: side, height: side }, code, belongs: figure },
    ],
  }
  if (printed?.caption === undefined) return stack([air(quiet), symbol, air(quiet)])
  const caption = setParagraph(context, {
    text: printed.caption,
    lettering: SMALL_GREY,
    span,
    align: 'centre',
    element: section.add('P'),
    source: `codes[${index}].caption`,
  })
  return stack([air(quiet), symbol, air(quiet), ...caption])
}
