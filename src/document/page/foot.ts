import type { Block } from './block.js'
import { quietZone, setCode, symbolSide } from './codes.js'
import { ledgerSpan, textSpan, type PageContext, type Span } from './page-context.js'
import { beside, type SetLines } from './setting.js'

/** What a visible seal needs of the height, in points: five lines of small print and its frame. */
const SEAL_HEIGHT = 72

/** Air between codes and seal. */
const SEAL_AIR = 12

/** Air above what stands at the foot. */
const GAP = 20

/** What stands at the foot of the last page. */
export interface Foot {
  /** The codes and, where it must be kept, the place of a seal. */
  readonly block?: Block
  /** Where a seal would stand. It may be used when that much above the lower edge is free. */
  readonly seal?: SealPlace
}

/** Where a seal stands: from left to right, its height, and what has to be free above the lower edge of the page's text. */
export interface SealPlace {
  readonly span: Span
  readonly height: number
  readonly free: number
}

/** Returns the codes side by side, and beside or above them, below the sums, the place of a seal. */
export function sheetFoot(context: PageContext): Foot {
  const codes = codeRow(context)
  const span = ledgerSpan(context)
  const isBeside = codes === undefined || codes.end + SEAL_AIR <= span.x
  const below = isBeside ? 0 : codes.piece.height + SEAL_AIR
  const seal = { span, height: SEAL_HEIGHT, free: below + SEAL_HEIGHT }
  const kept = context.sealBox === 'kept' ? seal.free : 0
  const height = Math.max(codes?.piece.height ?? 0, kept)
  const block: Block = {
    height,
    gap: GAP,
    atFoot: true,
    source: 'codes',
    draw: (top) => codes?.piece.draw(top + height - codes.piece.height) ?? [],
  }
  return { ...(height > 0 && { block }), ...(context.sealBox !== 'none' && { seal }) }
}

/** Returns whether the place is free below text that ends at `end`, on a page whose text may reach to `bottom`. */
export function isFree(
  { free }: SealPlace,
  { end, bottom }: { readonly end: number; readonly bottom: number },
): boolean {
  return end + GAP + free <= bottom
}

interface CodeRow {
  readonly piece: SetLines
  /** Where the last quiet zone ends. */
  readonly end: number
}

/** The first symbol stands at the margin: its quiet zone is the margin itself. */
function codeRow(context: PageContext): CodeRow | undefined {
  if (context.codes.length === 0) return undefined
  const section = context.root.add('Sect')
  let { x } = textSpan(context)
  let end = x
  const pieces = context.codes.map((code, index) => {
    const side = symbolSide(code, false)
    const span = { x, width: side }
    end = x + side + quietZone(code, false)
    x = end + quietZone(code, false)
    return setCode(context, code, { index, span, section })
  })
  return { piece: beside(pieces), end }
}
