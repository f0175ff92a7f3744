import type { ErrorCode } from '../../../base/error-codes.js'
import { FiscalSealError, Malformed } from '../../../base/errors.js'

/** Why a bundle is refused. */
export type BundleRefusal = Extract<ErrorCode, `bundle.${string}`>

/** Returns the error that refuses a bundle. */
export function refused(code: BundleRefusal, message: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError(code, message, { cause })
}

/** The boundary to the readers: what they refuse is a bundle that is malformed. `what` names the part for a person. */
export function readingPart<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw malformedFrom(what, error)
  }
}

/** Returns `bundle.malformed` for what a reader threw; other errors as they are. */
function malformedFrom(what: string, error: unknown): unknown {
  if (error instanceof Malformed)
    return refused('bundle.malformed', `${what} cannot be read: ${error.message}.`, error)
  if (!(error instanceof FiscalSealError) || error.code !== 'trust.invalid') return error
  return new FiscalSealError('bundle.malformed', `${what} cannot be read. ${error.message}`, {
    cause: error,
    problems: error.problems.map((problem) => ({ ...problem, code: 'bundle.malformed' })),
  })
}
