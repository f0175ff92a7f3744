import { equalBytes, toHex } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { digest } from '../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { nameKey, type Name } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../store/anchor.js'
import { readFacts, type CertificateFacts } from './certificate-facts.js'

const DEFAULT_CAPACITY = 1024

/** Anything signed that has a whole: a certificate or a revocation list. */
type Signed = object

/**
 * What a verifier may keep between files: certificates by their whole DER, keys read and imported, and which certificates and
 * revocation lists carry a good signature of which key. That is arithmetic and does not age; dates, constraints, revocation and anchors are
 * judged anew for every file. Verdicts are not kept.
 */
export class PathCache {
  readonly #capacity: number
  readonly #certificates = new Map<number, Certificate>()
  readonly #nameKeys = new WeakMap<Name, string>()
  readonly #facts = new WeakMap<Certificate, CertificateFacts | Malformed>()
  readonly #checkedAnchors = new WeakSet<TrustAnchor>()
  /** By the SubjectPublicKeyInfo in the certificate or anchor that is kept. */
  readonly #keys = new WeakMap<Uint8Array, PublicKey>()
  /** From what is signed to the keys that signed it. */
  readonly #links = new WeakMap<Signed, WeakSet<Uint8Array>>()

  /** By the array that was read. */
  readonly #read = new WeakMap<Uint8Array, object>()

  constructor(options: { readonly capacity?: number } = {}) {
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY
  }

  /** Returns the certificate with the same DER that was seen first: everything that is known of it hangs on that one. */
  known(certificate: Certificate): Certificate {
    const place = tailOf(certificate.der)
    const known = this.#certificates.get(place)
    // The place is only where to look: what counts is every byte.
    if (known !== undefined && equalBytes(known.der, certificate.der)) return known
    this.#makeRoom()
    this.#certificates.set(place, certificate)
    return certificate
  }

  /** Returns whether two names are the same by RFC 5280 §7.1. */
  isSameName(left: Name, right: Name): boolean {
    return equalBytes(left.der, right.der) || this.#nameKey(left) === this.#nameKey(right)
  }

  /** Whether the anchor has the fingerprint that its trust list states. */
  async hasFingerprint(anchor: TrustAnchor): Promise<boolean> {
    if (anchor.sha256 === undefined || this.#checkedAnchors.has(anchor)) return true
    const computed = await digest('SHA-256', [anchor.certificate?.der ?? anchor.spki])
    if (toHex(computed) !== anchor.sha256) return false
    this.#checkedAnchors.add(anchor)
    return true
  }

  /** Returns what the certificate says; throws `Malformed` when one of its extensions cannot be read. */
  facts(certificate: Certificate): CertificateFacts {
    const facts = this.#facts.get(certificate) ?? settled(() => readFacts(certificate))
    this.#facts.set(certificate, facts)
    if (facts instanceof Malformed) throw facts
    return facts
  }

  /** Returns the key of a SubjectPublicKeyInfo; throws `Malformed` when it is not one that is accepted. */
  publicKey(spki: Uint8Array): PublicKey {
    const known = this.#keys.get(spki)
    if (known !== undefined) return known
    const key = readPublicKey(spki)
    this.#keys.set(spki, key)
    return key
  }

  /** Whether the signature of `signed` under the key was found good before. */
  hasLink(signed: Signed, issuerKey: Uint8Array): boolean {
    return this.#links.get(signed)?.has(issuerKey) ?? false
  }

  /** Keeps that the signature of `signed` under the key is good. */
  addLink(signed: Signed, issuerKey: Uint8Array): void {
    const keys = this.#links.get(signed) ?? new WeakSet()
    this.#links.set(signed, keys.add(issuerKey))
  }

  /** Returns what `read` makes of the bytes, computed once for the same array: lists and responses are large, and given again and again. */
  once<T extends object>(bytes: Uint8Array, read: (bytes: Uint8Array) => T): T {
    const known = this.#read.get(bytes) as T | undefined
    if (known !== undefined) return known
    const value = read(bytes)
    this.#read.set(bytes, value)
    return value
  }

  /** Names are compared often, and made comparable once. */
  #nameKey(name: Name): string {
    const key = this.#nameKeys.get(name) ?? nameKey(name)
    this.#nameKeys.set(name, key)
    return key
  }

  /** The oldest goes first: a stranger who sends many certificates only makes us compute again. */
  #makeRoom(): void {
    if (this.#certificates.size < this.#capacity) return
    for (const oldest of this.#certificates.keys()) {
      this.#certificates.delete(oldest)
      return
    }
  }
}

/** What is refused once is refused the same way again. */
function settled<T>(read: () => T): T | Malformed {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return error
    throw error
  }
}

/** The last six bytes as a number: the end of a signature, different in almost all certificates. */
function tailOf(der: Uint8Array): number {
  let tail = 0
  for (const byte of der.subarray(-6)) tail = tail * 256 + byte
  return tail
}
