import { writeOutputFiles, requireAbsent, requireFolderOf } from '../output-file.js'
import { requireOption } from '../arguments.js'
import { readInputFile } from '../input-file.js'
import { requireOtherFile } from '../same-file.js'
import { UsageError } from '../usage-error.js'

/** Values of the options that say where something is written. */
export interface OutputValues {
  readonly out?: string | undefined
  readonly force?: boolean | undefined
}

/** Options of every command that writes one file. */
export const OUTPUT_OPTIONS = { out: { type: 'string' }, force: { type: 'boolean' } } as const

/** More than a bundle may have, so that a larger one is refused as one. */
const MAX_LENGTH = 8 * 1024 * 1024

/** Returns a file of a bundle, or a part of one. Throws `FiscalSealError('file.not-found')`. */
export function readBundlePart(path: string): Uint8Array {
  return readInputFile(path, MAX_LENGTH)
}

/** Returns where the output goes; throws `UsageError`, and `FiscalSealError` when it cannot go there, before work is done in vain, or is one of `inputs`. */
export function requireOutput(values: OutputValues, inputs: readonly (string | undefined)[]): string {
  const out = requireOption(values.out, 'out')
  requireFolderOf(out)
  requireOtherFile(out, inputs)
  if (values.force !== true) requireAbsent([out])
  return out
}

/** Writes the output where `requireOutput` said. */
export function writeOutput(values: OutputValues, bytes: Uint8Array): void {
  const path = requireOption(values.out, 'out')
  writeOutputFiles([{ path, bytes, replace: values.force === true }])
}

/** Returns the values of an option that must be given at least once. */
export function requireSome(values: readonly string[] | undefined, name: string): readonly string[] {
  if (values === undefined || values.length === 0) throw new UsageError(`--${name} is missing.`)
  return values
}
