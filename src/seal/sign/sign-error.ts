import { FiscalSealError, Malformed } from '../../base/errors.js'
import type { FindingCode } from '../../base/findings/table.js'

/** What a reader says of bytes that are no PDF from the start. */
const NOT_A_PDF: readonly FindingCode[] = ['pdf.not-a-pdf', 'pdf.header-offset', 'pdf.truncated']

/**
 * Returns what `sign` throws for `error`: what a reader refused becomes `sign.not-a-pdf` or `sign.malformed` with the finding in its
 * text, everything else stays as it is.
 */
export function toSignError(error: unknown): unknown {
  if (!(error instanceof Malformed)) return error
  const isPdf = !NOT_A_PDF.includes(error.code)
  const message = isPdf
    ? `The PDF cannot be sealed, since readers may disagree about it (${error.message}). Write it anew with the program that made it.`
    : `The input is not a PDF that can be read (${error.message}).`
  return new FiscalSealError(isPdf ? 'sign.malformed' : 'sign.not-a-pdf', message, { cause: error })
}

/** Returns the error for a document whose structure would make the seal doubtful. */
export function malformed(what: string): FiscalSealError {
  return new FiscalSealError('sign.malformed', `The PDF cannot be sealed: ${what}.`)
}

/** Returns the error for what an earlier signature, or the field itself, does not allow. */
export function notPermitted(what: string): FiscalSealError {
  return new FiscalSealError('sign.not-permitted', `The PDF cannot be sealed: ${what}.`)
}
