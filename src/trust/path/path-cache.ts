import { toHex, toLatin1 } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'

const DEFAULT_CAPACITY = 1024

/**
 * What a verifier may keep between files: issuer keys, read and imported, and which certificates carry a good signature of which key. That
 * is arithmetic and does not age; dates, constraints, revocation and anchors are judged anew for every file. Verdicts are not kept.
 */
export class PathCache {
  readonly #capacity: number
  readonly #keys = new Map<string, PublicKey>()
  readonly #links = new Set<string>()

  constructor(options: { readonly capacity?: number } = {}) {
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY
  }

  /** Returns the key of a SubjectPublicKeyInfo; throws `Malformed` when it is not one that is accepted. */
  publicKey(spki: Uint8Array): PublicKey {
    const name = toLatin1(spki)
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const key = readPublicKey(spki)
    this.#makeRoom(this.#keys)
    this.#keys.set(name, key)
    return key
  }

  /** Whether the signature of a link was found good before. */
  hasLink(link: string): boolean {
    return this.#links.has(link)
  }

  /** Keeps that the signature of a link is good. */
  addLink(link: string): void {
    this.#makeRoom(this.#links)
    this.#links.add(link)
  }

  /** The oldest goes first: a stranger who sends many certificates only makes us compute again. */
  #makeRoom(kept: Map<string, unknown> | Set<string>): void {
    if (kept.size < this.#capacity) return
    for (const oldest of kept.keys()) {
      kept.delete(oldest)
      return
    }
  }
}

/** Returns the name of the link from a certificate to the key that signed it: the SHA-256 of both in full. */
export async function linkName(certificate: Certificate, issuerKey: Uint8Array): Promise<string> {
  const child = digest('SHA-256', [certificate.der])
  const issuer = digest('SHA-256', [issuerKey])
  return `${toHex(child instanceof Promise ? await child : child)}/${toHex(issuer instanceof Promise ? await issuer : issuer)}`
}
