import type { AnchorStatus, TrustAnchor } from './anchor.js'

/** Returns the status that the anchor had at `time` (milliseconds since 1970), or `undefined` when that was before the first. */
export function statusAt(anchor: Pick<TrustAnchor, 'status'>, time: number): AnchorStatus | undefined {
  const { status } = anchor
  for (let index = status.length - 1; index >= 0; index--) {
    const each = status[index]
    if (each !== undefined && each.from <= time) return each
  }
  return undefined
}
