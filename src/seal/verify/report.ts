import type { Finding } from '../../base/findings/finding.js'
import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { digest, digestNow } from '../../crypto/digest.js'
import type { ReadReceipt } from '../../document/model/read-receipt.js'
import type { Context } from './context.js'
import type { Verdict } from './judge.js'
import type { OpenDocument } from './open-document.js'
import { reportContent } from './reported-content.js'
import type { ReportedContent } from './reported-content.js'
import type { VerifiedSignature } from './signature-verification.js'
import type { Answers, OtherReport, Report, TrustedReport } from './types.js'

/** What a report is made from. */
export interface ReportParts {
  readonly verdict: Verdict
  readonly signatures: readonly VerifiedSignature[]
  /** Absent when the file could not be read. */
  readonly document: OpenDocument | undefined
  readonly findings: readonly Finding[]
}

/** Returns the report; signer, authority and content are in it only when the verdict is `trusted` (DESIGN §2, property 4). */
export function toReport(
  { verdict, signatures, findings, document }: ReportParts,
  { name: file, validationTime: at, isoTime }: Context & { readonly name: string | null },
): Awaitable<Report> {
  const carrier = verdict.status === 'trusted' ? signatures[verdict.carrier] : undefined
  const common: Common = {
    file,
    validationTime: isoTime(at),
    answers: answersOf(carrier ?? mostTelling(signatures)),
    signatures: signatures.map(({ report }) => report),
    findings,
  }
  if (verdict.status !== 'trusted') return { status: verdict.status, ...common }
  if (carrier === undefined || document === undefined) return { status: 'indeterminate', ...common }
  const seal = sealOf(carrier)
  return whenReady(document.receiptIn(carrier.found.signed), ({ content }) =>
    content === undefined ? { status: 'trusted', ...common, ...seal } : sealedContent(common, seal, content),
  )
}

/** What is signed was read to the end for the verdict; its digest is computed at once only where that waits. */
function sealedContent(common: Common, seal: Seal, content: ReadReceipt): Awaitable<Report> {
  const compute = digestNow
  if (compute !== undefined)
    return withContent(common, seal, { content, sha256: () => compute('SHA-256', [content.data]) })
  return whenReady(digest('SHA-256', [content.data]), (sha256) =>
    withContent(common, seal, { content, sha256: () => sha256 }),
  )
}

type Common = Omit<OtherReport, 'status'>
type Seal = Pick<TrustedReport, 'signer' | 'authority' | 'field' | 'signedLength'>

function sealOf({
  report: { signer, authority, field },
  found: { signed, coverage },
}: VerifiedSignature): Seal {
  if (signer === null || authority === null || signed === undefined || coverage.range === undefined) {
    throw new Error('a valid signature has a signer, an authority and a signed revision')
  }
  return { signer, authority, field, signedLength: coverage.range.end }
}

/** Spelled out: spreading costs more than all the rest. */
function withContent(
  { file, validationTime, answers, signatures, findings }: Common,
  { signer, authority, field, signedLength }: Seal,
  content: ReportedContent,
): TrustedReport {
  const report: Omit<TrustedReport, 'document' | 'duplicateKey'> = {
    status: 'trusted',
    file,
    validationTime,
    answers,
    signatures,
    findings,
    signer,
    authority,
    field,
    signedLength,
  }
  return reportContent(report, content)
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
  const { report, authority, seller, found } = verified
  return {
    intact: INTACT[report.integrity],
    whole: found.coverage.claimed === undefined ? WHOLE[report.coverage] : 'no',
    authority,
    seller,
    changes: report.changes,
    consistent: 'not-checked',
  }
}

const INTACT = { intact: 'yes', broken: 'no', unknown: 'unknown' } as const
const WHOLE = { 'whole-file': 'yes', 'whole-revision': 'yes', partial: 'no', unclear: 'unknown' } as const
