import { finding, type Finding } from '../../base/findings/finding.js'
import type { AnchorStatus, TrustAnchor } from '../store/anchor.js'
import type { CandidatePath, PathOptions } from './path-options.js'

/**
 * Returns what speaks against the anchor of a path: `anchor.window`, `anchor.test-environment`, `anchor.list-stale`,
 * `anchor.timestamp-required`. Its window is that of the trust list, not the dates of its certificate (THREATS X-15).
 */
export function checkAnchor(path: CandidatePath, options: PathOptions): readonly Finding[] {
  const { anchor } = path
  return [
    ...checkEnvironment(anchor, options),
    ...checkWindow(path, options),
    ...checkList(anchor, options),
    ...checkTimestamp(anchor, options),
  ]
}

function checkEnvironment(anchor: TrustAnchor, options: PathOptions): readonly Finding[] {
  const isRefused = anchor.environment === 'test' && options.allowTest !== true
  return isRefused ? [finding('anchor.test-environment', anchor.id)] : []
}

function checkWindow(path: CandidatePath, options: PathOptions): readonly Finding[] {
  const { anchor, certificates } = path
  const { validationTime } = options
  // As Mozilla's distrust-after: what counts is when the certificate was issued, not when it is looked at.
  const issuedAt = certificates[0]?.notBefore ?? 0
  if (anchor.signedNotAfter !== undefined && validationTime > anchor.signedNotAfter)
    return [windowFinding(anchor)]
  if (anchor.issuedNotAfter !== undefined && issuedAt > anchor.issuedNotAfter) return [windowFinding(anchor)]
  const status = statusAt(anchor, validationTime)
  if (status === undefined || status.value === 'withdrawn') return [windowFinding(anchor)]
  return status.value === 'sunset' && issuedAt >= status.from ? [windowFinding(anchor)] : []
}

/** Returns the status that the anchor had at `time`, or `undefined` when that was before the first. */
function statusAt(anchor: TrustAnchor, time: number): AnchorStatus | undefined {
  return anchor.status.findLast((each) => each.from <= time)
}

function windowFinding(anchor: TrustAnchor): Finding {
  return finding('anchor.window', anchor.id)
}

/** A list that is out of date may have forgotten a withdrawal: neither good nor bad. */
function checkList(anchor: TrustAnchor, options: PathOptions): readonly Finding[] {
  const { list } = anchor
  if (list === undefined || options.validationTime <= list.expiresAt) return []
  return [finding('anchor.list-stale', `${list.listId}, version ${list.version}`)]
}

function checkTimestamp(anchor: TrustAnchor, options: PathOptions): readonly Finding[] {
  const isMissing = anchor.timestamp.required && options.timeIsProven !== true
  return isMissing ? [finding('anchor.timestamp-required', anchor.id)] : []
}
