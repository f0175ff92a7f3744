import { equalBytes, toHex, type Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { digest } from '../../crypto/digest.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import { ownedCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { nameKey, parseName, type Name } from '../../formats/x509/name.js'
import type { TrustAnchor } from '../store/anchor.js'
import { readFacts, type CertificateFacts } from './certificate-facts.js'

const DEFAULT_CAPACITY = 1024

/** A power of two: slots for the signers that came once, of which a quarter is used. */
const SLOTS = 2048

/** In so many neighbouring slots a signer is looked for: of two that meet in one, both are remembered. */
const NEIGHBOURS = 4

/** Anything signed that has a whole: a certificate or a revocation list. */
type Signed = object

/** Something parsed, with all its bytes. */
type Whole = Pick<Certificate, 'der'>

/** What is known of it. */
interface Memo {
  facts?: CertificateFacts | Malformed
  names?: object
  /** Of a signer that is not kept. */
  key?: PublicKey
  /** Whether it came again since it was last passed over when room was made. */
  isWanted: boolean
  /** The keys that signed it: one, unless a key was certified again. */
  readonly keys: Uint8Array[]
}

/**
 * What a verifier may keep between files: certificates by their whole DER, keys read and imported, and which certificates and
 * revocation lists carry a good signature of which key. That is arithmetic and does not age; dates, constraints, revocation and anchors are
 * judged anew for every file. Verdicts are not kept.
 */
export class PathCache {
  readonly #capacity: number
  readonly #certificates = new Map<number, Certificate>()
  /** What is kept of certificates that were given. */
  readonly #owned = new WeakMap<Certificate, Certificate>()
  /** Places of signers that came once, 0 where there is none; and of those that came before them. */
  #seen = new Int32Array(SLOTS)
  #seenBefore = new Int32Array(SLOTS)
  #seenCount = 0
  /** The last of them. */
  #signer: { readonly certificate: Certificate; readonly memo: Memo } | undefined
  readonly #names = new Map<number, Name>()
  readonly #nameKeys = new WeakMap<Name, string>()
  readonly #checkedAnchors = new WeakSet<TrustAnchor>()
  /** By the SubjectPublicKeyInfo in the certificate or anchor that is kept. */
  readonly #keys = new Map<Uint8Array, PublicKey>()
  readonly #memos = new Map<Signed, Memo>()
  /** Of what is not among the certificates that are kept: lists are large, and go when nobody else holds them. */
  readonly #others = new WeakMap<Signed, Memo>()

  /** By the array that was read, and by what read it. */
  readonly #read = new WeakMap<Uint8Array, Map<unknown, Whole>>()

  constructor(options: { readonly capacity?: number } = {}) {
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY
  }

  /** Returns the certificate with the same DER that was seen first: everything that is known of it hangs on that one. */
  known(certificate: Certificate): Certificate {
    const memo = this.#memos.get(certificate)
    if (memo === undefined) return this.#ownedOf(certificate)
    memo.isWanted = true
    return certificate
  }

  /** Bytes that belong to somebody else may change: what is kept has its own. */
  #ownedOf(certificate: Certificate): Certificate {
    const owned = this.#owned.get(certificate)
    const memo = owned === undefined ? undefined : this.#memos.get(owned)
    if (owned === undefined || memo === undefined) {
      const place = tailOf(certificate.der)
      return this.#knownAt(place, certificate) ?? this.#keep(place, certificate)
    }
    memo.isWanted = true
    return owned
  }

  /**
   * Returns the same for the certificate at the front of a path, which is kept only when it comes again: most signers are seen once, and what
   * is kept of them would cost more than what it saves.
   */
  knownSigner(certificate: Certificate): Certificate {
    const place = tailOf(certificate.der)
    const known = this.#knownAt(place, certificate)
    if (known !== undefined) return known
    if (this.#cameBefore(place)) return this.#keep(place, certificate)
    this.#signer = { certificate, memo: { keys: [], isWanted: false } }
    return certificate
  }

  /**
   * Whether the place came among the last ones, about as many as certificates are kept; it is remembered. Who returns later than that would not be
   * kept until he comes again, and would only drive out others.
   */
  #cameBefore(place: number): boolean {
    if (holds(this.#seen, place) || holds(this.#seenBefore, place)) return true
    if (this.#seenCount >= Math.min(this.#capacity, SLOTS / 2) / 2) {
      const oldest = this.#seenBefore
      this.#seenBefore = this.#seen
      this.#seen = oldest.fill(0)
      this.#seenCount = 0
    }
    this.#seenCount++
    put(this.#seen, place)
    return false
  }

  /** Returns whether two names are the same by RFC 5280 §7.1. */
  isSameName(left: Name, right: Name): boolean {
    return equalBytes(left.der, right.der) || this.#nameKey(left) === this.#nameKey(right)
  }

  /** Returns the name with the same DER that was seen last: what was found out about it hangs on that one. */
  knownName(name: Name): Name {
    const place = tailOf(name.der)
    const known = this.#names.get(place)
    if (known !== undefined && equalBytes(known.der, name.der)) return known
    const owned = parseName(new Uint8Array(name.der))
    dropOldest(this.#names, this.#capacity)
    this.#names.set(place, owned)
    return owned
  }

  /** Whether the anchor has the fingerprint that its trust list states. */
  hasFingerprint(anchor: TrustAnchor): Awaitable<boolean> {
    if (anchor.sha256 === undefined || this.#checkedAnchors.has(anchor)) return true
    return this.#checkFingerprint(anchor)
  }

  async #checkFingerprint(anchor: TrustAnchor): Promise<boolean> {
    const computed = await digest('SHA-256', [anchor.certificate?.der ?? anchor.spki])
    if (toHex(computed) !== anchor.sha256) return false
    this.#checkedAnchors.add(anchor)
    return true
  }

  /** Returns what the certificate says; throws `Malformed` when one of its extensions cannot be read. */
  facts(certificate: Certificate): CertificateFacts {
    const memo = this.#memo(certificate)
    const facts = (memo.facts ??= settledFacts(certificate))
    if (facts instanceof Malformed) throw facts
    return facts
  }

  /** Returns what `read` makes of the names of a certificate, once for each that is kept. */
  names<T extends object>(certificate: Certificate, read: (certificate: Certificate) => T): T {
    const memo = this.#memo(certificate)
    memo.names ??= read(certificate)
    return memo.names as T
  }

  /** Returns the key of a SubjectPublicKeyInfo; throws `Malformed` when it is not one that is accepted. */
  publicKey(spki: Uint8Array): PublicKey {
    const known = this.#keys.get(spki)
    if (known !== undefined) return known
    const signer = this.#signer
    if (signer?.certificate.spki === spki) return (signer.memo.key ??= readPublicKey(spki))
    const key = readPublicKey(spki)
    dropOldest(this.#keys, 2 * this.#capacity)
    this.#keys.set(spki, key)
    return key
  }

  /** Whether the signature of `signed` under the key was found good before. */
  hasLink(signed: Signed, issuerKey: Uint8Array): boolean {
    for (const key of this.#memo(signed).keys)
      if (key === issuerKey || equalBytes(key, issuerKey)) return true
    return false
  }

  /** Keeps that the signature of `signed` under the key is good. */
  addLink(signed: Signed, issuerKey: Uint8Array): void {
    const { keys } = this.#memo(signed)
    if (keys.length === 0 || !this.hasLink(signed, issuerKey)) keys.push(issuerKey)
  }

  /** Returns what `read` makes of a copy of the bytes, once for the same array while the same are in it: lists are large, and given again and again. */
  once<T extends Whole>(bytes: Uint8Array, read: (bytes: Uint8Array) => T): T {
    const all = this.#read.get(bytes) ?? new Map<unknown, Whole>()
    const known = all.get(read) as T | undefined
    if (known !== undefined && equalBytes(known.der, bytes)) return known
    const value = read(bytes)
    this.#read.set(bytes, all.set(read, value))
    return value
  }

  #knownAt(place: number, certificate: Certificate): Certificate | undefined {
    const known = this.#certificates.get(place)
    // The place is only where to look: what counts is every byte.
    if (known !== certificate && (known === undefined || !equalBytes(known.der, certificate.der)))
      return undefined
    this.#memo(known).isWanted = true
    return known
  }

  #keep(place: number, certificate: Certificate): Certificate {
    const owned = ownedCertificate(certificate)
    // What was found out about bytes that may have changed since is not taken over.
    const isSame = owned === certificate
    const memo = isSame && this.#signer?.certificate === owned ? this.#signer.memo : undefined
    const former = this.#certificates.get(place)
    // What takes the place of another takes its memory too.
    if (former !== undefined) this.#forget(former)
    else if (this.#certificates.size >= this.#capacity) this.#makeRoom()
    this.#certificates.set(place, owned)
    this.#memos.set(owned, memo ?? { keys: [], isWanted: false })
    if (!isSame) this.#owned.set(certificate, owned)
    return owned
  }

  #memo(signed: Signed): Memo {
    if (signed === this.#signer?.certificate) return this.#signer.memo
    const known = this.#memos.get(signed) ?? this.#others.get(signed)
    if (known !== undefined) return known
    const memo = { keys: [], isWanted: true }
    this.#others.set(signed, memo)
    return memo
  }

  /** The oldest goes first that did not come again: a stranger who sends many certificates does not drive out those of authorities. */
  #makeRoom(): void {
    for (const [place, certificate] of this.#certificates) {
      const memo = this.#memo(certificate)
      this.#certificates.delete(place)
      if (!memo.isWanted) {
        this.#forget(certificate)
        return
      }
      memo.isWanted = false
      this.#certificates.set(place, certificate)
    }
  }

  #forget(certificate: Certificate): void {
    this.#memos.delete(certificate)
    this.#keys.delete(certificate.spki)
  }

  /** Names are compared often, and made comparable once. */
  #nameKey(name: Name): string {
    const known = this.knownName(name)
    const key = this.#nameKeys.get(known) ?? nameKey(known)
    this.#nameKeys.set(known, key)
    return key
  }
}

function holds(slots: Int32Array, place: number): boolean {
  for (let next = 0; next < NEIGHBOURS; next++) {
    const found = slots[(place + next) & (SLOTS - 1)]
    if (found === place) return true
    if (found === 0) return false
  }
  return false
}

/** Where the neighbourhood is full another is forgotten. */
function put(slots: Int32Array, place: number): void {
  let slot = place & (SLOTS - 1)
  for (let next = 1; next < NEIGHBOURS && slots[slot] !== 0; next++) slot = (place + next) & (SLOTS - 1)
  slots[slot] = place
}

/** The oldest goes: it is only computed again. */
function dropOldest<K>(map: Map<K, unknown>, capacity: number): void {
  if (map.size < capacity) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

/** What is refused once is refused the same way again. */
function settledFacts(certificate: Certificate): CertificateFacts | Malformed {
  try {
    return readFacts(certificate)
  } catch (error) {
    if (error instanceof Malformed) return error
    throw error
  }
}

/** A small number made of the last bytes: the end of a signature, different in almost all certificates. */
function tailOf(der: Uint8Array): number {
  let tail = der.length
  for (let index = Math.max(0, der.length - 12); index < der.length; index++)
    tail = Math.imul(tail, 31) + (der[index] ?? 0)
  return tail | 0
}
