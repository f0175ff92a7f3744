import type { Belonging, Mark } from '../draw/drawing.js'
import type { StructureElement } from '../draw/structure.js'
import type { Block, RunningTable } from './block.js'
import { COLUMN_KEYS, columnsOf, type ColumnKey, type Columns } from './columns.js'
import { lineDetails } from './line-details.js'
import { formatMoney, textSpan, type PageContext } from './page-context.js'
import { runningSums } from './running-sums.js'
import { beside, hairline, setLine, setParagraph, type SetLines } from './setting.js'
import { BODY, FIGURES, LABEL, SMALL_GREY } from './type-scale.js'

/** Air between two rows. */
const ROW_GAP = 4

/** A sum carried or brought forward, with the air above it. */
const SUM_HEIGHT = ROW_GAP + FIGURES.leading

/** What a table needs to draw its rows. */
interface Table {
  readonly context: PageContext
  readonly columns: Columns
  readonly element: StructureElement
  readonly bodyHeight: number
}

/**
 * Returns the table of the lines: its head and a group of blocks for each row. `bodyHeight` is what a page holds: a row
 * that is higher than half of it may be parted.
 */
export function linesTable(context: PageContext, bodyHeight: number): readonly Block[] {
  const element = context.root.add('Table')
  const table = { context, columns: columnsOf(context), element, bodyHeight }
  const sums = new Map<Block, string>()
  const running = runningTable(table, sums)
  const amounts = runningSums(
    context.receipt.lines.map(({ amount }) => amount),
    context.receipt.currencyDigits,
  )
  const head = headBlock(table, headCells(element))
  const body = element.add('TBody')
  const rows = context.receipt.lines.map((_, index) => {
    const blocks = rowBlocks(table, index, body.add('TR')).map((block) => ({ ...block, table: running }))
    for (const block of blocks) sums.set(block, amounts[index] ?? '')
    return blocks
  })
  return [{ ...head, gap: 24, keepWithNext: 'firmly' }, ...keepLastRows(rows)]

  /** The totals have at least two rows above them on their page. */
  function keepLastRows(all: readonly (readonly Block[])[]): readonly Block[] {
    const kept = all.slice(-2).flat()
    const sumOf = (block: Block): string => sums.get(block) ?? ''
    return [
      ...all.slice(0, -2).flat(),
      ...kept.map((block) => {
        const keeping = { ...block, keepWithNext: block.keepWithNext ?? ('loosely' as const) }
        sums.set(keeping, sumOf(block))
        return keeping
      }),
    ]
  }
}

type HeadCells = Readonly<Record<ColumnKey | 'description', Belonging>>

function headCells(element: StructureElement): HeadCells {
  const row = element.add('THead').add('TR')
  const cell = (): StructureElement => row.add('TH', { scope: 'Column' })
  return { description: cell(), quantity: cell(), unit: cell(), price: cell(), tax: cell(), amount: cell() }
}

/** Only the first head is read; where the table goes on, the same words are an artefact of paging. */
const REPEATED: HeadCells = {
  description: 'pagination',
  quantity: 'pagination',
  unit: 'pagination',
  price: 'pagination',
  tax: 'pagination',
  amount: 'pagination',
}

/** What the heads of the numbers have above them. */
function headIndent({ below }: Columns): number {
  return below ? LABEL.leading : 0
}

function headHeight(columns: Columns): number {
  return headIndent(columns) + LABEL.leading + ROW_GAP
}

function headBlock({ context, columns }: Table, cells: HeadCells): Block {
  const { fonts, words } = context
  const height = headHeight(columns)
  const draw = (top: number): readonly Mark[] => [
    setLine(fonts, {
      text: words.item,
      lettering: LABEL,
      span: columns.description,
      top,
      belongs: cells.description,
      source: 'language',
    }),
    ...COLUMN_KEYS.map((key) =>
      setLine(fonts, {
        text: columns.heads[key],
        lettering: LABEL,
        span: columns.spans[key],
        align: alignOf(key),
        top: top + headIndent(columns),
        belongs: cells[key],
        source: 'language',
      }),
    ),
    hairline(textSpan(context), top + height),
  ]
  return { height, draw }
}

function alignOf(key: ColumnKey): 'left' | 'right' {
  return key === 'unit' ? 'left' : 'right'
}

/** One block for every line of a row. */
function rowBlocks(table: Table, index: number, row: StructureElement): readonly Block[] {
  const { lines, kept } = rowLines(table, index, row)
  const height = lines.reduce((sum, line) => sum + line.height, 0)
  const mayPart = height > table.bodyHeight / 2
  return lines.map((line, position) => ({
    ...line,
    gap: position === 0 ? ROW_GAP : 0,
    source: `lines[${index}]`,
    ...(position < lines.length - 1 && (!mayPart || position < kept) && { keepWithNext: 'firmly' }),
  }))
}

interface RowLines {
  readonly lines: readonly SetLines[]
  /** So many of them keep with the next one even where the row is parted. */
  readonly kept: number
}

/** The numbers stand beside the first line of the description, or below the name. */
function rowLines(table: Table, index: number, row: StructureElement): RowLines {
  const { name, details } = descriptionLines(table, index, row.add('TD'))
  const numbers: SetLines = { height: FIGURES.leading, draw: numberCells(table, index, row) }
  if (table.columns.below) return { lines: [...name, numbers, ...details], kept: name.length }
  const [first, ...rest] = [...name, ...details]
  return { lines: first === undefined ? [] : [beside([first, numbers]), ...rest], kept: 1 }
}

interface DescriptionLines {
  readonly name: readonly SetLines[]
  /** In small print. */
  readonly details: readonly SetLines[]
}

function descriptionLines(
  { context, columns }: Table,
  index: number,
  element: StructureElement,
): DescriptionLines {
  const line = context.receipt.lines[index]
  if (line === undefined) return { name: [], details: [] }
  const path = `lines[${index}]`
  const span = columns.description
  return {
    name: setParagraph(context, { text: line.name, lettering: BODY, span, element, source: `${path}.name` }),
    details: lineDetails(context, line, path).flatMap(({ text, source }) =>
      setParagraph(context, { text, lettering: SMALL_GREY, span, element, source }),
    ),
  }
}

function numberCells(
  { context, columns }: Table,
  index: number,
  row: StructureElement,
): (top: number) => readonly Mark[] {
  const texts = columns.rows[index]
  const cells = COLUMN_KEYS.map((key) => ({ key, element: row.add('TD') }))
  return (top) =>
    cells.map(({ key, element }) =>
      setLine(context.fonts, {
        text: texts?.[key] ?? '',
        lettering: FIGURES,
        span: columns.spans[key],
        align: alignOf(key),
        top,
        belongs: element,
        source: `lines[${index}].${SOURCES[key]}`,
      }),
    )
}

const SOURCES: Readonly<Record<ColumnKey, string>> = {
  quantity: 'quantity',
  unit: 'unit',
  price: 'unitPrice',
  tax: 'tax',
  amount: 'amount',
}

function runningTable(table: Table, sums: ReadonlyMap<Block, string>): RunningTable {
  const { words } = table.context
  const sumAfter = (block: Block, label: string): Block => sumRow(table, label, sums.get(block) ?? '')
  return {
    carriedHeight: SUM_HEIGHT,
    continuedHeight: headHeight(table.columns) + SUM_HEIGHT,
    carried: (after) => sumAfter(after, words.carriedForward),
    continued: (after) => [headBlock(table, REPEATED), sumAfter(after, words.broughtForward)],
  }
}

function sumRow({ context, columns }: Table, label: string, sum: string): Block {
  const { fonts } = context
  const lettering = SMALL_GREY
  const common = { belongs: 'pagination', source: 'language', level: FIGURES } as const
  const draw = (top: number): readonly Mark[] => [
    setLine(fonts, { text: label, lettering, span: columns.description, top, ...common }),
    setLine(fonts, {
      text: formatMoney(sum, context),
      lettering: { ...FIGURES, style: { ...FIGURES.style, colour: lettering.style.colour } },
      span: columns.spans.amount,
      align: 'right',
      top,
      ...common,
    }),
  ]
  return { height: FIGURES.leading, gap: ROW_GAP, draw }
}
