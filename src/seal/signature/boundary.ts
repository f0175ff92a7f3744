import type { Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'

/** The one boundary at which what a parser refuses becomes a finding: returns what `step` gives, or what `refused` makes of the refusal. */
export function settle<T>(step: () => Awaitable<T>, refused: (found: Finding) => T): Awaitable<T> {
  const result = settleNow<Awaitable<T>>(step, refused)
  return result instanceof Promise ? result.catch((error: unknown) => refuse(error, refused)) : result
}

/** `settle` for a step that waits for nothing. */
export function settleNow<T>(step: () => T, refused: (found: Finding) => T): T {
  try {
    return step()
  } catch (error) {
    return refuse(error, refused)
  }
}

function refuse<T>(error: unknown, refused: (found: Finding) => T): T {
  if (error instanceof Malformed) return refused(findingOf(error))
  throw error
}
