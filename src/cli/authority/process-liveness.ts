import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from '../system-error.js'

/** A process that was seen once. */
export interface SeenProcess {
  readonly pid: number
  readonly host: string
  /** When it began, as `startOf` said then, for numbers of processes are used again; empty when it said nothing. */
  readonly started: string
  /** Where its number counts, as `numberSpace` says it; empty when nothing was said. */
  readonly space: string
}

/**
 * Returns whether a process has ended. Of other machines nobody knows, nor of another container that goes by the name of this machine: their
 * processes count as running.
 */
export function isGone({ pid, host, started, space }: SeenProcess): boolean {
  if (host !== hostname() || (space !== '' && space !== numberSpace())) return false
  if (!exists(pid)) return true
  const found = startOf(pid)
  // Ended, but its parent has not asked yet how.
  if (found === ENDED) return true
  return found !== undefined && started !== '' && found !== started
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) !== 'ESRCH'
  }
}

const ENDED = 'ended'
/** Fields of /proc/PID/stat after the name of the program, which may hold anything (proc(5)). */
const STATE = 0
const START_TIME = 19

/** Returns when a process began, as Linux counts it, or that it ended; `undefined` where the system does not say. */
export function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return ['Z', 'X', 'x'].includes(fields[STATE] ?? '') ? ENDED : fields[START_TIME]
  } catch {
    return undefined
  }
}

/** Returns in which space the numbers of processes count here (pid_namespaces(7)); empty where the system has one only, or does not say. */
export function numberSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
