import { statSync, type BigIntStats } from 'node:fs'
import { basename, dirname } from 'node:path'
import { UsageError } from './usage-error.js'

/**
 * Throws `UsageError` when the output would take the place of a file that the command reads, by whatever name: what was made from it is no
 * substitute for it, even with `--force`.
 */
export function requireOtherFile(out: string, inputs: readonly (string | undefined)[]): void {
  for (const input of inputs) {
    if (input === undefined || !isSamePlace(out, input)) continue
    throw new UsageError(`--out names ${JSON.stringify(input)}, which is read here: choose another name.`)
  }
}

/** Returns whether two names lead to one file, also to one that is yet to be written. */
export function isSamePlace(one: string, other: string): boolean {
  const place = placeOf(one)
  return place !== undefined && place === placeOf(other)
}

/** Where there is no file, the name in its folder; `undefined` where there is none either. */
function placeOf(path: string): string | undefined {
  const file = statusOf(path)
  if (file !== undefined) return `${file.dev} ${file.ino}`
  const folder = statusOf(dirname(path))
  return folder === undefined ? undefined : `${folder.dev} ${folder.ino} ${basename(path)}`
}

/** What is not there, or cannot be looked at, is found out when it is read or written. */
function statusOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}
