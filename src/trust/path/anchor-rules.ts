import { joinLists } from '../../base/lists.js'
import { finding, NO_FINDINGS, type Finding } from '../../base/findings/finding.js'
import type { TrustAnchor } from '../store/anchor.js'
import { statusAt } from '../store/anchor-status.js'
import type { CandidatePath, PathOptions } from './path-options.js'
import { toText } from './validity-rules.js'

/**
 * Returns what speaks against the anchor of a path: `anchor.window`, `anchor.window-no-proof`, `anchor.test-environment`, `anchor.list-stale`
 * (`anchor.list-late`), `anchor.timestamp-required`. Its window is that of the trust list, not the dates of its certificate (THREATS X-15).
 */
export function checkAnchor(path: CandidatePath, options: PathOptions): readonly Finding[] {
  const { anchor } = path
  return joinLists([
    checkEnvironment(anchor, options),
    checkWindow(path, options),
    checkList(anchor, options),
    checkTimestamp(anchor, options),
  ])
}

function checkEnvironment(anchor: TrustAnchor, options: PathOptions): readonly Finding[] {
  const isRefused = anchor.environment === 'test' && options.allowTest !== true
  return isRefused ? [finding('anchor.test-environment', anchor.id)] : NO_FINDINGS
}

/**
 * Without proof of when it was made, a signature is judged for the moment that is asked for: what its signer claims proves nothing. Where the
 * authority was accepted before, a time-stamp could still show that it was made in time, so it is undecided; not so where the signer himself
 * names a moment at which the authority was not accepted: nobody will prove what he does not even claim. When his certificate was issued
 * stands in the certificate, and no evidence changes it.
 */
function checkWindow({ anchor, certificates }: CandidatePath, options: PathOptions): readonly Finding[] {
  const { validationTime, timeIsProven, claimedTime = null } = options
  const issuedAt = certificates[0]?.notBefore ?? 0
  const objection = objectionTo(anchor, issuedAt, validationTime)
  if (objection === undefined) return NO_FINDINGS
  const times =
    claimedTime === null ? [issuedAt, ...anchor.status.map(({ from }) => from)] : [momentOf(claimedTime)]
  const mayHold =
    timeIsProven !== true &&
    times.some(
      (time) =>
        issuedAt <= time && time <= validationTime && objectionTo(anchor, issuedAt, time) === undefined,
    )
  return [finding(mayHold ? 'anchor.window-no-proof' : 'anchor.window', `${anchor.id}, ${objection}`)]
}

/** A claim that names no time zone is read the same everywhere: as UTC. */
function momentOf(claimedTime: string): number {
  return Date.parse(claimedTime.length === '2026-11-22T09:30:00'.length ? `${claimedTime}Z` : claimedTime)
}

/** Why a signature of that time counts for nothing under the anchor; `issuedAt` is when the certificate of its signer was issued. */
function objectionTo(anchor: TrustAnchor, issuedAt: number, time: number): string | undefined {
  const { issuedNotAfter = Infinity, signedNotAfter = Infinity } = anchor
  // As Mozilla's distrust-after: what counts is when the certificate was issued, not when it is looked at.
  if (issuedAt > issuedNotAfter) return `issuedNotAfter ${toText(issuedNotAfter)}`
  if (time > signedNotAfter) return `signedNotAfter ${toText(signedNotAfter)}`
  const status = statusAt(anchor, time)
  if (status === undefined) return 'not yet granted'
  const { value, from, reason } = status
  if (value === 'granted' || (value === 'sunset' && issuedAt < from)) return undefined
  return `${value} since ${toText(from)}${reason === undefined ? '' : `: ${reason}`}`
}

/**
 * A list that is out of date may have forgotten a withdrawal: neither good nor bad. What counts is the present, also where a moment in the past
 * is asked for: a list of that time does not know what was withdrawn since, with effect from before; a current one has the history.
 */
function checkList({ list }: TrustAnchor, options: PathOptions): readonly Finding[] {
  if (list === undefined) return NO_FINDINGS
  const { validationTime, currentTime = validationTime, staleGrace = 0 } = options
  const late = Math.max(validationTime, currentTime) - list.expiresAt
  if (late <= 0) return NO_FINDINGS
  const code = late <= staleGrace ? 'anchor.list-late' : 'anchor.list-stale'
  return [finding(code, `${list.listId}, version ${list.version}, ${toText(list.expiresAt)}`)]
}

function checkTimestamp(anchor: TrustAnchor, options: PathOptions): readonly Finding[] {
  const isMissing = anchor.timestamp.required && options.timeIsProven !== true
  return isMissing ? [finding('anchor.timestamp-required', anchor.id)] : NO_FINDINGS
}
