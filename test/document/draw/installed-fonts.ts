import { readFileSync } from 'node:fs'
import type { FontFiles } from '../../../src/document/draw/fonts.js'

const FOLDER = 'node_modules/@expo-google-fonts/source-sans-3'

/** The files that are installed with the library. */
export const installedFonts: FontFiles = {
  regular: readFileSync(`${FOLDER}/400Regular/SourceSans3_400Regular.ttf`),
  bold: readFileSync(`${FOLDER}/600SemiBold/SourceSans3_600SemiBold.ttf`),
}
