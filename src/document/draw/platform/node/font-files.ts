import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const MANIFEST = '@expo-google-fonts/source-sans-3/package.json'

const FILES = {
  regular: '400Regular/SourceSans3_400Regular.ttf',
  bold: '600SemiBold/SourceSans3_600SemiBold.ttf',
} as const

/**
 * Returns the bytes of the font that comes with the library (Source Sans 3, SIL Open Font License). `resolve` finds a
 * file of a package from where this library is installed; what it or reading throws is passed on.
 */
export async function readFontFile(
  resolve: (specifier: string) => string,
  weight: 'regular' | 'bold',
): Promise<Uint8Array> {
  // Not the font's own specifier: test runners map specifiers that end in .ttf to stand-ins.
  const folder = dirname(resolve(MANIFEST))
  return readFile(join(folder, FILES[weight]))
}
