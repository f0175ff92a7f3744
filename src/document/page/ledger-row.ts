import type { Mark } from '../draw/drawing.js'
import type { StructureElement } from '../draw/structure.js'
import { doesNotFit } from './does-not-fit.js'
import type { LedgerRow } from './ledger.js'
import type { PageContext, Span } from './page-context.js'
import { BASE_UNIT } from './paper.js'
import { air, beside, hairline, lineWidth, setLine, setParagraph, stack, type SetLines } from './setting.js'
import {
  BODY,
  FIGURES,
  LABEL,
  LABEL_GREY,
  SMALL,
  SMALL_FIGURES,
  SMALL_GREY,
  STRONG,
  STRONG_FIGURES,
  dueLettering,
  type Lettering,
} from './type-scale.js'

/** Letterings of a row's label, base and amount. */
export interface RowLettering {
  readonly label: Lettering
  readonly base: Lettering
  readonly amount: Lettering
}

/** Returns how a kind of row is set. */
export function letteringOf({ accent, paper }: PageContext, kind: LedgerRow['kind']): RowLettering {
  const grey = { ...FIGURES, style: { ...FIGURES.style, colour: LABEL_GREY } }
  const letterings: Readonly<Record<LedgerRow['kind'], RowLettering>> = {
    plain: { label: BODY, base: grey, amount: FIGURES },
    strong: { label: STRONG, base: grey, amount: STRONG_FIGURES },
    small: { label: SMALL, base: SMALL_FIGURES, amount: SMALL_FIGURES },
    head: { label: LABEL, base: LABEL, amount: LABEL },
    due: { label: STRONG, base: SMALL_GREY, amount: dueLettering(accent, paper.roll) },
  }
  return letterings[kind]
}

/** Where a row stands, and what it is in the structure. */
export interface RowOptions {
  readonly span: Span
  /** What the amounts of the group take at the right. */
  readonly amountWidth: number
  readonly element: StructureElement
}

/** Air between label, base and amount. */
const GUTTER = 12

/** A label is broken over lines rather than moved, as long as it has this much. */
const LEAST_LABEL = 72

/**
 * Returns a row: the label at the left, the amount at the right, beside it what it is taken from. Where amounts leave too
 * little of a narrow roll, the label stands above. Throws `receipt.invalid` when an amount is wider than its span.
 */
export function setLedgerRow(context: PageContext, row: LedgerRow, options: RowOptions): SetLines {
  const { span, amountWidth, element } = options
  const { fonts } = context
  const lettering = letteringOf(context, row.kind)
  const cells = cellElements(row, element)
  const rest = { x: span.x, width: span.width - amountWidth - GUTTER }
  const baseWidth = row.base === undefined ? 0 : GUTTER + lineWidth(fonts, row.base, lettering.base)
  const labelWidth = lineWidth(fonts, row.label, lettering.label)
  const isRoomFor = (width: number): boolean => width >= Math.min(labelWidth, LEAST_LABEL)
  const isBeside = isRoomFor(rest.width - baseWidth)
  const amount = { text: row.amount ?? '', lettering: lettering.amount, span, belongs: cells.amount }
  if (lineWidth(fonts, amount.text, amount.lettering) > span.width)
    throw doesNotFit(row.source, 'too many figures')
  const base = { text: row.base ?? '', lettering: lettering.base, span: rest, belongs: cells.base }
  const right = { align: 'right', source: row.source } as const
  const numbers: SetLines = {
    height: lettering.amount.leading,
    draw: (top) => [
      ...(isBeside && row.base !== undefined ? [setLine(fonts, { ...base, ...right, top })] : []),
      setLine(fonts, { ...amount, ...right, top }),
    ],
  }
  const isAbove = !isRoomFor(rest.width)
  const label = isAbove ? span : { x: span.x, width: isBeside ? rest.width - baseWidth : rest.width }
  const named = stack(labelLines(context, row, { span: label, element: cells.label }))
  const line = isAbove ? stack([named, numbers]) : beside([named, numbers])
  if (isBeside || row.base === undefined) return line
  return stack([line, ...setParagraph(context, { ...base, span, element: cells.base, source: row.source })])
}

interface LabelOptions {
  readonly span: Span
  readonly element: StructureElement
}

function labelLines(
  context: PageContext,
  row: LedgerRow,
  { span, element }: LabelOptions,
): readonly SetLines[] {
  const { source, remark } = row
  const lettering = letteringOf(context, row.kind).label
  const label = setParagraph(context, { text: row.label, lettering, span, element, source })
  if (remark === undefined) return label
  return [...label, ...setParagraph(context, { text: remark, lettering: SMALL_GREY, span, element, source })]
}

interface Cells {
  readonly label: StructureElement
  readonly base: StructureElement
  readonly amount: StructureElement
}

/** A row without a base has a head that spans two columns; every row has three. */
function cellElements(row: LedgerRow, element: StructureElement): Cells {
  const scope = row.kind === 'head' ? 'Column' : 'Row'
  const type = row.kind === 'head' ? 'TH' : 'TD'
  const attributes = row.kind === 'head' ? ({ scope: 'Column' } as const) : {}
  const label = element.add('TH', row.base === undefined ? { scope, columnSpan: 2 } : { scope })
  const base = row.base === undefined ? label : element.add(type, attributes)
  return { label, base, amount: element.add(type, attributes) }
}

/** What the row of the amount due needs to know beside its place. */
export interface DueOptions {
  readonly span: Span
  readonly element: StructureElement
  /** Nothing above it to be parted from. */
  readonly isFirst: boolean
}

/** Returns the row of the amount due: label, code and amount on one baseline; on a narrow roll the label above. */
export function setDueRow(
  context: PageContext,
  row: LedgerRow,
  { span, element, isFirst }: DueOptions,
): SetLines {
  const cells = cellElements(row, element)
  const { label, base, amount } = fitting(context, row, span)
  const width = (text: string, lettering: Lettering): number => lineWidth(context.fonts, text, lettering)
  const code = row.base ?? ''
  const amountWidth = width(row.amount ?? '', amount)
  const codeEnd = { x: span.x, width: span.width - amountWidth - BASE_UNIT }
  const right = { align: 'right', source: row.source } as const
  const numbers: SetLines = {
    height: amount.leading,
    draw: (top) => [
      ...(code === ''
        ? []
        : [
            setLine(context.fonts, {
              ...right,
              text: code,
              lettering: base,
              span: codeEnd,
              top,
              level: amount,
              belongs: cells.base,
            }),
          ]),
      setLine(context.fonts, {
        ...right,
        text: row.amount ?? '',
        lettering: amount,
        span,
        top,
        belongs: cells.amount,
      }),
    ],
  }
  const isBeside = width(row.label, label) + GUTTER + width(code, base) <= codeEnd.width
  const named = { text: row.label, lettering: label, span, element: cells.label, source: row.source }
  const line = isBeside
    ? beside([...setParagraph(context, { ...named, level: amount }), numbers])
    : stack([...setParagraph(context, named), numbers])
  if (isFirst) return line
  const rule: SetLines = { height: BASE_UNIT, draw: (top): readonly Mark[] => [hairline(span, top)] }
  return stack([air(BASE_UNIT), rule, line])
}

/** An amount that is too long for a narrow roll, with the code before it, is set smaller rather than cut. */
function fitting(context: PageContext, row: LedgerRow, span: Span): RowLettering {
  const lettering = letteringOf(context, row.kind)
  const needed = lineWidth(context.fonts, row.amount ?? '', lettering.amount)
  const code = row.base === undefined ? 0 : BASE_UNIT + lineWidth(context.fonts, row.base, lettering.base)
  const scale = Math.min(1, (span.width - code) / needed)
  const style = { ...lettering.amount.style, size: Math.floor(lettering.amount.style.size * scale * 2) / 2 }
  return { ...lettering, amount: { ...lettering.amount, style } }
}
