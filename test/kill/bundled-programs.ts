import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../..')

/** Source of the command `fiscalseal`. */
export const COMMAND = join(ROOT, 'src/cli/main.ts')

/** Writes each program as one file that Node runs alone, `name`.mjs in `folder`: what a test starts as a process of its own. */
export async function bundlePrograms(
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  const { imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly imports: Readonly<Record<string, { readonly node: string }>>
  }
  const aliases = Object.entries(imports).map(([name, { node }]) => [name, sourceOf(node)] as const)
  await build({
    entryPoints: programs,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    alias: Object.fromEntries(aliases),
    external: ['pdf-lib', '@pdf-lib/fontkit', 'node-forge', 'uqr'],
    logLevel: 'error',
  })
}

function sourceOf(built: string): string {
  return join(ROOT, built.replace('./dist/esm/', 'src/').replace(/\.js$/, '.ts'))
}
