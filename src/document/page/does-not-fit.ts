import { FiscalSealError } from '../../base/errors.js'
import { describeProblem } from '../model/problem-sentences.js'

/** Returns the error that what `path` says does not fit on the page: nothing is printed outside of the margins. */
export function doesNotFit(path: string, detail: string): FiscalSealError {
  const message = describeProblem(path, 'page.no-room', detail)
  return new FiscalSealError('receipt.invalid', `The receipt cannot be laid out. ${message}`, {
    problems: [{ path, code: 'page.no-room', message }],
  })
}
