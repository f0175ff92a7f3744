import type { ExitCode } from './exit-code.js'
import type { Terminal } from './terminal.js'

/** One sub-command. */
export interface Command {
  /** As it is typed, `authority new`. */
  readonly name: string
  /** One line for the overview. */
  readonly summary: string
  /** What `--help` prints: usage, what it does, options, examples. */
  readonly help: string
  /** Does the work; throws `UsageError`, `FiscalSealError`, `Interrupted`. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}
