import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Folder of the corpora; they are not part of the repository. */
export const CORPORA = process.env['FISCALSEAL_CORPORA'] ?? '../shared/corpora'

/** Returns whether `folder` of the corpora is there; says so on standard output when it is not. */
export function hasCorpus(folder: string): boolean {
  const present = existsSync(join(CORPORA, folder, 'manifest.json'))
  if (!present)
    process.stdout.write(
      `\nSKIPPED: no ${folder} in ${CORPORA}; set FISCALSEAL_CORPORA to a folder that has it.\n`,
    )
  return present
}

/** Returns the manifest of `folder` as it is written. */
export function readManifest(folder: string): unknown {
  return JSON.parse(new TextDecoder().decode(readCorpusFile(folder, 'manifest.json')))
}

/** Returns whether a file of `folder` is there, gzipped or not. */
export function hasCorpusFile(folder: string, name: string): boolean {
  const path = join(CORPORA, folder, name)
  return existsSync(path) || existsSync(`${path}.gz`)
}

/** Returns whether a file of `folder` is not there; says so on standard output. */
export function lacksCorpusFile(folder: string, name: string): boolean {
  const lacks = !hasCorpusFile(folder, name)
  if (lacks) process.stdout.write(`\nSKIPPED: no ${folder}/${name} in ${CORPORA}.\n`)
  return lacks
}

/** Returns a file of `folder`, gunzipped when only its `.gz` is there. */
export function readCorpusFile(folder: string, name: string): Uint8Array {
  const path = join(CORPORA, folder, name)
  const bytes = existsSync(path) ? readFileSync(path) : readFileSync(`${path}.gz`)
  return name.endsWith('.gz') || !existsSync(path) ? gunzipSync(bytes) : bytes
}

/** Returns the PEM files in a folder of the corpora as text, in order of their names. */
export function readPemFiles(folder: string): readonly string[] {
  return readdirSync(join(CORPORA, folder))
    .filter((name) => name.endsWith('.pem') || name.endsWith('.pem.gz'))
    .sort()
    .map((name) => new TextDecoder().decode(readCorpusFile(folder, name)))
}

/** Prints lines of a table to standard output, past the test runner's own log. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

/** Returns `part` of `whole` as text such as `255/272 = 93.8 %`. */
export function share(part: number, whole: number): string {
  return `${part}/${whole} = ${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %`
}
