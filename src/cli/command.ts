import type { ExitCode } from './exit-code.js'
import type { Terminal } from './terminal.js'

/** One sub-command, loaded when it is called. */
export interface Command {
  /** What `--help` prints: usage, what it does, options, examples. */
  readonly help: string
  /** Does the work; throws `UsageError`, `FiscalSealError`, `Interrupted`. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}
