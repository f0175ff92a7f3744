import type { AnchorStatus, TrustAnchor } from './anchor.js'

/** Returns the status that the anchor had at `time` (milliseconds since 1970), or `undefined` when that was before the first. */
export function statusAt(anchor: Pick<TrustAnchor, 'status'>, time: number): AnchorStatus | undefined {
  return anchor.status.findLast((each) => each.from <= time)
}
