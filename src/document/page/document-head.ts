import type { Buyer } from '../model/types.js'
import type { StructureElement } from '../draw/structure.js'
import { addressLines, contactLine, taxIdLines, type SourcedText } from './address.js'
import type { Block } from './block.js'
import { formatDate, formatMoment } from './date-format.js'
import { documentTitle, textSpan, type PageContext, type Span } from './page-context.js'
import { beside, lineWidth, setParagraph, stack, type SetLines } from './setting.js'
import { BASE_UNIT } from './paper.js'
import { BODY, LABEL, STRONG, TITLE } from './type-scale.js'

const GUTTER = 24

/** Returns what document it is on the left, and to whom on the right. */
export function documentHead(context: PageContext): Block {
  const { x, width } = textSpan(context)
  const half = width / 2
  const left = { x, width: half - GUTTER }
  const right = { x: x + half, width: half }
  const pieces = [stack(documentLines(context, left)), stack(buyerLines(context, right))]
  return { ...beside(pieces), gap: 28, source: 'buyer' }
}

/** A fact about the document: a label and what it is. */
export interface Fact {
  readonly label: string
  readonly text: string
  readonly source: string
}

/** Returns when the document was issued, is due, and what period it is for. */
export function documentFacts({ receipt, words, locale }: PageContext): readonly Fact[] {
  const { issuedAt, dueDate, period } = receipt
  const facts: Fact[] = [{ label: words.issued, text: formatMoment(issuedAt, locale), source: 'issuedAt' }]
  if (dueDate !== undefined) {
    facts.push({ label: words.dueDate, text: formatDate(dueDate, locale), source: 'dueDate' })
  }
  if (period !== undefined) {
    const from = formatDate(period.from, locale)
    const to = formatDate(period.to, locale)
    facts.push({ label: words.period, text: from === to ? from : `${from} – ${to}`, source: 'period' })
  }
  return facts
}

function documentLines(context: PageContext, span: Span): readonly SetLines[] {
  const section = context.root.add('Sect')
  const title = setParagraph(context, {
    text: documentTitle(context),
    lettering: TITLE,
    span,
    element: section.add('H1'),
    source: 'number',
  })
  return [...title, ...setFacts(context, documentFacts(context), { span, section })]
}

interface FactOptions {
  readonly span: Span
  readonly section: StructureElement
}

/** Returns a line for each fact: the labels in one column, what they say in the next; below each other where it is narrow. */
export function setFacts(
  context: PageContext,
  facts: readonly Fact[],
  { span, section }: FactOptions,
): readonly SetLines[] {
  const widest = Math.max(0, ...facts.map(({ label }) => lineWidth(context.fonts, label, LABEL)))
  const indent = Math.ceil(widest / BASE_UNIT) * BASE_UNIT + 12
  const isNarrow = indent > span.width / 2
  const values = isNarrow ? span : { x: span.x + indent, width: span.width - indent }
  return facts.map(({ label, text, source }) => {
    const element = section.add('P')
    const value = setParagraph(context, { text, lettering: BODY, span: values, element, source })
    // The space is for those who hear the page: label and value are read in one go.
    const named = { text: `${label} `, lettering: LABEL, span, element, source: 'language' }
    if (isNarrow) return stack([...setParagraph(context, named), ...value])
    return beside([...setParagraph(context, { ...named, level: BODY }), stack(value)])
  })
}

/** Returns the buyer under a label; nothing when the document names none. */
export function buyerLines(context: PageContext, span: Span): readonly SetLines[] {
  const { buyer, kind } = context.receipt
  if (buyer === undefined) return []
  const { words } = context
  const section = context.root.add('Sect')
  const label = kind === 'receipt' ? words.customer : words.billTo
  return [
    ...setParagraph(context, {
      text: label,
      lettering: LABEL,
      level: TITLE,
      span,
      element: section.add('P'),
      source: 'language',
    }),
    ...setParagraph(context, {
      text: buyer.name,
      lettering: STRONG,
      span,
      element: section.add('P'),
      source: 'buyer.name',
    }),
    ...setDetails(context, buyerDetails(context, buyer), { span, section }),
  ]
}

/** Lines that are one paragraph; the space between them is for those who hear the page. */
function setDetails(
  context: PageContext,
  details: readonly SourcedText[],
  { span, section }: FactOptions,
): readonly SetLines[] {
  const element = section.add('P')
  return details.flatMap(({ text, source }) =>
    setParagraph(context, { text: `${text} `, lettering: BODY, span, element, source }),
  )
}

function buyerDetails(context: PageContext, buyer: Buyer): readonly SourcedText[] {
  const registration =
    buyer.registrationId === undefined
      ? []
      : [{ text: `${context.words.registration} ${buyer.registrationId}`, source: 'buyer.registrationId' }]
  return [
    ...taxIdLines(context, buyer.taxIds ?? [], 'buyer.taxIds'),
    ...registration,
    ...(buyer.address ? addressLines(context, buyer.address, 'buyer.address') : []),
    ...contactLine(buyer.contact, 'buyer.contact'),
  ]
}
