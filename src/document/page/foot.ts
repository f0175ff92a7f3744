import type { Block } from './block.js'
import { quietZone, setCode, symbolSide } from './codes.js'
import { textSpan, type PageContext, type Span } from './page-context.js'
import { beside, type SetLines } from './setting.js'

/** The place of a visible seal, in points. */
const SEAL = { width: 300, height: 60, leastWidth: 160, air: 12 }

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

/** Returns the codes side by side, and beside or above them the place of a seal. */
export function sheetFoot(context: PageContext): Foot {
  const codes = codeRow(context)
  const whole = textSpan(context)
  const taken = codes === undefined ? 0 : codes.width + SEAL.air
  const isBeside = whole.width - taken >= SEAL.leastWidth
  const x = isBeside ? whole.x + taken : whole.x
  const span = { x, width: Math.min(SEAL.width, whole.x + whole.width - x) }
  const below = isBeside || codes === undefined ? 0 : codes.piece.height + SEAL.air
  const seal = { span, height: SEAL.height, free: below + SEAL.height }
  const kept = context.sealBox === 'kept' ? seal.free : 0
  const height = Math.max(codes?.piece.height ?? 0, kept)
  const block: Block = {
    height,
    gap: GAP,
    atFoot: true,
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
  readonly width: number
}

/** The first symbol stands at the margin: its quiet zone is the margin itself. */
function codeRow(context: PageContext): CodeRow | undefined {
  if (context.codes.length === 0) return undefined
  const whole = textSpan(context)
  const section = context.root.add('Sect')
  let x = whole.x
  const pieces = context.codes.map((code, index) => {
    const side = symbolSide(code, false)
    const span = { x, width: side }
    x += side + 2 * quietZone(code, false)
    return setCode(context, code, { index, span, section })
  })
  return { piece: beside(pieces), width: x - whole.x }
}
