import { readInputFile } from '../input-file.js'
import { UsageError } from '../usage-error.js'

/** More than a bundle may have, so that a larger one is refused as one. */
const MAX_LENGTH = 8 * 1024 * 1024

/** Returns a file of a bundle, or a part of one. Throws `FiscalSealError('file.not-found')`. */
export function readBundlePart(path: string): Uint8Array {
  return readInputFile(path, MAX_LENGTH)
}

/** Returns the values of an option that must be given at least once. */
export function requireSome(values: readonly string[] | undefined, name: string): readonly string[] {
  if (values === undefined || values.length === 0) throw new UsageError(`--${name} is missing.`)
  return values
}
