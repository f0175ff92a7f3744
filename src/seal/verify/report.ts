import type { Finding } from '../../base/findings/finding.js'
import { rowOf } from '../../base/findings/finding.js'
import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { digest, digestNow } from '../../crypto/digest.js'
import { duplicateKeyOf } from '../../document/model/duplicate-key.js'
import type { ReadReceipt } from '../../document/model/signed-receipt.js'
import type { Context } from './context.js'
import type { Verdict } from './judge.js'
import type { OpenDocument } from './open-document.js'
import type { VerifiedSignature } from './signature-verification.js'
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
export function toReport(
  { verdict, signatures, findings, document }: ReportParts,
  { name: file, validationTime: at }: Context & { readonly name: string | null },
): Awaitable<Report> {
  const carrier = verdict.status === 'trusted' ? signatures[verdict.carrier] : undefined
  const validationTime = new Date(at).toISOString()
  const answers = answersOf(carrier ?? mostTelling(signatures))
  const reports = signatures.map(({ report }) => report)
  const common = { file, validationTime, answers, signatures: reports, findings }
  if (verdict.status !== 'trusted') return { status: verdict.status, ...common }
  if (carrier === undefined || document === undefined) return { status: 'indeterminate', ...common }
  const { content } = document.receiptIn(carrier.found.signed)
  const trusted: Trusted = { status: 'trusted', ...common, ...whoSealed(carrier) }
  return content === undefined ? trusted : withContent(trusted, content)
}

type Trusted = Omit<TrustedReport, 'document' | 'duplicateKey'>

function whoSealed({
  report: { signer, authority, field },
  found: { signed, coverage },
}: VerifiedSignature): Pick<Trusted, 'signer' | 'authority' | 'field' | 'signedLength'> {
  if (signer === null || authority === null || signed === undefined || coverage.range === undefined) {
    throw new Error('a valid signature has a signer, an authority and a signed revision')
  }
  return { signer, authority, field, signedLength: coverage.range.end }
}

/** What is signed was read to the end for the verdict; objects are made of it when somebody asks. */
function withContent(trusted: Trusted, content: ReadReceipt): Awaitable<TrustedReport> {
  const compute = digestNow
  if (compute !== undefined) return lazily(trusted, content, () => compute('SHA-256', [content.data]))
  return whenReady(digest('SHA-256', [content.data]), (sha256) => lazily(trusted, content, () => sha256))
}

function lazily(trusted: Trusted, content: ReadReceipt, sha256: () => Uint8Array): TrustedReport {
  return {
    ...trusted,
    get document() {
      return content.receipt
    },
    get duplicateKey() {
      return duplicateKeyOf(content.receipt, sha256())
    },
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
