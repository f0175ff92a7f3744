import type { Block } from './block.js'
import { formatDate } from './date-format.js'
import { setFacts, type Fact } from './document-head.js'
import { textSpan, type PageContext, type Span } from './page-context.js'
import { flowLines, setParagraph } from './setting.js'
import { BODY } from './type-scale.js'

/** Longest line that is read with ease: some 80 characters. */
const MEASURE = 360
const GAP = 20
const NOTE_GAP = 8

/** Returns where to pay and the documents referred to, then the notes. */
export function closingBlocks(context: PageContext): readonly Block[] {
  const whole = textSpan(context)
  const span = { x: whole.x, width: Math.min(whole.width, MEASURE) }
  return [...factBlocks(context, span), ...noteBlocks(context, span)]
}

function factBlocks(context: PageContext, span: Span): readonly Block[] {
  const facts = [...paymentFacts(context), ...referenceFacts(context)].filter(({ text }) => text !== '')
  if (facts.length === 0) return []
  return flowLines(setFacts(context, facts, { span, section: context.root.add('Sect') }), GAP)
}

function paymentFacts({ words, receipt }: PageContext): readonly Fact[] {
  const { terms, iban, bic, accountName, reference } = receipt.paymentInstructions ?? {}
  const account = [accountName, iban && groupedIban(iban), bic]
    .filter((part) => part !== undefined)
    .join(', ')
  return [
    { label: words.payment, text: terms ?? '', source: 'paymentInstructions.terms' },
    { label: words.account, text: account, source: 'paymentInstructions' },
    { label: words.reference, text: reference ?? '', source: 'paymentInstructions.reference' },
  ]
}

/** ISO 13616: printed in groups of four. */
function groupedIban(iban: string): string {
  const compact = iban.replaceAll(' ', '')
  return (compact.match(/.{1,4}/g) ?? []).join('\u00A0')
}

function referenceFacts({ words, locale, receipt }: PageContext): readonly Fact[] {
  return receipt.references.map(({ kind, number, date }, index) => ({
    label: words.references[kind],
    text: date === undefined ? number : `${number}, ${formatDate(date, locale)}`,
    source: `references[${index}].number`,
  }))
}

function noteBlocks(context: PageContext, span: Span): readonly Block[] {
  return context.receipt.notes.flatMap((note, index) => {
    const element = context.root.add('P')
    const lines = setParagraph(context, {
      text: note,
      lettering: BODY,
      span,
      element,
      source: `notes[${index}]`,
    })
    return flowLines(lines, index === 0 ? GAP : NOTE_GAP)
  })
}
