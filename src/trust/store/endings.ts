import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { momentOf } from '../../base/moment.js'
import { formatName } from '../../formats/x509/name.js'
import type { TrustAnchor } from './anchor.js'
import { statusAt } from './anchor-status.js'
import type { TrustStore } from './trust-store.js'

/**
 * What ends: the certificate of an anchor, the signatures that it accepts (`signedNotAfter`, or a withdrawal that is announced), a trust
 * list, or a CRL that travels with the store (only once it is over: they live for days).
 */
export type EndingCode =
  | 'certificate.ends'
  | 'certificate.ended'
  | 'anchor.ends'
  | 'anchor.ended'
  | 'list.ends'
  | 'list.ended'
  | 'crl.ended'

/** Something that somebody should renew. */
export interface Ending {
  readonly code: EndingCode
  /** Id of the anchor, or of the list with its version, or the issuer of the CRL. From a list or certificate: escape it before it is shown. */
  readonly what: string
  /** ISO 8601. */
  readonly endsAt: string
  /** Whole days that are left; negative when it is over. */
  readonly days: number
}

/** Days before its end from which something is warned about. */
export const WARNING_DAYS = 60

const DAY = 86_400_000

/** Returns what in a store has ended at the moment `at`, or ends within `days` (default 60) from then; what ends first comes first. */
export function findEndings(
  store: TrustStore,
  options: { readonly at: Date; readonly days?: number },
): readonly Ending[] {
  checkOptionNames(options, { at: true, days: true }, { of: 'findEndings' })
  const { at, days = WARNING_DAYS } = options
  if (!(days >= 0)) throw new FiscalSealError('argument.invalid', 'days is a number from 0.')
  const now = momentOf(at, 'at')
  const limit = now + days * DAY
  const ends: readonly End[] = [
    ...store.lists.map((list): End => ['list', `${list.listId}, version ${list.version}`, list.expiresAt]),
    ...store.anchors.flatMap((anchor) => endsOf(anchor, now)),
  ]
  const found = ends.filter(([, , end]) => end <= limit)
  const stale = store.crls.flatMap(({ issuer, nextUpdate }): readonly End[] =>
    nextUpdate !== undefined && nextUpdate < now ? [['crl', formatName(issuer), nextUpdate]] : [],
  )
  return [...found, ...stale]
    .sort(([, , left], [, , right]) => left - right)
    .map(([kind, what, end]) => toEnding(kind, { what, end, now }))
}

type Kind = 'certificate' | 'anchor' | 'list' | 'crl'

type End = readonly [kind: Kind, what: string, end: number]

/** Of an anchor that is withdrawn already nothing needs to be renewed. */
function endsOf(anchor: TrustAnchor, now: number): readonly End[] {
  const { id, certificate, signedNotAfter, status } = anchor
  if (statusAt(anchor, now)?.value === 'withdrawn') return []
  const last = status.at(-1)
  const closes = Math.min(signedNotAfter ?? Infinity, last?.value === 'withdrawn' ? last.from : Infinity)
  return [
    ...(certificate === undefined ? [] : [['certificate', id, certificate.notAfter] satisfies End]),
    ...(closes === Infinity ? [] : [['anchor', id, closes] satisfies End]),
  ]
}

function toEnding(
  kind: Kind,
  { what, end, now }: { readonly what: string; readonly end: number; readonly now: number },
): Ending {
  const isOver = kind === 'crl' || end < now
  const code: EndingCode = isOver ? `${kind}.ended` : `${kind}.ends`
  return { code, what, endsAt: new Date(end).toISOString(), days: Math.floor((end - now) / DAY) }
}
