import type { Belonging, Mark, TextMark } from '../draw/drawing.js'
import { measureText, type FontSet } from '../draw/fonts.js'
import type { StructureElement } from '../draw/structure.js'
import { wrapText } from '../draw/wrap.js'
import type { Block } from './block.js'
import type { PageContext, Span } from './page-context.js'
import { HAIRLINE, baselineOf, type Lettering } from './type-scale.js'

/** One line of text, and where in its span it stands. */
export interface LineOptions {
  readonly text: string
  readonly lettering: Lettering
  readonly span: Span
  readonly align?: 'left' | 'right' | 'centre'
  /** The upper edge of the line. */
  readonly top: number
  readonly belongs: Belonging
  /** Path in the model. */
  readonly source: string
  /** Stand on the baseline of a neighbour that is set like this. */
  readonly level?: Lettering
}

/** Returns the mark of one line, not wrapped. */
export function setLine(fonts: FontSet, options: LineOptions): TextMark {
  const { text, lettering, span, align = 'left', top, belongs, source, level = lettering } = options
  const free = align === 'left' ? 0 : span.width - lineWidth(fonts, text, lettering)
  const x = span.x + (align === 'centre' ? free / 2 : free)
  return { kind: 'text', text, style: lettering.style, x, y: top + baselineOf(level), belongs, source }
}

/** Returns the width of a line as it is seen: without spaces or letter space after its last letter. */
export function lineWidth(fonts: FontSet, text: string, { style }: Lettering): number {
  return measureText(fonts, text.trimEnd(), style) - (style.tracking ?? 0)
}

/** Returns a hairline from left to right of `span`. */
export function hairline(span: Span, y: number): Mark {
  return { kind: 'rule', ...span, y, ...HAIRLINE, belongs: 'layout' }
}

/** A text that may take several lines. */
export interface ParagraphOptions {
  readonly text: string
  readonly lettering: Lettering
  readonly span: Span
  readonly align?: 'left' | 'right' | 'centre'
  readonly element: StructureElement
  readonly source: string
  /** Stand on the baselines of a neighbour that is set like this. */
  readonly level?: Lettering
}

/** A line and how it is set; `top` is counted from the upper edge of what it is a line of. */
export interface SetLines {
  readonly height: number
  readonly draw: (top: number) => readonly Mark[]
}

/** Returns the wrapped lines of a paragraph one by one. */
export function setParagraph({ fonts }: PageContext, options: ParagraphOptions): readonly SetLines[] {
  const { text, lettering, span, align, element, source, level = lettering } = options
  const lines = wrapText(text, { fonts, style: lettering.style, width: span.width })
  return lines.map((line) => ({
    height: level.leading,
    draw: (top) => [
      setLine(fonts, {
        text: line,
        lettering,
        span,
        top,
        belongs: element,
        source,
        level,
        ...(align && { align }),
      }),
    ],
  }))
}

/** Returns lines set one below the other as one piece. */
export function stack(lines: readonly SetLines[]): SetLines {
  const height = lines.reduce((sum, line) => sum + line.height, 0)
  const draw = (top: number): readonly Mark[] => {
    const marks: Mark[] = []
    let offset = top
    for (const line of lines) {
      marks.push(...line.draw(offset))
      offset += line.height
    }
    return marks
  }
  return { height, draw }
}

/** Returns an empty piece of the given height. */
export function air(height: number): SetLines {
  return { height, draw: () => [] }
}

/** Returns pieces that stand side by side, their upper edges level. */
export function beside(pieces: readonly SetLines[]): SetLines {
  return {
    height: Math.max(0, ...pieces.map(({ height }) => height)),
    draw: (top) => pieces.flatMap((piece) => piece.draw(top)),
  }
}

/**
 * Returns a block for each line. Neither the first line of several stands alone at the foot of a page, nor the last one
 * at the head of the next.
 */
export function flowLines(lines: readonly SetLines[], gap: number): readonly Block[] {
  return lines.map((line, index) => ({
    ...line,
    gap: index === 0 ? gap : 0,
    ...(((index === 0 && lines.length > 1) || index === lines.length - 2) && { keepWithNext: 'firmly' }),
  }))
}
