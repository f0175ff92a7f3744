import type { StructureElement } from '../draw/structure.js'
import type { Block } from './block.js'
import type { ComputedLine } from '../model/computed.js'
import { lineDetails } from './line-details.js'
import { doesNotFit } from './does-not-fit.js'
import { formatDecimal, formatPercent } from './number-format.js'
import { formatMoney, textSpan, type PageContext } from './page-context.js'
import { beside, lineWidth, setLine, setParagraph, stack, type SetLines } from './setting.js'
import { BODY, FIGURES, SMALL_GREY } from './type-scale.js'
import { unitName } from './units.js'

const GAP = 4

/** Air between how many at what price, and the amount. */
const AIR = 8

/** How many at what price is broken over lines rather than moved above the amount, as long as it has this much. */
const LEAST_PRODUCT = 48

/** Returns the lines as on a till roll: the name, below it how many at what price, and the amount at the right. */
export function linesRoll(context: PageContext): readonly Block[] {
  const table = context.root.add('Table')
  return context.receipt.lines.map((line, index) => rollLine(context, line, { index, row: table.add('TR') }))
}

interface RollLineOptions {
  readonly index: number
  readonly row: StructureElement
}

function rollLine(context: PageContext, line: ComputedLine, { index, row }: RollLineOptions): Block {
  const { fonts } = context
  const span = textSpan(context)
  const path = `lines[${index}]`
  const total = formatMoney(line.amount, context)
  const element = row.add('TH', { scope: 'Row' })
  const [times, amount] = [row.add('TD'), row.add('TD')]
  const name = setParagraph(context, {
    text: line.name,
    lettering: BODY,
    span,
    element,
    source: `${path}.name`,
  })
  const details = lineDetails(context, line, path).flatMap(({ text, source }) =>
    setParagraph(context, { text, lettering: SMALL_GREY, span, element, source }),
  )
  const totalWidth = lineWidth(fonts, total, FIGURES)
  if (totalWidth > span.width) throw doesNotFit(path, 'too many figures')
  const text = multiplication(context, line)
  const free = span.width - totalWidth - AIR
  const isBeside = free >= Math.min(lineWidth(fonts, text, FIGURES), LEAST_PRODUCT)
  const product = setParagraph(context, {
    text,
    lettering: FIGURES,
    span: isBeside ? { x: span.x, width: free } : span,
    element: times,
    source: `${path}.unitPrice`,
  })
  const sum: SetLines = {
    height: FIGURES.leading,
    draw: (top) => [
      setLine(fonts, {
        text: total,
        lettering: FIGURES,
        span,
        align: 'right',
        top,
        belongs: amount,
        source: `${path}.amount`,
      }),
    ],
  }
  const numbers = isBeside ? [beside([stack(product), sum])] : [...product, sum]
  return { ...stack([...name, ...numbers, ...details]), gap: GAP, source: path }
}

/** `2 × 3.49`, `0.734 kg × 2.99`: pieces need no unit, and a rate is named where there are several. */
function multiplication({ words, locale, receipt }: PageContext, line: ComputedLine): string {
  const quantity = formatDecimal(line.quantity, locale)
  const unit = line.unit === 'C62' ? '' : `\u00A0${unitName(line.unit, words)}`
  const rates = line.tax.map(({ rate }) => formatPercent(rate, locale)).join(' + ')
  const tax = receipt.taxTable.length > 1 ? `  ${rates}` : ''
  return `${quantity}${unit} × ${formatDecimal(line.unitPrice, locale)}${tax}`
}
