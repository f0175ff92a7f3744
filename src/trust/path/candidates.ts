import type { Finding } from '../../base/findings/finding.js'
import type { TrustAnchor } from '../store/anchor.js'
import type { Judgement } from './judgement.js'
import type { CandidatePath, ReachedAnchor } from './path-options.js'
import { isNote } from './telling.js'

/** A path to an anchor, and what was found about it. */
export interface Candidate extends CandidatePath, Judgement {
  readonly holds: boolean
}

/**
 * Returns the paths that decide: those under the most specific jurisdiction that was reached, so that an authority of a region that refuses is
 * not overruled by the country's, or by a bare certificate. Anchors of test environments that are not allowed stand behind the others.
 */
export function decidingAmong(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates
  const allowed = candidates.filter(
    ({ findings }) => !findings.some(({ code }) => code === 'anchor.test-environment'),
  )
  const counted = allowed.length === 0 ? candidates : allowed
  const highest = Math.max(...counted.map(({ anchor }) => specificityOf(anchor)))
  return counted.filter(({ anchor }) => specificityOf(anchor) === highest)
}

/** Returns the shortest of the paths that hold. */
export function nearestHolding(candidates: readonly Candidate[]): Candidate | undefined {
  let nearest: Candidate | undefined
  for (const candidate of candidates) {
    const { length } = candidate.certificates
    if (candidate.holds && (nearest === undefined || length < nearest.certificates.length))
      nearest = candidate
  }
  return nearest
}

/** Returns the anchors that were reached, the most specific jurisdiction first. */
export function reachedBy(candidates: readonly Candidate[]): readonly ReachedAnchor[] {
  const faults = new Map<TrustAnchor, Finding | undefined>()
  for (const { anchor, holds, findings } of candidates)
    if (holds || !faults.has(anchor))
      faults.set(anchor, holds ? undefined : findings.find((each) => !isNote(each)))
  const reached = [...faults].map(([anchor, fault]) => ({ anchor, fault }))
  return reached.sort((left, right) => specificityOf(right.anchor) - specificityOf(left.anchor))
}

/** ISO 3166: a part of a country is more specific than the country, and that than nobody having said. */
export function specificityOf({ jurisdiction }: TrustAnchor): number {
  if (jurisdiction === 'ZZ') return 0
  return jurisdiction.includes('-') ? 2 : 1
}
