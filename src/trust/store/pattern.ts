import { inSequence, PatternReader, PatternRefused } from './pattern-cost.js'

/** Longest text that a pattern of a trust list is tried on, in characters. */
export const MAX_PATTERN_INPUT = 256

/** Longest pattern of a trust list, in characters. */
export const MAX_PATTERN_LENGTH = 512

/**
 * Most steps that a backtracking matcher may need on the worst input, for all patterns of an anchor together too. A step takes some twenty
 * nanoseconds before the platform compiles the pattern, less afterwards.
 */
export const MAX_PATTERN_STEPS = 1_000_000

/**
 * Returns the regular expression of a trust list, compiled, or the end of a sentence that says why it is refused.
 * It must be anchored, have a group named `id`, and be cheap on every input: no quantifier around what can match in several ways, no
 * look-around, no back-reference, and the steps of a matcher that tries everything bounded (THREATS D-12).
 */
export function compilePattern(source: string): RegExp | string {
  if (source.length > MAX_PATTERN_LENGTH) return 'is too long'
  if (!source.startsWith('^') || !source.endsWith('$') || source.length < 2)
    return 'is not anchored with ^ and $'
  try {
    checkPattern(source)
    return new RegExp(source, 'u')
  } catch (error) {
    if (error instanceof PatternRefused) return error.message
    if (error instanceof SyntaxError) return 'is no regular expression'
    throw error
  }
}

function checkPattern(source: string): void {
  const steps = patternSteps(source)
  if (!steps.names.includes('?<id>')) throw new PatternRefused('has no group named id')
  if (steps.steps > MAX_PATTERN_STEPS) throw new PatternRefused('could take too long')
}

/** Returns how many steps an anchored pattern costs at the most, and the groups that it names. Throws `PatternRefused`. */
export function patternSteps(source: string): { readonly steps: number; readonly names: readonly string[] } {
  if (endsWithEscape(source)) throw new PatternRefused('is not anchored with ^ and $')
  const reader = new PatternReader(source.slice(1, -1), MAX_PATTERN_INPUT)
  const { steps } = inSequence(reader.read(), { ways: 1, steps: 1 })
  return { steps, names: reader.names }
}

/** Whether the last `$` stands for the character. */
function endsWithEscape(source: string): boolean {
  let count = 0
  while (source.charAt(source.length - 2 - count) === '\\') count++
  return count % 2 === 1
}
