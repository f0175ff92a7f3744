import { whenReady } from '../../base/awaitable.js'
import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { SecurityStore } from '../../formats/pdf/security-store.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { buildPath } from '../../trust/path/path.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { readTaxIds } from '../../trust/store/tax-ids.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import { settleNow } from '../signature/boundary.js'
import type { CmsSignature } from '../signature/cms-signature.js'
import { checkEmbeddedCertificates } from '../signature/embedded-certificates.js'
import type { IdentifiedSigner } from '../signature/signer.js'
import type { Context } from './context.js'
import type { Question } from './evidence.js'
import type { OpenDocument } from './open-document.js'
import type { SignatureReport } from './types.js'

/** Who stands behind a signer; `anchor` is there when a path to it holds. */
export interface TrustOutcome {
  readonly anchor?: TrustAnchor
  /** What the certificate of the signer says about who he is for the tax authority, by the rule of the anchor. */
  readonly taxIdentity?: TaxIdentity
  readonly revocation: SignatureReport['revocation']
  readonly findings: readonly Finding[]
}

/** Of a signature whose signer was not looked up. */
export const NO_TRUST: TrustOutcome = { revocation: 'not-checked', findings: [] }

/**
 * Returns whether an accepted authority stands behind the signer (EN 319 102-1 §5.2.4 – §5.2.6): a path that holds at the validation time,
 * then revocation as the anchor or the caller asks for it.
 */
export async function checkTrust(
  identified: IdentifiedSigner,
  { cms, document }: { readonly cms: CmsSignature; readonly document: OpenDocument },
  context: Context,
): Promise<TrustOutcome> {
  const { policy, validationTime, currentTime, paths: cache } = context
  if (identified.signer === undefined) return NO_TRUST
  const leaf: Certificate = identified.signer.certificate
  const { counter } = policy
  const store = document.securityStore
  const intermediates =
    store === undefined ? identified.others : [...identified.others, ...certificatesIn(store)]
  const built = buildPath(leaf, {
    ...{ store: policy.trust, intermediates, validationTime, currentTime, cache, counter },
    usage: 'document-signature',
    allowTest: policy.allowTest,
  })
  const result = built instanceof Promise ? await built : built
  const embedded = [leaf, ...identified.others]
  const path = result.ok ? result.path : []
  const checked = checkEmbeddedCertificates({ embedded, path, cache, counter })
  const forged = checked instanceof Promise ? await checked : checked
  if (!result.ok) return { ...NO_TRUST, findings: [...result.findings, ...forged] }
  const { anchor, notes } = result
  const question: Question = { path, anchor, at: validationTime, currentTime, cache }
  const asked = whenReady(context.evidence(), (evidence) =>
    evidence.ask(question, { cms, store, intermediates }),
  )
  const revocation = asked instanceof Promise ? await asked : asked
  const taxIdentity = readTaxIds(leaf, anchor)
  return {
    anchor,
    taxIdentity,
    revocation: revocation.outcome,
    findings: [...notes, ...forged, ...revocation.findings],
  }
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
  const { subFilters, minLevel } = anchor.document
  const isWrongKind = subFilters !== undefined && !subFilters.includes(found.subFilter ?? '')
  const isTooLow = minLevel !== undefined && LEVELS.indexOf(found.level ?? '') < LEVELS.indexOf(minLevel)
  return [
    ...(isWrongKind ? [finding('anchor.document-rules', found.subFilter ?? 'none')] : []),
    ...(isTooLow
      ? [finding('anchor.document-rules', `${found.level ?? 'none'} instead of ${minLevel}`)]
      : []),
  ]
}

const LEVELS: readonly string[] = ['CMS', 'B-B', 'B-T', 'B-LT', 'B-LTA']
