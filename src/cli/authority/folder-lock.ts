import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FiscalSealError } from '../../base/errors.js'
import { namesIn } from '../input-file.js'
import { reasonOf, systemCode } from '../system-error.js'
import { isGone, numberSpace, startOf, type SeenProcess } from './process-liveness.js'

const LOCK_FILE = 'authority.lock'
const POLL_MILLISECONDS = 25

/** Who holds a lock. */
interface Holder extends SeenProcess {
  /** Random, in hexadecimal: no two locks that were ever taken have the same. */
  readonly token: string
}

/** How long to wait for others. */
export interface LockOptions {
  /** Default: 10. */
  readonly waitSeconds?: number
}

/**
 * Returns what `work` returns, done while this process alone works on `folder`. Others wait; a lock whose process died is taken over. Throws
 * `FiscalSealError('authority.locked')` when another process keeps it too long, `'file.not-writable'` when none can be taken.
 */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  { waitSeconds = 10 }: LockOptions = {},
): Promise<T> {
  const path = join(folder, LOCK_FILE)
  const holder = newHolder()
  const afterDeath = await acquire(path, holder, performance.now() + waitSeconds * 1000)
  try {
    // The folder of the certificates may be long: it is looked through only when somebody may have died in it.
    removeLeftOvers(afterDeath ? [folder, join(folder, 'certificates')] : [folder])
    return await work()
  } finally {
    if (holderOf(path)?.token === holder.token) rmSync(path, { force: true })
  }
}

function newHolder(): Holder {
  const token = randomBytes(16).toString('hex')
  const { pid } = process
  return { token, pid, host: hostname(), started: startOf(pid) ?? '', space: numberSpace() }
}

/** Returns whether the lock of a dead process was in the way. */
async function acquire(path: string, holder: Holder, deadline: number): Promise<boolean> {
  let afterDeath = false
  while (!place(path, holder)) {
    const other = holderOf(path)
    if (other !== undefined && isGone(other)) {
      takeOver(path, other)
      afterDeath = true
      continue
    }
    // Not the time of day, which may be set back meanwhile.
    if (performance.now() > deadline) throw locked(path, other)
    await sleep(POLL_MILLISECONDS)
  }
  return afterDeath
}

/** Puts a file with the holder at `path` unless there is one. It appears there complete, by a hard link. */
function place(path: string, holder: Holder): boolean {
  if (existsSync(path)) return false
  const temporary = join(dirname(path), `.${basename(path)}.${holder.token}.tmp`)
  try {
    writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600, flush: true })
    linkSync(temporary, path)
    return true
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(cause) ?? ''))
      throw notLockable(path, cause)
    return placeWithoutLinks(path, holder)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** FAT and some network file systems have no hard links. */
function placeWithoutLinks(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600, flag: 'wx', flush: true })
    return true
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    throw notLockable(path, cause)
  }
}

function notLockable(path: string, cause: unknown): FiscalSealError {
  return new FiscalSealError('file.not-writable', `${path} cannot be written: ${reasonOf(cause)}.`, { cause })
}

/** Returns `undefined` when there is no lock, or one that says nothing. */
function holderOf(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    const { token, pid, host, started, space } = holder
    const isToken = typeof token === 'string' && /^[0-9a-f]{32}$/.test(token)
    if (!isToken || typeof pid !== 'number' || typeof host !== 'string' || typeof started !== 'string')
      return undefined
    return { token, pid, host, started, space: typeof space === 'string' ? space : '' }
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) !== undefined) return undefined
    throw error
  }
}

/**
 * Removes the lock of a process that died. Two that find it at once must not both remove one: the second would remove the new lock of the first.
 * So only who holds a further lock, named after the dead one, may remove it, and looks again before he does. That further lock is taken over
 * in the same way when its holder died too.
 */
function takeOver(path: string, dead: Holder): void {
  const guard = `${path}.${dead.token}`
  if (!place(guard, newHolder())) {
    const other = holderOf(guard)
    if (other !== undefined && isGone(other)) takeOver(guard, other)
    return
  }
  try {
    if (holderOf(path)?.token === dead.token) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

function locked(path: string, holder: Holder | undefined): FiscalSealError {
  const who = holder === undefined ? 'Another process' : `Process ${holder.pid} on ${holder.host}`
  return new FiscalSealError(
    'authority.locked',
    `${who} works on ${dirname(path)}. If none does any more, remove ${path}.`,
  )
}

/** What processes that died while they wrote have left; nobody but the holder of the lock writes here. */
function removeLeftOvers(places: readonly string[]): void {
  for (const place of places) {
    for (const name of namesIn(place)) {
      if (isLeftOver(join(place, name))) rmSync(join(place, name), { force: true })
    }
  }
}

/** Those who wait for the lock, or take over that of a dead process, have a file of their own for a moment. */
function isLeftOver(path: string): boolean {
  const name = basename(path)
  const isOfWaiting = name.startsWith(`.${LOCK_FILE}.`) || name.startsWith(`${LOCK_FILE}.`)
  // As `writeOutputFiles` names them: what else begins with a dot is somebody's.
  if (!isOfWaiting) return /^\..+\.[0-9a-f]{12}\.tmp$/.test(name)
  const holder = holderOf(path)
  return holder !== undefined && isGone(holder)
}
