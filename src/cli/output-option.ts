import { requireOption } from './arguments.js'
import { requirePlace, writeOutputFiles } from './output-file.js'
import { requireOtherFile } from './same-file.js'
import { UsageError } from './usage-error.js'

/** Options of every command that writes one file. */
export const OUTPUT_OPTIONS = { out: { type: 'string' }, force: { type: 'boolean' } } as const

/** Values of the options that say where something is written. */
export interface OutputValues {
  readonly out?: string | undefined
  readonly force?: boolean | undefined
}

/**
 * Returns where the output goes; throws `UsageError`, also when that is one of `inputs`, which the command reads, and `FiscalSealError` when
 * it cannot go there: before work is done in vain, or something is done that stays.
 */
export function requireOutput(values: OutputValues, inputs: readonly (string | undefined)[]): string {
  const path = requireOutputName(values.out, 'out')
  requireOtherFile(path, inputs)
  requirePlace({ path, replace: values.force === true })
  return path
}

/** Returns the name of a file or folder to be written; throws `UsageError`. */
export function requireOutputName(value: string | undefined, name: string): string {
  const path = requireOption(value, name)
  // Whoever writes `-` expects the output of most other programs, and would not look for a file of that name.
  if (path === '-')
    throw new UsageError(`--${name} names a file, and nothing goes to standard output; "./-" is a name too.`)
  return path
}

/** Writes the output where `requireOutput` said. */
export function writeOutput(values: OutputValues, bytes: Uint8Array): void {
  const path = requireOption(values.out, 'out')
  writeOutputFiles([{ path, bytes, replace: values.force === true }])
}
