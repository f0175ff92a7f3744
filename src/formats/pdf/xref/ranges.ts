import { Malformed } from '../../../base/errors.js'
import type { PdfLimits } from '../limits.js'
import type { NumberRange } from './section.js'

/** Returns `ranges` in order of their numbers. Throws `Malformed` when one number is in two of them, or when there are more than `limits` allows. */
export function orderedRanges<R extends NumberRange>(ranges: readonly R[], limits: PdfLimits): readonly R[] {
  const ordered = isOrdered(ranges)
    ? ranges
    : ranges.filter((range) => range.count > 0).sort((left, right) => left.first - right.first)
  let next = 0
  let total = 0
  for (const { first, count } of ordered) {
    if (first < next) throw new Malformed('xref.syntax', `object ${first} is listed twice in one section`)
    next = first + count
    total += count
  }
  if (next - 1 > limits.objects || total > limits.objects) throw new Malformed('pdf.limit', 'objects')
  return ordered
}

function isOrdered(ranges: readonly NumberRange[]): boolean {
  let next = 0
  for (const { first, count } of ranges) {
    if (first < next || count === 0) return false
    next = first + count
  }
  return true
}
