import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { KeptFile } from '../types.js'

/** What a kept file asks of the file system. */
export const FILE_OPERATIONS = {
  makeFolder: (path: string): void => {
    mkdirSync(path, { recursive: true })
  },
  open: openSync,
  write: writeSync,
  flush: fsyncSync,
  close: closeSync,
  rename: renameSync,
  remove: (path: string): void => {
    rmSync(path, { force: true })
  },
}

/** What a kept file asks of the file system; a test may let any of it fail. */
export type FileOperations = typeof FILE_OPERATIONS

/** Returns the file `name` in `folder`. What it writes stands beside it under a name of its own until it is complete and on the disk. */
export function openKeptFile(
  folder: string,
  name: string,
  operations: FileOperations = FILE_OPERATIONS,
): KeptFile {
  const path = join(folder, name)
  return {
    read: (maxBytes) => readWhole(path, maxBytes),
    replace: (bytes, mayReplace) => {
      operations.makeFolder(folder)
      const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`)
      try {
        writeWhole(temporary, bytes, operations)
        // Nothing of this process comes between the question and the answer.
        if (!mayReplace(readWhole(path, Number.MAX_SAFE_INTEGER))) return false
        operations.rename(temporary, path)
      } finally {
        operations.remove(temporary)
      }
      flushNames(folder, operations)
      removeLeftovers(path, operations)
      return true
    },
  }
}

function readWhole(path: string, maxBytes: number): Uint8Array | undefined {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    if (fstatSync(descriptor).size > maxBytes) throw new RangeError(`${path} has more than ${maxBytes} bytes`)
    return new Uint8Array(readFileSync(descriptor))
  } finally {
    closeSync(descriptor)
  }
}

function writeWhole(path: string, bytes: Uint8Array, operations: FileOperations): void {
  // `wx` is O_CREAT | O_EXCL: what somebody put there, a link too, is never written to.
  const descriptor = operations.open(path, 'wx', 0o644)
  try {
    let written = 0
    while (written < bytes.length) written += operations.write(descriptor, bytes, written)
    operations.flush(descriptor)
  } finally {
    operations.close(descriptor)
  }
}

const HOUR = 3_600_000

/** What a process that was stopped left behind. Others may be writing at this moment: only what is much older than the file is taken away. */
function removeLeftovers(path: string, operations: FileOperations): void {
  const [folder, prefix] = [dirname(path), `.${basename(path)}.`]
  const { mtimeMs } = statSync(path)
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue
    const leftover = join(folder, name)
    const age = mtimeMs - (statSync(leftover, { throwIfNoEntry: false })?.mtimeMs ?? mtimeMs)
    if (age > HOUR) operations.remove(leftover)
  }
}

/** What cannot be flushed: Windows opens no folders, and some file systems have nothing to flush there. */
const WITHOUT_FOLDERS = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']

/** The new name is kept for good when its folder is. */
function flushNames(folder: string, operations: FileOperations): void {
  try {
    const descriptor = operations.open(folder, 'r')
    try {
      operations.flush(descriptor)
    } finally {
      operations.close(descriptor)
    }
  } catch (error) {
    if (!WITHOUT_FOLDERS.some((code) => code === codeOf(error))) throw error
  }
}

/** Errors of the system may come from another realm: their class tells nothing. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
