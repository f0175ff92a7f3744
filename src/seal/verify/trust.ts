import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import type { SecurityStore } from '../../formats/pdf/security-store.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type {
  CandidatePath,
  ConstraintRules,
  PathResult,
  ReachedAnchor,
} from '../../trust/path/path-options.js'
import { buildPath } from '../../trust/path/path.js'
import type { RevocationResult } from '../../trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import { settleNow } from '../signature/boundary.js'
import type { CmsSignature } from '../signature/cms-signature.js'
import { checkEmbeddedCertificates } from '../signature/embedded-certificates.js'
import type { IdentifiedSigner } from '../signature/signer.js'
import type { Context } from './context.js'
import type { Question } from './evidence.js'
import { lacksOnlyEvidence } from './judge.js'
import type { OpenDocument } from './open-document.js'
import type { Answers, SignatureReport } from './types.js'

/** Who stands behind a signer. */
export interface TrustOutcome {
  /** Who decides; absent when he refuses the signer. */
  readonly anchor: TrustAnchor | undefined
  readonly reached: readonly ReachedAnchor[]
  readonly answer: Answers['authority']
  /** What the certificate of the signer says about who he is for the tax authority, by the rule of the anchor. */
  readonly taxIdentity: TaxIdentity | undefined
  readonly revocation: SignatureReport['revocation']
  readonly findings: readonly Finding[]
}

/** Of a signature whose signer was not looked up. */
export const NO_TRUST: TrustOutcome = {
  anchor: undefined,
  reached: [],
  answer: 'unknown',
  taxIdentity: undefined,
  revocation: 'not-checked',
  findings: [],
}

/** What came with a signer. */
interface CameWith {
  readonly cms: CmsSignature
  readonly document: OpenDocument
  /** What he says about when he signed, ISO 8601. */
  readonly claimedTime: string | null
}

/**
 * Returns whether an accepted authority stands behind the signer (EN 319 102-1 §5.2.4 – §5.2.6): a path that holds at the validation time,
 * revocation included as the anchor or the caller asks for it. Where something is revoked, another path is looked for.
 */
export function checkTrust(
  identified: IdentifiedSigner,
  came: CameWith,
  context: Context,
): Awaitable<TrustOutcome> {
  if (identified.signer === undefined) return NO_TRUST
  const leaf = identified.signer.certificate
  const { built, asked } = search(leaf, identified.others, { came, context })
  return whenReady(built, (result) => {
    const embedded = [leaf, ...identified.others]
    const path = result.nearest?.certificates ?? []
    const { paths: cache, policy, budget } = context
    const { counter } = policy
    const forged = checkEmbeddedCertificates({ embedded, path, cache, counter, budget })
    return whenReady(forged, (found) => outcomeOf(result, { leaf, asked, forged: found }))
  })
}

function outcomeOf(
  result: PathResult,
  {
    leaf,
    asked,
    forged,
  }: { readonly leaf: Certificate; readonly asked: readonly Answer[]; readonly forged: readonly Finding[] },
): TrustOutcome {
  const { nearest, reached } = result
  const revocation = asked.findLast(({ way }) => way === nearest)?.result
  const { answer, findings } = answerOf(result)
  // A path that only lacks evidence, or on which something is revoked, names its authority too.
  const isNamed = revocation !== undefined || answer !== 'not-accepted'
  const anchor = isNamed ? nearest?.anchor : undefined
  return {
    anchor,
    reached,
    answer,
    taxIdentity: anchor === undefined ? undefined : readTaxIds(leaf, anchor),
    revocation: revocation?.outcome ?? 'not-checked',
    findings: joinLists([findings, forged]),
  }
}

function answerOf(result: PathResult): Pick<TrustOutcome, 'answer' | 'findings'> {
  if (result.ok) return { answer: 'accepted', findings: result.notes }
  return { answer: lacksOnlyEvidence(result) ? 'unknown' : 'not-accepted', findings: result.findings }
}

interface Search {
  readonly built: Awaitable<PathResult>
  /** What is known about the revocation of the paths that came so far. */
  readonly asked: readonly Answer[]
}

interface Answer {
  readonly way: CandidatePath
  readonly result: RevocationResult
}

function search(
  leaf: Certificate,
  others: readonly Certificate[],
  { came, context }: { readonly came: CameWith; readonly context: Context },
): Search {
  const { policy, validationTime, currentTime, paths: cache, evidence } = context
  const { cms, claimedTime, document } = came
  const { trust, counter, allowTest, staleGrace } = policy
  const store = document.securityStore
  const intermediates = store === undefined ? others : [...others, ...certificatesIn(store)]
  const asked: Answer[] = []
  const built = buildPath(leaf, {
    store: trust,
    intermediates,
    validationTime,
    currentTime,
    claimedTime,
    staleGrace,
    usage: 'document-signature',
    allowTest,
    constraints: loadConstraints,
    cache,
    counter,
    accept: (way) => {
      const { certificates: path, anchor } = way
      const question: Question = { path, anchor, at: validationTime, currentTime, cache }
      const answer = whenReady(evidence(), (loaded) => loaded.ask(question, { cms, store, intermediates }))
      return whenReady(answer, (result) => {
        asked.push({ way, result })
        return result.findings
      })
    },
  })
  return { built, asked }
}

async function loadConstraints(): Promise<ConstraintRules> {
  const { checkConstraints } = await import('./rarely-needed.js')
  return checkConstraints
}

/** Certificates that a document brings along may lie on a path; what is none is left aside. */
function certificatesIn({ certificates }: SecurityStore): readonly Certificate[] {
  return certificates.flatMap((der) =>
    settleNow<readonly Certificate[]>(
      () => [parseCertificate(der)],
      () => [],
    ),
  )
}

/** Returns what speaks against a signature under the anchor's own rules on documents. */
export function checkDocumentRules(
  anchor: TrustAnchor,
  found: { readonly subFilter: string | null; readonly level: SignatureReport['level'] },
): readonly Finding[] {
  const { subFilters, minLevel, pdfa } = anchor.document
  if (subFilters === undefined && minLevel === undefined && pdfa === undefined) return []
  const isWrongKind = subFilters !== undefined && !subFilters.includes(found.subFilter ?? '')
  const isTooLow = minLevel !== undefined && LEVELS.indexOf(found.level ?? '') < LEVELS.indexOf(minLevel)
  return [
    ...(isWrongKind ? [finding('anchor.document-rules', found.subFilter ?? 'none')] : []),
    ...(isTooLow
      ? [finding('anchor.document-rules', `${found.level ?? 'none'} instead of ${minLevel}`)]
      : []),
    // What is asked for and not checked must not count as met.
    ...(pdfa === undefined ? [] : [finding('anchor.document-rules', 'PDF/A is not checked')]),
  ]
}

const LEVELS: readonly string[] = ['CMS', 'B-B', 'B-T', 'B-LT', 'B-LTA']
