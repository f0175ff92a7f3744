import { toLatin1 } from '../../base/bytes.js'
import { digest } from '../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'

const DEFAULT_CAPACITY = 1024

/**
 * What a verifier may keep between files: issuer keys, read and imported, and which certificates and revocation lists carry a good
 * signature of which key. That
 * is arithmetic and does not age; dates, constraints, revocation and anchors are judged anew for every file. Verdicts are not kept.
 */
export class PathCache {
  readonly #capacity: number
  readonly #keys = new Map<string, PublicKey>()
  readonly #links = new Set<string>()
  /** Digests of what was parsed once and is looked at often, such as the lists of a trust store. */
  readonly #digests = new WeakMap<object, string>()

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

  /** Returns the name of the link from something signed to the key that signed it: the SHA-256 of the one, the other in full. */
  async linkName(signed: { readonly der: Uint8Array }, issuerKey: Uint8Array): Promise<string> {
    const computed = this.#digests.get(signed) ?? digest('SHA-256', [signed.der])
    const name =
      typeof computed === 'string'
        ? computed
        : toLatin1(computed instanceof Promise ? await computed : computed)
    this.#digests.set(signed, name)
    return `${name}/${toLatin1(issuerKey)}`
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
