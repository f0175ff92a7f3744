import type { DigestAlgorithm } from '../../digest-algorithm.js'
import type { RunningDigest } from '../types.js'
import { joinedBytes, subtleCrypto, webDigest } from './web-crypto.js'

/** Returns the digest of `chunks` in order; several chunks are copied once. */
export async function digest(algorithm: DigestAlgorithm, chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await subtleCrypto().digest(webDigest(algorithm), joinedBytes(chunks)))
}

/** Returns a digest to be fed piece by piece; WebCrypto has none, so the pieces are kept until the end. */
export function startDigest(algorithm: DigestAlgorithm): RunningDigest {
  const name = webDigest(algorithm)
  const chunks: Uint8Array[] = []
  return {
    update: (chunk) => {
      chunks.push(new Uint8Array(chunk))
    },
    finish: async () => new Uint8Array(await subtleCrypto().digest(name, joinedBytes(chunks))),
  }
}

/** WebCrypto answers later. */
export const digestNow = undefined
