import { Malformed } from '../../base/errors.js'
import { findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'

/** The one boundary at which what a parser refuses becomes a finding: returns what `step` gives, or what `refused` makes of the refusal. */
export async function settle<T>(step: () => T | Promise<T>, refused: (found: Finding) => T): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof Malformed) return refused(findingOf(error))
    throw error
  }
}
