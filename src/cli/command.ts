import type { ErrorCode } from '../base/error-codes.js'
import type { FiscalSealError } from '../base/errors.js'
import type { ExitCode } from './exit-code.js'
import type { Terminal } from './terminal.js'

/** What to do about errors, where their message does not say it already. */
export type Advice = Readonly<Partial<Record<ErrorCode, string>>>

/** One sub-command, loaded when it is called. */
export interface Command {
  /** What `--help` prints: usage, what it does, options, examples. */
  readonly help: string
  /** What to do about errors where it is not what other commands would advise, such as for want of an option that they have. */
  readonly advice?: Advice
  /** Exit code when the work cannot be done and the arguments are not to blame; default: 1. Where 1 is a verdict, that would be a wrong one. */
  readonly failed?: ExitCode
  /** Returns whether an error comes of the values of options alone: what the library refuses of them is wrong usage, as what is refused here. */
  isMisuse?(error: FiscalSealError): boolean
  /** Does the work; throws `UsageError`, `FiscalSealError`, `Interrupted`. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}
