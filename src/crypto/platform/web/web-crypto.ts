import { FiscalSealError, Malformed } from '../../../base/errors.js'
import type { DigestAlgorithm } from '../../digest-algorithm.js'

/** Names that WebCrypto knows the digests by; the others it does not have. */
const WEB_DIGESTS: Partial<Record<DigestAlgorithm, string>> = {
  'SHA-1': 'SHA-1',
  'SHA-256': 'SHA-256',
  'SHA-384': 'SHA-384',
  'SHA-512': 'SHA-512',
}

/** Returns WebCrypto; throws `FiscalSealError('platform.unsupported')` in a page that was not loaded securely, which has none. */
export function subtleCrypto(): SubtleCrypto {
  const available = globalThis.crypto as { readonly subtle?: SubtleCrypto } | undefined
  const subtle = available?.subtle
  // No finding: the document is not to blame.
  if (subtle === undefined)
    throw new FiscalSealError('platform.unsupported', 'There is no WebCrypto: load the page by https.')
  return subtle
}

/** Resolves to what WebCrypto answers to a request that was checked before; its refusal is `Malformed('algorithm.unavailable')`. */
export async function whereOffered<T>(name: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch {
    throw new Malformed('algorithm.unavailable', name)
  }
}

/** Returns the name of `digest` in WebCrypto; throws `Malformed('algorithm.unavailable')`. */
export function webDigest(digest: DigestAlgorithm): string {
  const name = WEB_DIGESTS[digest]
  if (name === undefined) throw new Malformed('algorithm.unavailable', digest)
  return name
}

/** Returns `bytes` in memory of their own kind: WebCrypto takes no shared memory, and views on it are not told apart by type. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}

/** Returns the message in one piece, copied only when there are several. */
export function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [first] = pieces
  if (pieces.length === 1 && first !== undefined) return ownBytes(first)
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.length
  }
  return joined
}
