import { closeSync, constants, fstatSync, openSync, readSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FiscalSealError } from '../../../base/errors.js'
import type { FileSource } from '../types.js'

/** Returns the file at `path` as a source. Throws `FiscalSealError('file.not-found')` when it is no file that can be read. */
export function openFile(path: string): FileSource {
  const descriptor = open(path)
  const { size } = fstatSync(descriptor)
  return {
    size,
    read: (from, to) => readFully(descriptor, from, Math.min(to, size)),
    close: () => {
      closeSync(descriptor)
    },
  }
}

/**
 * Returns the paths of the files directly in the folder `path`, sorted; `undefined` when it is no folder. Throws
 * `FiscalSealError('file.not-found')`.
 */
export function listFolder(path: string): readonly string[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return undefined
    const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => !entry.isDirectory())
    return entries.map(({ name }) => join(path, name)).sort()
  } catch (cause) {
    throw new FiscalSealError(
      'file.not-found',
      `The file ${path} cannot be read: it does not exist, or is not to be read.`,
      { cause },
    )
  }
}

function open(path: string): number {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    throw new FiscalSealError('file.not-found', `The file ${path} does not exist or cannot be read.`, {
      cause,
    })
  }
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw new FiscalSealError('file.not-found', `${path} is not a file.`)
}

function readFully(descriptor: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, to - from))
  let filled = 0
  while (filled < bytes.length) {
    const read = readSync(descriptor, bytes, filled, bytes.length - filled, from + filled)
    if (read === 0) throw new FiscalSealError('file.not-found', 'The file became shorter while it was read.')
    filled += read
  }
  return bytes
}
