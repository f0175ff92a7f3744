import type { Finding } from '../../base/findings/finding.js'
import { rowOf } from '../../base/findings/finding.js'
import type { Context } from './context.js'
import type { Verdict } from './judge.js'
import type { OpenDocument } from './open-document.js'
import type { VerifiedSignature } from './signature-verification.js'
import { duplicateKeyOfReceipt } from './signed-receipt.js'
import type { Answers, Report, SignatureReport, TrustedReport } from './types.js'

/** What a report is made from. */
export interface ReportParts {
  readonly verdict: Verdict
  readonly signatures: readonly VerifiedSignature[]
  /** Absent when the file could not be read. */
  readonly document: OpenDocument | undefined
  readonly findings: readonly Finding[]
}

/** Returns the report; signer, authority and content are in it only when the verdict is `trusted` (DESIGN §2, property 4). */
export async function toReport(
  parts: ReportParts,
  { name, validationTime }: Context & { readonly name: string | null },
): Promise<Report> {
  const { verdict, signatures, findings } = parts
  const carrier = verdict.status === 'trusted' ? signatures[verdict.carrier] : undefined
  const common = {
    file: name,
    validationTime: new Date(validationTime).toISOString(),
    answers: answersOf(carrier ?? mostTelling(signatures)),
    signatures: signatures.map(({ report }) => report),
    findings,
  }
  if (verdict.status !== 'trusted') return { ...common, status: verdict.status }
  if (carrier === undefined || parts.document === undefined) return { ...common, status: 'indeterminate' }
  return { ...common, status: 'trusted', ...(await trustedPart(carrier, parts.document)) }
}

type TrustedPart = Pick<
  TrustedReport,
  'signer' | 'authority' | 'field' | 'signedLength' | 'document' | 'duplicateKey'
>

async function trustedPart(
  { report, found }: VerifiedSignature,
  document: OpenDocument,
): Promise<TrustedPart> {
  const { signer, authority, field } = report
  const { signed, coverage } = found
  if (signer === null || authority === null || signed === undefined || coverage.range === undefined) {
    throw new Error('a valid signature has a signer, an authority and a signed revision')
  }
  const { receipt, bytes } = document.receiptIn(signed)
  return {
    signer,
    authority,
    field,
    signedLength: coverage.range.end,
    ...(receipt === undefined || bytes === undefined
      ? {}
      : { document: receipt, duplicateKey: await duplicateKeyOfReceipt(receipt, bytes) }),
  }
}

/** The signature that a person would ask about: the last seal, else the last time-stamp. */
function mostTelling(signatures: readonly VerifiedSignature[]): VerifiedSignature | undefined {
  return signatures.findLast(({ report }) => report.kind === 'signature') ?? signatures.at(-1)
}

/** The six answers about one signature; without one there is nothing to answer. */
function answersOf(verified: VerifiedSignature | undefined): Answers {
  if (verified === undefined) {
    const unknown = 'unknown'
    return {
      intact: unknown,
      whole: unknown,
      authority: unknown,
      seller: unknown,
      changes: unknown,
      consistent: 'not-checked',
    }
  }
  const { report, seller } = verified
  return {
    intact: INTACT[report.integrity],
    whole: WHOLE[report.coverage],
    authority: authorityAnswer(report),
    seller,
    changes: report.changes,
    consistent: 'not-checked',
  }
}

const INTACT = { intact: 'yes', broken: 'no', unknown: 'unknown' } as const
const WHOLE = { 'whole-file': 'yes', 'whole-revision': 'yes', partial: 'no', unclear: 'unknown' } as const

function authorityAnswer({ authority, signer, findings }: SignatureReport): Answers['authority'] {
  if (signer === null) return 'unknown'
  if (authority === null) return 'not-accepted'
  // A path was found, but what is asked of it beyond (revocation) may have failed.
  const effects = findings
    .filter(({ code }) => code.startsWith('revocation.'))
    .map(({ code }) => rowOf(code).effect)
  if (effects.some((effect) => effect === 'failed' || effect === 'untrusted')) return 'not-accepted'
  return effects.includes('indeterminate') ? 'unknown' : 'accepted'
}
