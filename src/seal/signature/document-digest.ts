import type { Awaitable } from '../../base/bytes.js'
import type { ByteSource } from '../../base/source.js'
import { digest, startDigest } from '../../crypto/digest.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import type { OperationCounter } from '../../crypto/signature.js'
import type { SignedRange } from './byte-range.js'

/** Read at once from a file that is not in memory. */
const CHUNK = 4 * 2 ** 20

/** Yields the bytes that a signature covers, in order, in pieces of at most 4 MiB. */
export function* signedChunks(
  source: ByteSource,
  { gapStart, gapEnd, end }: SignedRange,
): Generator<Uint8Array> {
  for (const [first, last] of [
    [0, gapStart],
    [gapEnd, end],
  ] as const) {
    for (let from = first; from < last; from += CHUNK) yield source.read(from, Math.min(from + CHUNK, last))
  }
}

/** Returns the digest of the bytes that a signature covers (ISO 32000-2 §12.8.1). Throws `Malformed('algorithm.unavailable')`. */
export function documentDigest(
  document: { readonly source: ByteSource; readonly range: SignedRange },
  algorithm: DigestAlgorithm,
  counter?: OperationCounter,
): Awaitable<Uint8Array> {
  const { source, range } = document
  const { whole } = source
  if (whole !== undefined) {
    const covered = [whole.subarray(0, range.gapStart), whole.subarray(range.gapEnd, range.end)]
    return digest(algorithm, covered, counter)
  }
  const running = startDigest(algorithm, counter)
  for (const chunk of signedChunks(source, range)) running.update(chunk)
  return running.finish()
}
