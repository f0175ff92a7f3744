import type { Judgement } from './judgement.js'
import type { CandidatePath, ReachedAnchor } from './path-options.js'
import { isNote } from './telling.js'
import { specificityOf } from '../store/specificity.js'

/** A path to an anchor, and what was found about it. */
export interface Candidate extends Judgement {
  readonly path: CandidatePath
  readonly holds: boolean
}

/**
 * Returns the paths in the order in which they decide: the most specific jurisdiction first, so that an authority of a region that refuses is
 * not overruled by the country's, or by a bare certificate; of equal ones those that hold, then the shortest.
 */
export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates
  return [...candidates].sort(
    (left, right) =>
      rankOf(right) - rankOf(left) ||
      Number(right.holds) - Number(left.holds) ||
      left.path.certificates.length - right.path.certificates.length,
  )
}

/** Returns how much a path counts. Anchors of test environments that are not allowed stand behind all others. */
export function rankOf({ path, findings }: Candidate): number {
  const isTest = findings.some(({ code }) => code === 'anchor.test-environment')
  return isTest ? -1 : specificityOf(path.anchor)
}

/** Returns the anchors to which paths in that order lead. */
export function reachedBy(ordered: readonly Candidate[]): readonly ReachedAnchor[] {
  const reached: ReachedAnchor[] = []
  for (const { path, findings } of ordered) {
    const { anchor } = path
    if (reached.some((each) => each.anchor === anchor)) continue
    reached.push({ anchor, fault: findings.find((each) => !isNote(each)) })
  }
  return reached
}
