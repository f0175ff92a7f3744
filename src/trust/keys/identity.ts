import { toHex, type Awaitable } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { SignatureScheme } from '../../crypto/algorithms.js'
import { signBytes, type PrivateKey } from '../../crypto/private-key.js'
import { readPublicKey, type PublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import type { CheckedSigner } from './checked-signer.js'

/** Who seals: a certificate, the certificates that lead from it towards a root, and something that signs. It prints without its key. */
export interface Identity {
  readonly certificate: Certificate
  /** Issuer of the certificate first, each issued by the next; empty when none is known. It may end with the root. */
  readonly chain: readonly Certificate[]
  /** The key of the certificate, read once and kept. */
  readonly publicKey: PublicKey
  /** How it signs. */
  readonly scheme: SignatureScheme
  /** Returns the signature over `message`; ECDSA in DER. It may be called any number of times, also at once. */
  sign(message: Uint8Array): Awaitable<Uint8Array>
  /** Returns what may be printed: names, serial number, dates, scheme. */
  toJSON(): IdentitySummary
}

/** What an identity shows of itself. */
export interface IdentitySummary {
  readonly subject: string
  readonly issuer: string
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
  readonly scheme: SignatureScheme
}

/** What an identity is made of, beside what signs. */
export interface IdentityParts {
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly scheme: SignatureScheme
}

abstract class CertifiedIdentity implements Identity {
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly scheme: SignatureScheme
  #publicKey: PublicKey | undefined

  constructor(parts: IdentityParts) {
    this.certificate = parts.certificate
    this.chain = parts.chain
    this.scheme = parts.scheme
  }

  get publicKey(): PublicKey {
    this.#publicKey ??= readPublicKey(this.certificate.spki)
    return this.#publicKey
  }

  abstract sign(message: Uint8Array): Awaitable<Uint8Array>

  toJSON(): IdentitySummary {
    const { certificate, scheme } = this
    return {
      subject: formatName(certificate.subject),
      issuer: formatName(certificate.issuer),
      serialNumber: toHex(certificate.serialNumber),
      notBefore: new Date(certificate.notBefore).toISOString(),
      notAfter: new Date(certificate.notAfter).toISOString(),
      scheme,
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `[Identity ${formatName(this.certificate.subject)}]`
  }
}

let keyOf: (identity: KeyIdentity) => PrivateKey

/** An identity whose key is in this process. */
class KeyIdentity extends CertifiedIdentity {
  readonly #key: PrivateKey

  static {
    keyOf = (identity) => identity.#key
  }

  constructor(parts: IdentityParts, key: PrivateKey) {
    super(parts)
    this.#key = key
  }

  override sign(message: Uint8Array): Awaitable<Uint8Array> {
    return signBytes(this.#key, this.scheme, [message])
  }
}

/** An identity whose key is elsewhere: a token, a key service, a remote signer. */
class ExternalIdentity extends CertifiedIdentity {
  readonly #signer: CheckedSigner

  constructor(parts: IdentityParts, signer: CheckedSigner) {
    super(parts)
    this.#signer = signer
  }

  override sign(message: Uint8Array): Promise<Uint8Array> {
    const { publicKey: key, scheme } = this
    return this.#signer.sign({ key, scheme, message })
  }
}

/** Returns the identity of a key in this process; the parts were checked. */
export function identityOf(parts: IdentityParts, key: PrivateKey): Identity {
  return new KeyIdentity(parts, key)
}

/** Returns the identity of a key elsewhere; the parts were checked. */
export function externalIdentityOf(parts: IdentityParts, signer: CheckedSigner): Identity {
  return new ExternalIdentity(parts, signer)
}

/** Returns whether the key of an identity is in this process, so that its platform says when a signature is there: on Node at once. */
export function hasKeyHere(identity: Identity): boolean {
  return identity instanceof KeyIdentity
}

/** Returns the key of an identity for saving it; throws `FiscalSealError('identity.no-key')` when the key is not in this process. */
export function privateKeyOf(identity: Identity): PrivateKey {
  if (identity instanceof KeyIdentity) return keyOf(identity)
  throw new FiscalSealError(
    'identity.no-key',
    'The key of this identity is not in this process and cannot be saved.',
  )
}
