import { FiscalSealError } from '../../base/errors.js'
import type { Report } from '../verify/types.js'

/** Throws `FiscalSealError('argument.invalid')` for what is no report: callers without types forget to await `verify`. */
export function requireReport(report: Report, of: string): void {
  const given: unknown = report
  if (typeof given === 'object' && given !== null && 'signatures' in given && 'answers' in given) return
  throw new FiscalSealError('argument.invalid', `${of} takes the report that verify returned; await it.`)
}
