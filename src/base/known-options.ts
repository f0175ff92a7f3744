import { FiscalSealError } from './errors.js'
import type { ErrorCode } from './error-codes.js'

/** The names of all options of a call, each once; the compiler misses none. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>

/**
 * Throws `FiscalSealError('argument.invalid')`, or `code`, unless `options` is an object of nothing but options that are known: one that is
 * misspelt must not be taken for one that was left out.
 */
export function checkOptionNames(
  options: unknown,
  known: object,
  { of, code = 'argument.invalid' }: { readonly of: string; readonly code?: ErrorCode },
): void {
  if (typeof options !== 'object' || options === null)
    throw new FiscalSealError(code, `The options of ${of} must be an object.`)
  for (const name in options)
    if (!Object.hasOwn(known, name))
      throw new FiscalSealError(
        code,
        `${name} is no option of ${of}; it has ${Object.keys(known).join(', ')}.`,
      )
}
