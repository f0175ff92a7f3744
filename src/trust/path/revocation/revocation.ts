import { equalBytes } from '../../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { finding, rowOf, type Finding } from '../../../base/findings/finding.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { RevocationReason } from '../../../formats/x509/crl.js'
import { crlDistributionPointsOf } from '../../../formats/x509/distribution-point.js'
import { ACCESS_METHOD, authorityInformationOf } from '../../../formats/x509/extensions.js'
import { formatName } from '../../../formats/x509/name.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { RevocationMode } from '../../store/anchor.js'
import { isAnchorItself } from '../anchor-itself.js'
import {
  ALL_REASONS,
  HOLD,
  TOLERANCE,
  type Answer,
  type Good,
  type RevocationEvidence,
  type Revoked,
  type Silent,
} from './answer.js'
import { askList } from './crl-rules.js'
import { askPublishedList, askResponder, listUrls, responderUrls } from './fetched-evidence.js'
import { askResponse } from './ocsp-rules.js'
import type { Inquiry, RevocationBudget, RevocationOptions, RevocationOutcome } from './revocation-options.js'

/** What is known about the revocation of a path. */
export interface RevocationResult {
  readonly outcome: RevocationOutcome
  readonly findings: readonly Finding[]
  /** The revocation that counts, where there is one. */
  readonly revoked?: {
    readonly certificate: Certificate
    /** Since when, in milliseconds since 1970. */
    readonly at: number
    readonly reason: RevocationReason
  }
  /** The lists and responses that the answer rests on, to be embedded for later. */
  readonly evidence: readonly RevocationEvidence[]
}

/** As many signatures as a search for a path may check; as many requests as one document may cause (THREATS, table of limits). */
const BUDGET: RevocationBudget = { signatures: 100, paths: 16, requests: 12 }

/** Who signs revocation information may have to be looked up himself, and who signs that. */
const MAX_DEPTH = 3

/**
 * Returns whether a certificate of the path was revoked at the time `at` (RFC 5280 §6.3, RFC 6960). Missing evidence is never fine where the
 * anchor asks for it: `revocation.unknown`, or `revocation.stale` when there is only what is out of date. `path` is leaf first, without the anchor. Throws
 * `FiscalSealError('argument.invalid')` for a time that is none.
 */
export async function checkRevocation(
  path: readonly Certificate[],
  options: RevocationOptions,
): Promise<RevocationResult> {
  const { at, currentTime = at } = options
  // Compared with what is no moment, no evidence would be current: where it is only preferred, revoked certificates would pass.
  if (!Number.isFinite(at + currentTime))
    throw new FiscalSealError('argument.invalid', 'at and currentTime are milliseconds since 1970.')
  const budget = { ...BUDGET }
  const results: RevocationResult[] = []
  for (const [position, certificate] of path.entries()) {
    // What is trusted by itself has nobody above it who could revoke it but the trust list.
    if (isAnchorItself(certificate, options.anchor)) continue
    const inquiry = inquiryInto(path.slice(position), options, { budget, pending: [] })
    results.push(await checkCertificate(inquiry, position === 0))
  }
  if (results.length === 0) return notChecked(options.anchor.id)
  return joined(results)
}

/** What is spent, and who is looked up already: nobody vouches for himself. */
interface Progress {
  readonly budget: RevocationBudget
  readonly pending: readonly Certificate[]
}

function inquiryInto(path: readonly Certificate[], options: RevocationOptions, progress: Progress): Inquiry {
  const [certificate] = path as readonly [Certificate, ...Certificate[]]
  const pending = [...progress.pending, certificate]
  const outcomeOf = async (
    other: readonly Certificate[],
    mode = options.mode,
  ): Promise<RevocationOutcome> => {
    const [signer] = other
    if (signer === undefined || pending.length > MAX_DEPTH) return 'unknown'
    if (pending.some(({ der }) => equalBytes(der, signer.der))) return 'unknown'
    if (isAnchorItself(signer, options.anchor)) return 'good'
    const inquiry = inquiryInto(other, { ...options, mode }, { budget: progress.budget, pending })
    return (await checkCertificate(inquiry, false)).outcome
  }
  return { certificate, path, options, budget: progress.budget, outcomeOf }
}

function notChecked(detail: string, findings: readonly Finding[] = []): RevocationResult {
  return {
    outcome: 'not-checked',
    findings: [...findings, finding('revocation.not-checked', detail)],
    evidence: [],
  }
}

async function checkCertificate(inquiry: Inquiry, isLeaf: boolean): Promise<RevocationResult> {
  try {
    const mode = modeFor(inquiry)
    return mode === 'none' ? notChecked(nameOf(inquiry)) : await lookUp(inquiry, { mode, isLeaf })
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return {
      outcome: 'unknown',
      findings: [finding('certificate.malformed', error.message), unknown(inquiry)],
      evidence: [],
    }
  }
}

const nameOf = ({ certificate }: Inquiry): string => formatName(certificate.subject)

function unknown(inquiry: Inquiry, answers: readonly Answer[] = []): Finding {
  const reasons = answers.flatMap((each) => (each.kind === 'silent' && !isNoted(each) ? [each] : []))
  const isStale = reasons.some(({ code }) => code === 'revocation.stale')
  const partial = answers.some(({ kind }) => kind === 'good') ? ['known for some reasons only'] : []
  const detail = [nameOf(inquiry), ...partial, ...reasons.map(({ why }) => why)].join('; ')
  return finding(isStale ? 'revocation.stale' : 'revocation.unknown', detail)
}

/** By default revocation is asked for where the certificate names a CRL or an OCSP responder; elsewhere what is there counts. */
function modeFor({ certificate, options }: Inquiry): Exclude<RevocationMode, 'auto'> {
  const mode = options.mode ?? options.anchor.revocation.mode
  if (mode !== 'auto') return mode
  // RFC 9608 §4: the issuer states that there is nothing to ask for.
  if (certificate.extensions.has(EXTENSION.noRevocationAvailable)) return 'none'
  const namesResponder = authorityInformationOf(certificate).some(
    ({ method }) => method === ACCESS_METHOD.ocsp,
  )
  return namesResponder || crlDistributionPointsOf(certificate).length > 0 ? 'require' : 'prefer'
}

/** What is at hand is asked first; then, one address after the other, what can be fetched. */
async function lookUp(
  inquiry: Inquiry,
  { mode, isLeaf }: { readonly mode: 'require' | 'prefer'; readonly isLeaf: boolean },
): Promise<RevocationResult> {
  const answers: Answer[] = []
  // What cannot be read of the certificate would keep every list from being its own.
  crlDistributionPointsOf(inquiry.certificate)
  for (const crl of inquiry.options.crls) answers.push(...(await askList(crl, inquiry)))
  for (const response of inquiry.options.ocsp ?? []) answers.push(...(await askResponse(response, inquiry)))
  let conclusion = conclude(answers, inquiry)
  for (const ask of remoteSources(inquiry)) {
    if (conclusion !== undefined) break
    answers.push(...(await ask()))
    conclusion = conclude(answers, inquiry)
  }
  const notes = answers.filter(isNoted).map(({ code, why }) => finding(code, why))
  if (conclusion !== undefined) return concluded(conclusion, notes, { inquiry, isLeaf })
  // A stranger who sends more than can be looked at does not make it fine.
  const isComplete = inquiry.budget.signatures >= 0 && inquiry.budget.paths >= 0
  if (mode === 'prefer' && isComplete) return notChecked(nameOf(inquiry), notes)
  return { outcome: 'unknown', findings: [...notes, unknown(inquiry, answers)], evidence: [] }
}

function remoteSources(inquiry: Inquiry): readonly (() => Promise<readonly Answer[]>)[] {
  const { fetcher } = inquiry.options
  if (fetcher === undefined) return []
  return [
    ...responderUrls(inquiry).map((url) => () => askResponder(url, fetcher, inquiry)),
    ...listUrls(inquiry).map((url) => () => askPublishedList(url, fetcher, inquiry)),
  ]
}

/** Evidence that was left aside has a note of its own; why others say nothing is told together. */
function isNoted(answer: Answer): answer is Silent {
  return answer.kind === 'silent' && rowOf(answer.code).effect === 'note'
}

/** A revocation, or that there is none for any reason and on what that rests. */
interface Conclusion {
  readonly outcome: 'good' | 'revoked'
  readonly revoked: Revoked | undefined
  readonly good: readonly Good[]
}

/**
 * RFC 5280 §6.3.3: revoked as soon as one says so; good when there are answers for all reasons. What was revoked after the moment of the
 * question was good at it, as evidence of the present says; what was there by then is believed at once, whatever date it gives.
 */
function conclude(answers: readonly Answer[], { options }: Inquiry): Conclusion | undefined {
  const { at, currentTime = at } = options
  const good = answers.filter((each) => each.kind === 'good')
  const revoked = answers.filter((each) => each.kind === 'revoked' && !isLifted(each, good)).filter(isRevoked)
  const before = revoked.find((each) => Math.min(each.at, each.thisUpdate - TOLERANCE) <= at)
  if (before !== undefined) return { outcome: 'revoked', revoked: before, good: [] }
  const made = revoked.filter(({ thisUpdate }) => thisUpdate <= currentTime + TOLERANCE)
  const covered = [...good, ...made].reduce((bits, { reasons }) => bits | reasons, 0)
  return covered === ALL_REASONS ? { outcome: 'good', revoked: revoked[0], good } : undefined
}

function isRevoked(answer: Answer): answer is Revoked {
  return answer.kind === 'revoked'
}

/** RFC 5280 §5.3.1: only a hold can be lifted, by later evidence that the certificate is good. */
function isLifted(answer: Revoked, good: readonly Good[]): boolean {
  return (
    answer.reason === 'certificateHold' &&
    good.some(({ thisUpdate, reasons }) => thisUpdate > answer.thisUpdate && (reasons & HOLD) !== 0)
  )
}

function concluded(
  { outcome, revoked, good }: Conclusion,
  notes: readonly Finding[],
  { inquiry, isLeaf }: { readonly inquiry: Inquiry; readonly isLeaf: boolean },
): RevocationResult {
  const evidence = [...good, ...(revoked === undefined ? [] : [revoked])].flatMap((each) => each.evidence)
  if (revoked === undefined) return { outcome, findings: notes, evidence }
  const { at, reason } = revoked
  const code = isLeaf ? 'revocation.revoked' : 'revocation.issuer-revoked'
  const detail = `${nameOf(inquiry)}, ${reason}, ${new Date(at).toISOString()}`
  return {
    outcome,
    findings: [...notes, finding(outcome === 'good' ? 'revocation.revoked-later' : code, detail)],
    revoked: { certificate: inquiry.certificate, at, reason },
    evidence,
  }
}

/** The worst of all; where nothing is bad, what is known of the signer. */
function joined(results: readonly RevocationResult[]): RevocationResult {
  const worst = (['revoked', 'unknown'] as const).find((each) =>
    results.some((result) => result.outcome === each),
  )
  const outcome = worst ?? results[0]?.outcome ?? 'not-checked'
  const revoked = results.find(
    (result) => result.outcome === outcome && result.revoked !== undefined,
  )?.revoked
  return {
    outcome,
    findings: results.flatMap((result) => result.findings),
    ...(revoked === undefined ? {} : { revoked }),
    evidence: results.flatMap((result) => result.evidence),
  }
}
