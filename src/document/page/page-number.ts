import type { Mark } from '../draw/drawing.js'
import { shortenText } from '../draw/wrap.js'
import { documentTitle, textSpan, type PageContext } from './page-context.js'
import { lineWidth, setLine } from './setting.js'
import { LABEL } from './type-scale.js'

/** What the line takes at the foot of a page, with the air above it. */
export const PAGE_NUMBER_HEIGHT = LABEL.leading + 13

/** Least air between whose document it is and which page. */
const AIR = 12

/** Returns the last line of a page: whose document it is on the left, shortened where it is long, which page on the right. */
export function pageNumber(context: PageContext, page: number, pages: number): readonly Mark[] {
  const { fonts, words, paper, receipt } = context
  const top = paper.height - paper.bottom - LABEL.leading
  const span = textSpan(context)
  const common = { lettering: LABEL, top, belongs: 'pagination' } as const
  const number = words.pageOf.replace('{page}', String(page)).replace('{pages}', String(pages))
  const right = setLine(fonts, { ...common, text: number, span, align: 'right', source: 'language' })
  if (page === 1) return [right]
  const text = shortenText(`${documentTitle(context)} · ${receipt.seller.name}`, {
    fonts,
    style: LABEL.style,
    width: span.width - lineWidth(fonts, number, LABEL) - AIR,
  })
  return [right, setLine(fonts, { ...common, text, span, source: 'number' })]
}
