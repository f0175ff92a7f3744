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

/**
 * Returns the paths of the files directly in the folder `path`, sorted; `undefined` when it is a file. Throws
 * `FiscalSealError('file.not-found' | 'platform.unsupported')`.
 */
export function listFolder(path: string): readonly string[] | undefined {
  return platform.listFolder(path)
}
