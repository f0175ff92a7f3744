import { statSync, type BigIntStats } from 'node:fs'
import { UsageError } from './usage-error.js'

/**
 * Throws `UsageError` when the output would take the place of a file that the command reads, by whatever name: what was made from it is no
 * substitute for it, even with `--force`.
 */
export function requireOtherFile(out: string, inputs: readonly (string | undefined)[]): void {
  const there = statusOf(out)
  if (there === undefined) return
  for (const input of inputs) {
    const read = input === undefined ? undefined : statusOf(input)
    if (read?.dev !== there.dev || read.ino !== there.ino) continue
    throw new UsageError(`--out names ${JSON.stringify(input)}, which is read here: choose another name.`)
  }
}

/** What is not there, or cannot be looked at, is found out when it is read or written. */
function statusOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}
