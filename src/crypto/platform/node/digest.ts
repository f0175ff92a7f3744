import { createHash, hash, type Hash } from 'node:crypto'
import { fromLatin1 } from '../../../base/bytes.js'
import { DIGEST_LENGTHS, type DigestAlgorithm } from '../../digest-algorithm.js'
import type { RunningDigest } from '../types.js'
import { OPENSSL_DIGESTS } from './names.js'

/** Below this the one-shot call is faster than an object. */
const SMALL = 64 * 1024

/** Returns the digest of `chunks` in order; nothing is copied. */
export function digest(algorithm: DigestAlgorithm, chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined && first.length < SMALL && algorithm !== 'SHAKE256-512') {
    return fromLatin1(hash(OPENSSL_DIGESTS[algorithm], first, 'binary'))
  }
  const running = createRunning(algorithm)
  for (const chunk of chunks) running.update(chunk)
  return valueOf(running)
}

/** Returns a digest to be fed piece by piece. */
export function startDigest(algorithm: DigestAlgorithm): RunningDigest {
  const running = createRunning(algorithm)
  return {
    update: (chunk) => {
      running.update(chunk)
    },
    finish: () => valueOf(running),
  }
}

/** By way of a text: a buffer of its own costs twice as much as the digest of some hundred bytes. */
function valueOf(running: Hash): Uint8Array {
  return fromLatin1(running.digest('binary'))
}

function createRunning(algorithm: DigestAlgorithm): Hash {
  const name = OPENSSL_DIGESTS[algorithm]
  return algorithm === 'SHAKE256-512'
    ? createHash(name, { outputLength: DIGEST_LENGTHS[algorithm] })
    : createHash(name)
}

/** `digest`, where it does not wait. */
export const digestNow = digest
