import type { Mark } from '../draw/drawing.js'
import { documentTitle, textSpan, type PageContext } from './page-context.js'
import { setLine } from './setting.js'
import { LABEL } from './type-scale.js'

/** What the line takes at the foot of a page, with the air above it. */
export const PAGE_NUMBER_HEIGHT = LABEL.leading + 13

/** Returns the last line of a page: whose document it is on the left, which page on the right. */
export function pageNumber(context: PageContext, page: number, pages: number): readonly Mark[] {
  const { fonts, words, paper, receipt } = context
  const top = paper.height - paper.bottom - LABEL.leading
  const span = textSpan(context)
  const common = { lettering: LABEL, top, belongs: 'pagination' } as const
  const number = words.pageOf.replace('{page}', String(page)).replace('{pages}', String(pages))
  return [
    setLine(fonts, { ...common, text: number, span, align: 'right', source: 'language' }),
    ...(page === 1
      ? []
      : [
          setLine(fonts, {
            ...common,
            text: `${documentTitle(context)} · ${receipt.seller.name}`,
            span,
            source: 'number',
          }),
        ]),
  ]
}
