import {
  type Stats,
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
} from 'node:fs'
import { concatBytes } from '../base/bytes.js'
import { FiscalSealError } from '../base/errors.js'
import { reasonOf, systemCode } from './system-error.js'

const MEGABYTE = 1024 * 1024

/** Returns the bytes of a file of at most `limit` bytes (default 64 MiB); throws `FiscalSealError` `file.not-found`. A pipe or device is no file. */
export function readInputFile(path: string, limit = 64 * MEGABYTE): Uint8Array {
  const descriptor = openForReading(path)
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile())
      throw notReadable(path, status.isDirectory() ? 'it is a folder' : 'it is no ordinary file')
    if (status.size > limit) throw notReadable(path, `it is larger than ${limit} bytes`)
    return new Uint8Array(readFileSync(descriptor))
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Returns the bytes of a file as `readInputFile` does, or what comes out of a pipe, as in `<(pass show seal)`, until its writer closes it: for
 * small secrets, which need not lie in a file.
 */
export async function readFileOrPipe(path: string, limit: number): Promise<Uint8Array> {
  if (!statusOf(path).isFIFO()) return readInputFile(path, limit)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    // Not at once: until somebody writes, Ctrl-C must still be heard.
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > limit) throw notReadable(path, `it is larger than ${limit} bytes`)
    }
  } catch (cause) {
    throw cause instanceof FiscalSealError ? cause : notReadable(path, reasonOf(cause), cause)
  }
  return concatBytes(chunks)
}

/** Returns the names in a folder, none where there is no folder; throws `FiscalSealError` `file.not-found` when nobody may look. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return []
    throw notReadable(folder, reasonOf(cause), cause)
  }
}

/** Throws `FiscalSealError` `file.not-found` unless `path` is an ordinary file: opening a pipe would wait for ever. */
export function requireFile(path: string): void {
  const status = statusOf(path)
  if (!status.isFile())
    throw notReadable(path, status.isDirectory() ? 'it is a folder' : 'it is no ordinary file')
}

function statusOf(path: string): Stats {
  try {
    return statSync(path)
  } catch (cause) {
    throw notReadable(path, reasonOf(cause), cause)
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    throw notReadable(path, reasonOf(cause), cause)
  }
}

function notReadable(path: string, why: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError('file.not-found', `The file ${path} cannot be read: ${why}.`, { cause })
}
