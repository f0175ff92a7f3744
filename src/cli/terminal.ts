/** Where the command reads and writes: the process, or a test. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string | Uint8Array): void
  /** Fulfils when all that was written to standard output has gone out; throws `FiscalSealError('file.not-writable')`. */
  written(): Promise<void>
  /** Writes to standard error. */
  err(text: string): void
  /** Whether a person sees standard output. */
  readonly outIsTerminal: boolean
  /** Whether a person sees standard error. */
  readonly errIsTerminal: boolean
  /** Whether a person can be asked. */
  readonly inIsTerminal: boolean
  /** Columns of the terminal behind standard error. */
  readonly columns: number
  /** Returns a variable of the environment; `undefined` when it is not set or empty. */
  env(name: string): string | undefined
  /** Asks for one line without showing what is typed; throws `Interrupted` when the person gives up. */
  askSecret(question: string): Promise<string>
  /** Returns all of standard input, at most `limit` bytes; throws `RangeError` when there is more. */
  readInput(limit: number): Promise<Uint8Array>
}

/** Somebody pressed Ctrl-C or Ctrl-D at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
