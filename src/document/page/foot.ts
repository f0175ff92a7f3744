import type { Block } from './block.js'
import { setCode, sizedCodes, type SizedCode } from './codes.js'
import { ledgerSpan, textSpan, type PageContext, type Span } from './page-context.js'
import { beside, stack, type SetLines } from './setting.js'

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

/** Returns the codes in rows, and beside or above them, below the sums, the place of a seal. */
export function sheetFoot(context: PageContext): Foot {
  const codes = codeRows(context)
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

interface CodeRows {
  readonly piece: SetLines
  /** Where the last quiet zone ends. */
  readonly end: number
}

/** As many codes side by side as there is room for, the others below them, each with the widest quiet zone of all. */
function codeRows(context: PageContext): CodeRows | undefined {
  if (context.codes.length === 0) return undefined
  const section = context.root.add('Sect')
  const sized = sizedCodes(context)
  const quiet = Math.max(...sized.map((code) => code.quiet))
  const rows = rowsOf(sized, { quiet, span: textSpan(context) })
  const pieces = rows.map((row) =>
    beside(row.map(({ code, span }) => setCode(context, { ...code, quiet }, { span, section }))),
  )
  const ends = rows.flat().map(({ span }) => span.x + span.width + quiet)
  return { piece: stack(pieces), end: Math.max(...ends) }
}

interface PlacedCode {
  readonly code: SizedCode
  readonly span: Span
}

/** The first symbol of a row stands at the margin: its quiet zone is the margin itself. */
function rowsOf(
  codes: readonly SizedCode[],
  { quiet, span }: { readonly quiet: number; readonly span: Span },
): readonly (readonly PlacedCode[])[] {
  const rows: PlacedCode[][] = [[]]
  let { x } = span
  for (const code of codes) {
    if (x + code.side > span.x + span.width) {
      rows.push([])
      x = span.x
    }
    rows.at(-1)?.push({ code, span: { x, width: code.side } })
    x += code.side + 2 * quiet
  }
  return rows
}
