import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { Coverage } from './types.js'

/** Offsets in the file: `<` of `/Contents` is at `start`, `end` is the byte after `>`. */
export interface TokenExtent {
  readonly start: number
  readonly end: number
}

/** The bytes that a signature covers: `[0, gapStart)` and `[gapEnd, end)`. */
export interface SignedRange {
  readonly gapStart: number
  readonly gapEnd: number
  readonly end: number
}

/** A revision by its ends: right after `%%EOF`, and after the one line end that may follow it; the last is the whole of it. */
export interface RevisionEnds {
  readonly ends: readonly number[]
}

/** What a byte range says, held against what the parser found by itself. */
export interface RangeCheck {
  readonly byteRange: readonly number[]
  /** Absent when `/Contents` is no token that could be covered. */
  readonly contents: TokenExtent | undefined
  readonly revisions: readonly RevisionEnds[]
  readonly fileSize: number
}

/** What a byte range covers. */
export interface RangeOutcome {
  readonly coverage: Coverage
  /** There when its gap is exactly `/Contents`: the bytes that the signature covers. */
  readonly range?: SignedRange | undefined
  /** There when its gap is another one: the bytes that it says to cover, of which a digest can be computed and nothing else follows. */
  readonly claimed?: SignedRange | undefined
  /** Index of the revision that it says to cover; absent when none ends where it does. */
  readonly revision?: number | undefined
  /** Where it ends. */
  readonly end?: number | undefined
  readonly findings: readonly Finding[]
}

/**
 * Returns what the byte range covers (ISO 32000-2 §12.8.1, DESIGN §3, invariant 1): it must be exactly `[0, s, e, R − e]` with
 * `/Contents` at `[s, e)` and `R` the end of a revision. Nothing is computed from the length of a decoded value.
 */
export function checkByteRange(check: RangeCheck): RangeOutcome {
  const { byteRange, contents, fileSize } = check
  const [start = -1, gapStart = -1, gapEnd = -1, length = -1] = byteRange
  if (byteRange.length !== 4 || !byteRange.every(isOffset) || start !== 0)
    return unclear('byte-range.malformed', byteRange)
  const end = gapEnd + length
  if (end > fileSize) return unclear('byte-range.beyond-end', byteRange)
  // An empty second part would leave the tail of the file to anybody.
  if (gapEnd <= gapStart || length === 0) return unclear('byte-range.malformed', byteRange)
  if (contents === undefined) return { coverage: 'unclear', findings: [] }
  const claimed = { gapStart, gapEnd, end }
  const outcome = coverageOf(claimed, check)
  if (contents.start === gapStart && contents.end === gapEnd) return outcome
  const { revision } = outcome
  const ends = revision === undefined ? {} : { revision, end }
  return { ...unclear('byte-range.gap', byteRange), ...ends, claimed }
}

function isOffset(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function unclear(
  code: 'byte-range.malformed' | 'byte-range.beyond-end' | 'byte-range.gap',
  found: readonly number[],
): RangeOutcome {
  return { coverage: 'unclear', findings: [finding(code, `[${found.slice(0, 8).join(' ')}]`)] }
}

function coverageOf(range: SignedRange, { revisions, fileSize }: RangeCheck): RangeOutcome {
  const revision = revisions.findIndex(({ ends }) => ends.includes(range.end))
  if (revision < 0) {
    return {
      coverage: 'partial',
      range,
      findings: [finding('byte-range.not-a-revision-end', `${range.end}`)],
    }
  }
  const isWhole = revision === revisions.length - 1 && revisions[revision]?.ends.at(-1) === fileSize
  return {
    coverage: isWhole ? 'whole-file' : 'whole-revision',
    range,
    revision,
    end: range.end,
    findings: [],
  }
}

/**
 * Returns `byte-range.overlap` for every two ranges of which neither contains the other: they are indices into `ranges`.
 * Signatures are made one after the other, each over all that is there; anything else is a construction (THREATS P-BR-08).
 */
export function findOverlaps(ranges: readonly (SignedRange | undefined)[]): ReadonlySet<number> {
  const overlapping = new Set<number>()
  ranges.forEach((left, first) => {
    ranges.forEach((right, second) => {
      if (first >= second || left === undefined || right === undefined || areNested(left, right)) return
      overlapping.add(first).add(second)
    })
  })
  return overlapping
}

/** Whether the shorter range ends before the gap of the longer one begins. */
function areNested(left: SignedRange, right: SignedRange): boolean {
  const [inner, outer] = left.end <= right.end ? [left, right] : [right, left]
  return inner.end <= outer.gapStart
}
