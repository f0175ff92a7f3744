import type { Mark } from '../draw/drawing.js'
import { QUIET_ZONE, type QrCode } from '../draw/qr-code.js'
import type { StructureElement } from '../draw/structure.js'
import { millimetres } from './paper.js'
import type { PageContext, Span } from './page-context.js'
import { air, setParagraph, stack, type SetLines } from './setting.js'
import { SMALL_GREY } from './type-scale.js'

/** Smaller modules are lost on thermal printers and in cameras. */
const LEAST_MODULE = millimetres(0.33)

/** What several laws ask of a whole symbol on a sheet and on a roll (Portugal, Spain). */
const SYMBOL_SIDE = { sheet: millimetres(30), roll: millimetres(25) }

/** Returns the side of the symbol without its quiet zone, in points. */
export function symbolSide({ size }: QrCode, roll: boolean): number {
  return Math.max(roll ? SYMBOL_SIDE.roll : SYMBOL_SIDE.sheet, size * LEAST_MODULE)
}

/** Returns how wide the quiet zone is on each side, in points. */
export function quietZone(code: QrCode, roll: boolean): number {
  return (symbolSide(code, roll) / code.size) * QUIET_ZONE
}

/** Where a code stands. */
export interface CodeOptions {
  readonly index: number
  readonly span: Span
  readonly section: StructureElement
}

/** Returns a code in the middle of its span, its quiet zone above and below it, and its caption. */
export function setCode(context: PageContext, code: QrCode, { index, span, section }: CodeOptions): SetLines {
  const { roll } = context.paper
  const printed = context.receipt.codes[index]
  const side = symbolSide(code, roll)
  const quiet = quietZone(code, roll)
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
