import type { DocumentStatus } from '../seal/verify/types.js'

/** What the command returns to the shell. */
export const EXIT = {
  /** Done; for `verify`: all trusted. */
  ok: 0,
  /** Not done; for `verify`: some altered. */
  failed: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** `verify`: some indeterminate or untrusted. */
  doubtful: 3,
  /** `verify`: some unsigned. */
  unsigned: 4,
  /** `verify`: some unreadable. */
  unreadable: 5,
} as const

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Gravest first: where several meet, the first decides. */
const BY_GRAVITY: readonly (readonly [ExitCode, readonly DocumentStatus[]])[] = [
  [EXIT.failed, ['altered']],
  [EXIT.unreadable, ['unreadable']],
  [EXIT.doubtful, ['indeterminate', 'untrusted']],
  [EXIT.unsigned, ['unsigned']],
]

/** Returns the exit code for the verdicts on several files: 0 only when all are trusted. */
export function exitCodeOf(statuses: ReadonlySet<DocumentStatus>): ExitCode {
  const found = BY_GRAVITY.find(([, grave]) => grave.some((status) => statuses.has(status)))
  return found?.[0] ?? EXIT.ok
}
