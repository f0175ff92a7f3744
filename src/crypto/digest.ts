import * as platform from '#platform'
import type { Awaitable } from '../base/bytes.js'
import type { DigestAlgorithm } from './digest-algorithm.js'
import type { OperationCounter } from './operation-counter.js'
import type { RunningDigest } from './platform/types.js'

export type { RunningDigest } from './platform/types.js'

/** Returns the digest of `chunks` in order; at once on Node. Throws `Malformed('algorithm.unavailable')` where the platform cannot. */
export function digest(
  algorithm: DigestAlgorithm,
  chunks: Iterable<Uint8Array>,
  counter?: OperationCounter,
): Awaitable<Uint8Array> {
  const list = Array.isArray(chunks) ? (chunks as Uint8Array[]) : [...chunks]
  if (counter !== undefined) for (const chunk of list) counter.digestBytes += chunk.length
  return platform.digest(algorithm, list)
}

/** `digest` for platforms on which nothing waits for it; `undefined` elsewhere. */
export const digestNow:
  ((algorithm: DigestAlgorithm, chunks: readonly Uint8Array[]) => Uint8Array) | undefined = platform.digestNow

/** Returns a digest to be fed piece by piece, for what does not fit in memory. */
export function startDigest(algorithm: DigestAlgorithm, counter?: OperationCounter): RunningDigest {
  const running: RunningDigest = platform.startDigest(algorithm)
  if (counter === undefined) return running
  return {
    update: (chunk) => {
      counter.digestBytes += chunk.length
      running.update(chunk)
    },
    finish: () => running.finish(),
  }
}
