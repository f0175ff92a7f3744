import { randomBytes } from 'node:crypto'
import {
  type Stats,
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { FiscalSealError } from '../base/errors.js'
import { reasonOf, systemCode } from './system-error.js'

/** A file to be written. */
export interface OutputFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** Holds a key: only the owner may read it. */
  readonly isSecret?: boolean
  /** Takes the place of a file that is there. */
  readonly replace?: boolean
}

interface StagedFile extends OutputFile {
  readonly temporary: string
}

/**
 * Writes all files or none. Each is written beside its place under a name of its own and moved there when it is complete, so that
 * nobody ever sees half a file, and a link in its place is replaced and not followed. Throws `FiscalSealError`: `file.exists` for a
 * file that is there already and not to be replaced, `file.not-writable` for everything else.
 */
export function writeOutputFiles(files: readonly OutputFile[]): void {
  files.forEach(requireFree)
  const staged: StagedFile[] = []
  const published: string[] = []
  try {
    for (const file of files) staged.push(stage(file))
    for (const file of staged) {
      publish(file)
      if (file.replace !== true) published.push(file.path)
    }
    // A name is kept for good when its folder is: after a failure of the machine, too, who was told that a file is there finds it.
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) keepNames(folder)
  } catch (error) {
    for (const path of published) rmSync(path, { force: true })
    throw error
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true })
  }
}

/** Throws `file.exists` when something is at one of `paths`: before long work is done in vain. */
export function requireAbsent(paths: readonly string[]): void {
  const present = paths.find(isTaken)
  if (present !== undefined) throw exists(present)
}

/** Throws what `writeOutputFiles` would, as far as it can be known: before long work is done in vain, or something is done that stays. */
export function requirePlace(file: Pick<OutputFile, 'path' | 'replace'>): void {
  requireFree(file)
  requireFolderOf(file.path)
}

function requireFree({ path, replace }: Pick<OutputFile, 'path' | 'replace'>): void {
  if (replace === true) requireReplaceable(path)
  else requireAbsent([path])
}

/** Nobody who names a device, a pipe or a folder, also by a link, means that a file shall take its place: without /dev/null a machine does not work. */
function requireReplaceable(path: string): void {
  const there = statusOf(path)
  if (there === undefined || there.isFile()) return
  throw unwritable(path, there.isDirectory() ? 'it is a folder' : 'it is no ordinary file')
}

/** Of a link that leads nowhere nothing is known, nor of what cannot be looked at. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Where there is no folder in which this process may write. */
function requireFolderOf(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw notWritable(path, cause)
  }
}

/** Also by a link that leads nowhere. What cannot be looked at cannot be written either, and that is said then. */
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Writes all files or none as `writeOutputFiles` does, into a folder that is made for its owner alone unless it is there. */
export function writeOutputFolder(folder: string, files: readonly OutputFile[]): void {
  const first = makeFolder(folder)
  try {
    writeOutputFiles(files)
  } catch (error) {
    if (first !== undefined) removeFolders(resolve(folder), resolve(first))
    throw error
  }
}

/** Up to `first`, as far as they are empty: others may have written there in the meantime, even what this process could not. */
function removeFolders(folder: string, first: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    return
  }
  if (folder !== first) removeFolders(dirname(folder), first)
}

/** Returns the first folder on the path that had to be made. */
function makeFolder(path: string): string | undefined {
  try {
    const first = mkdirSync(path, { recursive: true, mode: 0o700 })
    if (first !== undefined) keepNames(dirname(first))
    return first
  } catch (cause) {
    throw notWritable(path, cause)
  }
}

/** Windows opens no folders, and some file systems cannot do this to one; they keep names by themselves or not at all. */
function keepNames(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'].includes(systemCode(cause) ?? ''))
      throw notWritable(folder, cause)
  }
}

function stage(file: OutputFile): StagedFile {
  const name = `.${basename(file.path)}.${randomBytes(6).toString('hex')}.tmp`
  const temporary = join(dirname(file.path), name)
  const descriptor = create(file, temporary)
  try {
    writeFully(descriptor, file.bytes)
    fsyncSync(descriptor)
    return { ...file, temporary }
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw notWritable(file.path, cause)
  } finally {
    closeSync(descriptor)
  }
}

/** `wx` is O_CREAT | O_EXCL: what somebody put there, a link too, is never written to. */
function create(file: OutputFile, temporary: string): number {
  try {
    return openSync(temporary, 'wx', file.isSecret === true ? 0o600 : 0o644)
  } catch (cause) {
    throw notWritable(file.path, cause)
  }
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(descriptor, bytes, written)
}

function publish({ path, temporary, replace = false }: StagedFile): void {
  try {
    if (replace) renameSync(temporary, path)
    // A hard link fails when the name is taken; a rename would replace what came there in the meantime.
    else linkSync(temporary, path)
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw exists(path)
    if (replace || !hasNoLinks(cause)) throw notWritable(path, cause)
    publishByRename(path, temporary)
  }
}

/** FAT and some network file systems have no hard links. */
function hasNoLinks(cause: unknown): boolean {
  const codes = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']
  return codes.includes(systemCode(cause) ?? '')
}

function publishByRename(path: string, temporary: string): void {
  requireAbsent([path])
  try {
    renameSync(temporary, path)
  } catch (cause) {
    throw notWritable(path, cause)
  }
}

function exists(path: string): FiscalSealError {
  return new FiscalSealError('file.exists', `${path} exists already.`)
}

function notWritable(path: string, cause: unknown): FiscalSealError {
  return unwritable(path, whyNotWritten(cause), cause)
}

function unwritable(path: string, why: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError('file.not-writable', `${path} cannot be written: ${why}.`, { cause })
}

/** What does not exist is never the file itself. */
function whyNotWritten(cause: unknown): string {
  return systemCode(cause) === 'ENOENT' ? 'its folder does not exist' : reasonOf(cause)
}
