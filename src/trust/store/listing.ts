import { checkOptionNames } from '../../base/known-options.js'
import { momentOf } from '../../base/moment.js'
import type { AnchorRole, AnchorStatus, TrustAnchor } from './anchor.js'
import { statusAt } from './anchor-status.js'
import type { TrustStore } from './trust-store.js'

/** One anchor as a table shows it. Texts come from the list or certificate: escape them before they are shown. */
export interface AnchorSummary {
  readonly id: string
  readonly authority: string
  readonly jurisdiction: string
  readonly environment: TrustAnchor['environment']
  readonly role: AnchorRole
  /** At the moment asked for; `none` before the first entry of its history. */
  readonly status: AnchorStatus['value'] | 'none'
  /** ISO 8601; what comes first of the end of its certificate, of the signatures that it accepts, and of its list. `null` when nothing ends. */
  readonly endsAt: string | null
  /** The list that names it, and its version. */
  readonly list: string | null
}

/** Returns what a store holds at the moment `at`, by jurisdiction and id. */
export function listAnchors(store: TrustStore, options: { readonly at: Date }): readonly AnchorSummary[] {
  checkOptionNames(options, { at: true }, { of: 'listAnchors' })
  const now = momentOf(options.at, 'at')
  const rows = store.anchors.map((anchor) => summaryOf(anchor, now))
  return rows.sort(
    (left, right) => compare(left.jurisdiction, right.jurisdiction) || compare(left.id, right.id),
  )
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function summaryOf(anchor: TrustAnchor, at: number): AnchorSummary {
  const { id, authority, jurisdiction, environment, role, list } = anchor
  const endsAt = endOf(anchor)
  return {
    ...{ id, authority: authority.name, jurisdiction, environment, role },
    status: statusAt(anchor, at)?.value ?? 'none',
    endsAt: endsAt === Infinity ? null : new Date(endsAt).toISOString(),
    list: list === undefined ? null : `${list.listId}, version ${list.version}`,
  }
}

function endOf({ certificate, signedNotAfter, list, status }: TrustAnchor): number {
  const last = status.at(-1)
  return Math.min(
    certificate?.notAfter ?? Infinity,
    signedNotAfter ?? Infinity,
    list?.expiresAt ?? Infinity,
    last?.value === 'withdrawn' ? last.from : Infinity,
  )
}
