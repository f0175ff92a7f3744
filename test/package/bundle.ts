import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** `fiscalseal/verify` as a browser gets it. */
export interface Bundle {
  readonly path: string
  readonly gzippedBytes: number
  /** Files in it that are not ours. */
  readonly foreign: readonly string[]
  /** Modules that it would still have to load. */
  readonly external: readonly string[]
}

/** Bundles and minifies the installed `fiscalseal/verify` for browsers; an import that no browser has fails the build. */
export const bundleVerifier = async (folder: string): Promise<Bundle> => {
  const entry = join(folder, 'browser-entry.mjs')
  const path = join(folder, 'browser-bundle.mjs')
  await writeFile(entry, "export * from 'fiscalseal/verify'\n")
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  })
  const ours = (file: string): boolean =>
    file === 'browser-entry.mjs' || file.startsWith('node_modules/fiscalseal/dist/esm/')
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
  return {
    path,
    gzippedBytes: gzipSync(await readFile(path), { level: 9 }).length,
    foreign: Object.keys(metafile.inputs).filter((file) => !ours(file)),
    external: imports.filter(({ external }) => external === true).map((module) => module.path),
  }
}
