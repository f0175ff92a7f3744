import { FiscalSealError } from './errors.js'

/**
 * Returns a moment in milliseconds since 1970. Throws `FiscalSealError('argument.invalid')` for what is no valid Date: compared with it nothing
 * would ever be too early or too late.
 */
export function momentOf(date: Date, name: string): number {
  // A Date of another realm is one too; callers without types give null.
  const given = date as Partial<Date> | null | undefined
  const time = typeof given?.getTime === 'function' ? given.getTime() : NaN
  if (Number.isNaN(time)) throw new FiscalSealError('argument.invalid', `${name} is no valid Date.`)
  return time
}

/** Returns a moment as `momentOf` does, that of now when none is given. */
export function momentOrNow(date: Date | undefined, name: string): number {
  return date === undefined ? Date.now() : momentOf(date, name)
}
