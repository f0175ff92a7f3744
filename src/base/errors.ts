import type { ErrorCode } from './error-codes.js'
import type { FindingCode } from './findings/table.js'

/** One of several problems in what the caller gave: where (a path such as `lines[2].unitPrice`), which, and what to do. */
export interface Problem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** What every public function throws for a caller's mistake or an operation that cannot be done. `code` is stable. */
export class FiscalSealError extends Error {
  override readonly name = 'FiscalSealError'
  readonly code: ErrorCode
  readonly problems: readonly Problem[]

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly problems?: readonly Problem[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
  }
}

/** Internal: what a parser throws on bytes that are not what they should be. One boundary turns it into a finding or a `FiscalSealError`. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly code: FindingCode
  /** Offset in bytes into what was being parsed, where it is known. */
  readonly offset: number | undefined

  constructor(code: FindingCode, detail = '', offset?: number) {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.offset = offset
  }

  /** What exactly was found, in words; may hold text of the file: escape it before it is shown. */
  readonly detail: string
}
