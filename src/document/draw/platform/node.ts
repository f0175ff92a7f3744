import { createRequire } from 'node:module'
import { readFontFile } from './node/font-files.js'

/** Returns the TrueType file of `weight` that is installed with the library. */
export function readDefaultFont(weight: 'regular' | 'bold'): Promise<Uint8Array> {
  return readFontFile((specifier) => createRequire(import.meta.url).resolve(specifier), weight)
}
