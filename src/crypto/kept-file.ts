import * as platform from '#platform'
import type { KeptFile } from './platform/types.js'

export type { KeptFile } from './platform/types.js'

/**
 * Returns the file `name` in `folder` as something that is read and replaced as a whole; neither needs to be there yet. Its functions throw what
 * the system throws. Throws `FiscalSealError('platform.unsupported')` where there are no files.
 */
export function openKeptFile(folder: string, name: string): KeptFile {
  return platform.openKeptFile(folder, name)
}
