import type { PdfDictionary } from '../values.js'

/** Where an object lives (ISO 32000-2 §7.5.4, §7.5.8.3). */
export type XrefEntry =
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly stream: number; readonly index: number }
  | { readonly kind: 'free' }

/** Object numbers that a section says something about. */
export interface NumberRange {
  readonly first: number
  readonly count: number
  /** In a table, the offset of the first entry. */
  readonly offset?: number
}

/** One cross-reference section, table or stream. Entries are read when they are asked for. */
export interface XrefSection {
  readonly form: 'table' | 'stream'
  /** Offset of `xref`, or of the stream object. */
  readonly offset: number
  /** Offset after the trailer dictionary, or after the `endobj` of the stream object. */
  readonly end: number
  readonly trailer: PdfDictionary
  /** In order of their numbers, none overlapping. */
  readonly ranges: readonly NumberRange[]
  /** Returns what the section says about object `number`, `undefined` when nothing. Throws `Malformed('xref.syntax')`. */
  find(number: number): XrefEntry | undefined
}

/** Returns the range that holds `number`, and how many of the section's entries stand before it there. */
export function findRange<R extends NumberRange>(ranges: readonly R[], number: number): R | undefined {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (range === undefined) return undefined
    if (number < range.first) high = middle - 1
    else if (number >= range.first + range.count) low = middle + 1
    else return range
  }
  return undefined
}

/** Returns how many entries a section has. */
export function countEntries(section: XrefSection): number {
  return section.ranges.reduce((total, range) => total + range.count, 0)
}

/** Returns whether both entries lead to the same place. */
export function sameEntry(left: XrefEntry | undefined, right: XrefEntry | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  if (left.kind === 'offset' && right.kind === 'offset') {
    return left.offset === right.offset && left.generation === right.generation
  }
  if (left.kind === 'compressed' && right.kind === 'compressed') {
    return left.stream === right.stream && left.index === right.index
  }
  return left.kind === right.kind
}
