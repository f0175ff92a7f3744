import { rowOf, type Finding } from '../../base/findings/finding.js'
import { formatName } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { TrustStore } from '../../trust/store/trust-store.js'

/** What is to be said of one authority of the store. */
export interface ExplainedAnchor {
  readonly anchor: TrustAnchor
  readonly verdict: 'accepted' | 'undecided' | 'refused'
  /** What speaks against it; notes are left aside. */
  readonly reasons: readonly Finding[]
}

/** An authority that no path leads to, and why. */
export interface UnreachedAnchor {
  readonly anchor: TrustAnchor
  readonly why: 'time-stamps-only' | 'signs-itself' | 'other-key' | 'bare-key' | 'other-name'
}

/** What is to be said of one signature, or of a certificate. */
export interface Explanation {
  /** Name of the signature field; `null` for a certificate. */
  readonly field: string | null
  /** RFC 4514 text. */
  readonly subject: string | null
  readonly issuer: string | null
  /** Id of the authority that decides; `null` when none stands behind it. */
  readonly decides: string | null
  /** By the rule of the authority that decides. */
  readonly taxIds: readonly string[]
  readonly reached: readonly ExplainedAnchor[]
  readonly unreached: readonly UnreachedAnchor[]
}

/** Returns the verdict on an authority under which these findings were made. */
export function explainAnchor(anchor: TrustAnchor, findings: readonly Finding[]): ExplainedAnchor {
  const reasons = findings.filter(({ code }) => rowOf(code).effect !== 'note')
  const isOpen = reasons.every(({ code }) => rowOf(code).effect === 'indeterminate')
  const verdict = reasons.length === 0 ? 'accepted' : isOpen ? 'undecided' : 'refused'
  return { anchor, verdict, reasons }
}

/** Returns why no path leads to the authorities other than `reached`; `issuers` are the names that the certificates name as their issuers. */
export function explainUnreached(
  store: TrustStore,
  reached: ReadonlySet<string>,
  issuers: ReadonlySet<string>,
): readonly UnreachedAnchor[] {
  return store.anchors
    .filter(({ id }) => !reached.has(id))
    .map((anchor) => ({ anchor, why: whyUnreached(anchor, issuers) }))
}

function whyUnreached({ role, name }: TrustAnchor, issuers: ReadonlySet<string>): UnreachedAnchor['why'] {
  if (role === 'timestamp-authority') return 'time-stamps-only'
  if (role === 'direct-signer') return 'signs-itself'
  if (name === undefined) return 'bare-key'
  return issuers.has(formatName(name)) ? 'other-key' : 'other-name'
}
