import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

/** `fiscalseal/verify` as a browser gets it. */
export interface Bundle {
  readonly path: string
  /** What is loaded to begin with: the entry and all that it imports. */
  readonly entryBytes: number
  /** What further is loaded when a file asks for it: the analysis of later changes, for instance. */
  readonly laterBytes: number
  /** Files in it that are not ours. */
  readonly foreign: readonly string[]
  /** Modules that it would still have to load. */
  readonly external: readonly string[]
}

type Outputs = Metafile['outputs']

/** The outputs that `output` imports, itself first; not what it loads later. */
const withImports = (outputs: Outputs, output: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(output)) return seen
  seen.add(output)
  for (const { kind, path } of outputs[output]?.imports ?? [])
    if (kind === 'import-statement') withImports(outputs, path, seen)
  return seen
}

const gzippedBytes = async (folder: string, paths: Iterable<string>): Promise<number> => {
  const sizes = [...paths].map(
    async (path) => gzipSync(await readFile(join(folder, path)), { level: 9 }).length,
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Bundles and minifies the installed `fiscalseal/verify` for browsers; an import that no browser has fails the build. */
export const bundleVerifier = async (folder: string): Promise<Bundle> => {
  const entry = join(folder, 'browser-entry.mjs')
  await writeFile(entry, "export * from 'fiscalseal/verify'\n")
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outdir: 'browser',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  })
  const { inputs, outputs } = metafile
  const ours = (file: string): boolean =>
    file === 'browser-entry.mjs' || file.startsWith('node_modules/fiscalseal/dist/esm/')
  const first = withImports(outputs, 'browser/browser-entry.mjs')
  return {
    path: join(folder, 'browser/browser-entry.mjs'),
    entryBytes: await gzippedBytes(folder, first),
    laterBytes: await gzippedBytes(
      folder,
      Object.keys(outputs).filter((path) => !first.has(path)),
    ),
    foreign: Object.keys(inputs).filter((file) => !ours(file)),
    external: Object.values(outputs)
      .flatMap((output) => output.imports)
      .filter(({ external }) => external === true)
      .map((module) => module.path),
  }
}

/** Bundles all `entries` of the installed package for browsers, each as one name, and returns the path; fails as `bundleVerifier` does. */
export const bundleEntries = async (folder: string, entries: readonly string[]): Promise<string> => {
  const entry = join(folder, 'browser-entries.mjs')
  const names = entries.map((name) => `export * as ${name.split('/').at(-1) ?? name} from '${name}'\n`)
  await writeFile(entry, names.join(''))
  await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outdir: 'browser-all',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  })
  return join(folder, 'browser-all/browser-entries.mjs')
}
