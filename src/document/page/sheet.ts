import type { PageDrawing } from '../draw/drawing.js'
import { paginate, type Block, type PlacedBlock } from './block.js'
import { closingBlocks } from './closing.js'
import { documentHead } from './document-head.js'
import { isFree, sheetFoot, type SealPlace } from './foot.js'
import { ledgerBlocks } from './ledger-table.js'
import { linesTable } from './lines-table.js'
import type { PageContext } from './page-context.js'
import { PAGE_NUMBER_HEIGHT, pageNumber } from './page-number.js'
import { sellerHead } from './seller-head.js'

/** The pages of a document, and the place that is kept for a visible seal. */
export interface LaidOut {
  readonly pages: readonly PageDrawing[]
  readonly sealBox?: SealBox
}

/** Where a visible seal may be placed: points from the lower left corner of the page. */
export interface SealBox {
  /** From 1. */
  readonly page: number
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/** Returns the receipt on sheets of paper. */
export function layOutSheets(context: PageContext): LaidOut {
  const { width, height, top, bottom } = context.paper
  const frame = { top, bottom: height - bottom - PAGE_NUMBER_HEIGHT }
  const before = [
    sellerHead(context),
    documentHead(context),
    ...linesTable(context, frame.bottom - frame.top),
    ...ledgerBlocks(context),
    ...closingBlocks(context),
  ]
  const foot = sheetFoot(context)
  const placed = paginate(withFoot(before, foot.block), frame)
  const pages = placed.map((blocks, index) => ({
    width,
    height,
    marks: [
      ...blocks.flatMap(({ block, top: at }) => block.draw(at)),
      ...pageNumber(context, index + 1, placed.length),
    ],
  }))
  const rect = foot.seal && sealRect(foot.seal, { page: placed.at(-1) ?? [], bottom: frame.bottom, context })
  return rect === undefined ? { pages } : { pages, sealBox: { page: pages.length, rect } }
}

/** The foot never stands on a page of its own. */
function withFoot(blocks: readonly Block[], foot: Block | undefined): readonly Block[] {
  if (foot === undefined) return blocks
  const last = blocks.at(-1)
  return last === undefined ? [foot] : [...blocks.slice(0, -1), { ...last, keepWithNext: 'firmly' }, foot]
}

interface SealContext {
  readonly page: readonly PlacedBlock[]
  readonly bottom: number
  readonly context: PageContext
}

/** Returns where the seal stands on the last page, or `undefined` where the text leaves no room for it. */
function sealRect(seal: SealPlace, { page, bottom, context }: SealContext): SealBox['rect'] | undefined {
  const text = page.filter(({ block }) => block.atFoot !== true)
  const end = text.reduce((lowest, { block, top }) => Math.max(lowest, top + block.height), 0)
  if (context.sealBox !== 'kept' && !isFree(seal, { end, bottom })) return undefined
  const upper = bottom - seal.free
  return { ...seal.span, y: context.paper.height - upper - seal.height, height: seal.height }
}
