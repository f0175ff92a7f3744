import * as platform from '#platform'
import type { FileSource } from './platform/types.js'

export type { FileSource } from './platform/types.js'

/**
 * Returns the file at `path` as a source, open until `close`. Throws `FiscalSealError('file.not-found')`, and
 * `FiscalSealError('platform.unsupported')` where there are no files.
 */
export function openFile(path: string): FileSource {
  return platform.openFile(path)
}
