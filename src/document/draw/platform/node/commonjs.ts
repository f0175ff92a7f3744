import { readFontFile } from './font-files.js'

/** Returns the TrueType file of `weight` that is installed with the library; for its CommonJS build. */
export function readDefaultFont(weight: 'regular' | 'bold'): Promise<Uint8Array> {
  return readFontFile((specifier) => require.resolve(specifier), weight)
}
