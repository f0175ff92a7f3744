import type { Mark, PageDrawing } from '../draw/drawing.js'
import { paginate, type Block } from './block.js'
import { closingBlocks } from './closing.js'
import { setCode, sizedCodes } from './codes.js'
import { buyerLines, documentFacts } from './document-head.js'
import { ledgerBlocks } from './ledger-table.js'
import { linesRoll } from './lines-roll.js'
import { documentTitle, textSpan, type PageContext } from './page-context.js'
import { logoAt, sellerLines } from './seller-head.js'
import { air, hairline, setParagraph, stack, type SetLines } from './setting.js'
import { BODY, TITLE } from './type-scale.js'
import type { LaidOut } from './sheet.js'

const LOGO_BOX = { width: 112, height: 56 }
const SECTION_AIR = 8
const SEAL_HEIGHT = 96

/** Returns the receipt on a roll: one page as high as what is on it (a second one only beyond what a page may be). */
export function layOutRoll(context: PageContext): LaidOut {
  const { width, height, top, bottom } = context.paper
  const blocks = [
    head(context),
    ...linesRoll(context),
    ...ledgerBlocks(context),
    ...closingBlocks(context),
    ...codes(context),
  ]
  const isKept = context.sealBox === 'kept'
  const all = isKept ? [...blocks, sealPlace] : blocks
  const pages = paginate(all, { top, bottom: height - bottom }).map((placed): PageDrawing => {
    const end = Math.max(...placed.map(({ block, top: at }) => at + block.height))
    return { width, height: end + bottom, marks: placed.flatMap(({ block, top: at }) => block.draw(at)) }
  })
  if (!isKept) return { pages }
  return {
    pages,
    sealBox: { page: pages.length, rect: { ...textSpan(context), y: bottom, height: SEAL_HEIGHT } },
  }
}

const sealPlace: Block = { height: SEAL_HEIGHT, gap: 12, draw: () => [] }

/** Who sold, centred; what document, and to whom. */
function head(context: PageContext): Block {
  const span = textSpan(context)
  const section = context.root.add('Sect')
  const logo = logoLines(context)
  const seller = sellerLines(context, section, { span, roll: true })
  const title = setParagraph(context, {
    text: documentTitle(context),
    lettering: TITLE,
    span,
    align: 'centre',
    element: section.add('H1'),
    source: 'number',
  })
  const facts = documentFacts(context).flatMap(({ label, text, source }, index) => {
    // When it was issued needs no label; it always comes first.
    const line = index === 0 ? text : `${label} ${text}`
    return setParagraph(context, {
      text: line,
      lettering: BODY,
      span,
      align: 'centre',
      element: section.add('P'),
      source,
    })
  })
  const buyer = buyerLines(context, span)
  return stack([
    ...logo,
    ...seller,
    air(SECTION_AIR),
    ...title,
    ...facts,
    ...(buyer.length === 0 ? [] : [air(SECTION_AIR / 2), ...buyer]),
    air(SECTION_AIR),
    { height: 0.5, draw: (top): readonly Mark[] => [hairline(span, top)] },
  ])
}

function logoLines(context: PageContext): readonly SetLines[] {
  if (context.logo === undefined) return []
  const { picture, width, height } = logoAt(context.logo, LOGO_BOX)
  const span = textSpan(context)
  const belongs = context.root.add('Figure', { alternativeText: context.logo.alternativeText })
  const draw = (top: number): readonly Mark[] => {
    const area = { x: span.x + (span.width - width) / 2, y: top, width, height }
    return [{ kind: 'picture', area, picture, belongs }]
  }
  return [{ height, draw }, air(SECTION_AIR)]
}

function codes(context: PageContext): readonly Block[] {
  const section = context.root.add('Sect')
  const span = textSpan(context)
  return sizedCodes(context).map((code) => ({
    ...setCode(context, code, { span, section }),
    gap: SECTION_AIR,
    source: `codes[${code.index}]`,
  }))
}
