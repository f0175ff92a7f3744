import { FiscalSealError } from '../../base/errors.js'
import { gravest } from './judge.js'
import type { Report, TrustedReport, VerifyInput, VerifyOptions } from './types.js'
import { createVerifier } from './verifier.js'

/**
 * Returns what is found about a signed PDF: who sealed it, under which authority, whether it was changed. A bad document is a returned report;
 * `FiscalSealError` is thrown for a caller's mistake (`trust.missing`, `trust.invalid`, `argument.invalid`, `file.not-found`). The network is used only through `fetcher`.
 */
export async function verify(input: VerifyInput, options: VerifyOptions): Promise<Report> {
  return createVerifier(options).verify(input)
}

/** Throws `FiscalSealError('verify.not-trusted')`, with what was found, unless the report is trusted; `argument.invalid` for what is no report. */
export function assertTrusted(report: Report): asserts report is TrustedReport {
  const given = report as Report | undefined
  if (given?.status === undefined)
    throw new FiscalSealError('argument.invalid', 'assertTrusted takes a report; await verify(...).')
  if (report.status === 'trusted') return
  const worst = gravest([...report.findings, ...report.signatures.flatMap(({ findings }) => findings)])
  const reason = worst === undefined ? '' : ` ${worst.message} (${worst.code})`
  throw new FiscalSealError('verify.not-trusted', `The document is ${report.status}.${reason}`)
}
