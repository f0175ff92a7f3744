import { FiscalSealError } from '../../base/errors.js'
import type { PrivateKey } from '../../crypto/private-key.js'
import { readPublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { formatName } from '../../formats/x509/name.js'
import { identityOf, privateKeyOf, type Identity } from '../keys/identity.js'
import { schemeFor } from '../keys/signature-scheme.js'
import type { TrustStore } from '../store/trust-store.js'
import { planIssue, type AuthorityOptions, type IssueOptions } from './authority-options.js'
import {
  chainOf,
  crlAt,
  issuingOf,
  rootOf,
  timeIn,
  wholeSeconds,
  type AuthorityState,
  type ServiceKind,
} from './authority-state.js'
import { trustIn } from './authority-trust.js'
import type { CertificateRegister, IssuedCertificate } from './certificate-register.js'
import { certify, certifySeller, requireOwn, validityAfter, type RenewOptions } from './certification.js'
import { readRequest } from './certification-request.js'
import { foundAuthority } from './founding.js'
import { generateKey, type KeyKind } from './key-kind.js'
import { certificateOf, serialNumberOf } from './named-certificate.js'
import { requireKeyKind } from './option-fields.js'
import { revoke, statusIn, type CertificateStatus, type RevokeOptions } from './revocation.js'
import { currentService, newService, requireServiceKind, serviceIdentity } from './service-identity.js'

export type { AuthorityState } from './authority-state.js'
export type { IssuedCertificate } from './certificate-register.js'
export type { RevokeOptions } from './revocation.js'

/** A certificate for a key that somebody else holds, and the CAs above it, its issuer first, without the root. */
export interface Certified {
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

let stateOf: (authority: Authority) => AuthorityState

/**
 * An authority of one's own: a root, CAs under it, and their CRLs. It certifies sellers, renews and revokes certificates, and says by `trust` what
 * a verifier must accept. It prints without its keys.
 *
 * It is for tests and small circles. Its keys, that of the root too, are in this process and in its file: who reads either can certify
 * anybody. A public authority keeps the root offline and the other keys in hardware that never gives them out, makes them in a ceremony before
 * witnesses, lets two people agree to each use, checks who asks, logs what nobody can change, and is audited (EN 319 411, EN 319 421).
 */
export class Authority {
  #state: AuthorityState
  readonly #making = new Map<ServiceKind, Promise<void>>()
  #trusted: { readonly crls: readonly CertificateList[]; readonly store: TrustStore } | undefined

  static {
    stateOf = (authority) => {
      const given: unknown = authority
      if (typeof given === 'object' && given !== null && #state in given) return given.#state
      throw new FiscalSealError(
        'argument.invalid',
        'authority must come from createAuthority or loadAuthority; await it.',
      )
    }
  }

  /** Callers use `createAuthority` or `loadAuthority`. */
  constructor(state: AuthorityState) {
    this.#state = state
  }

  get name(): string {
    return this.#state.plan.name
  }

  /** ISO 3166-1 alpha-2. */
  get country(): string {
    return this.#state.plan.country
  }

  /** The root, which verifiers accept. */
  get certificate(): Certificate {
    return rootOf(this.#state).certificate
  }

  /** The CA that issues certificates to sellers. */
  get issuingCertificate(): Certificate {
    return issuingOf(this.#state).certificate
  }

  /** All CAs, the root first, the issuing CA last. */
  get authorityCertificates(): readonly Certificate[] {
    return this.#state.authorities.map(({ certificate }) => certificate)
  }

  /** What a verifier accepts: the root, the rule for tax ids, and the CRLs as they are now. */
  get trust(): TrustStore {
    const { list, crls } = this.#state
    // The same store until a CRL changes: it keeps what is found out about certificates under it.
    if (this.#trusted?.crls !== crls) this.#trusted = { crls, store: trustIn(list, crls) }
    return this.#trusted.store
  }

  /** The current CRL of the issuing CA, in DER, to be published. */
  get crl(): Uint8Array {
    return currentCrl(this.#state).der
  }

  /** The current CRLs of all CAs, that of the root first. */
  get crls(): readonly CertificateList[] {
    return this.#state.crls
  }

  /** Certificates that were issued, the oldest first. */
  get issued(): readonly IssuedCertificate[] {
    return this.#state.register.list()
  }

  /**
   * Returns a new identity: key, certificate with the tax id in `organizationIdentifier`, and the CAs above it as its chain. Throws
   * `FiscalSealError('argument.invalid')` for a name or tax id that cannot be certified, `'authority.invalid'` outside the validity of the CA.
   */
  async issue(options: IssueOptions): Promise<Identity> {
    const plan = planIssue(options, this.#state.plan)
    const key = await generateKey(plan.key)
    return this.#identity(await certifySeller(this.#state, plan, key.publicKey), key)
  }

  /**
   * Returns a certificate for the key of a certification request (PEM or DER), whose maker has proved that he holds it. It says what `options`
   * say, whatever name the request wishes for: finding out whom the key belongs to is the work of an authority. Throws as `issue` does, and
   * `FiscalSealError('request.invalid')`.
   */
  async certify(request: Uint8Array | string, options: Omit<IssueOptions, 'key'>): Promise<Certified> {
    const { publicKey } = await readRequest(request)
    const plan = planIssue(options, this.#state.plan)
    return this.#certified(await certifySeller(this.#state, plan, publicKey))
  }

  /**
   * Returns a certificate that follows `earlier`, for the same name and the same key. Throws `FiscalSealError('argument.invalid')` when that was
   * not issued here, or was revoked: its key must not come back.
   */
  async renew(earlier: Certificate, options: RenewOptions = {}): Promise<Certified> {
    const certificate = certificateOf(earlier)
    await requireOwn(this.#state, certificate)
    if (this.statusOf(certificate).status === 'revoked') {
      throw new FiscalSealError('argument.invalid', 'A revoked certificate is not renewed for the same key.')
    }
    const holder = { subject: certificate.subject.der, publicKey: readPublicKey(certificate.spki) }
    const terms = { profile: 'seal', ...validityAfter(certificate, options) } as const
    return this.#certified(await certify(this.#state, holder, terms))
  }

  /** Returns `identity` with a certificate that follows its own, as `renew` does. */
  async renewIdentity(identity: Identity, options: RenewOptions = {}): Promise<Identity> {
    const key = privateKeyOf(identity)
    const { certificate } = await this.renew(identity.certificate, options)
    return this.#identity(certificate, key)
  }

  /**
   * Returns a new identity of the same name as `earlier`, with a new key: before the old one expires, or after it was revoked. Throws
   * `FiscalSealError('argument.invalid')` when that was not issued here.
   */
  async rekey(
    earlier: Identity | Certificate,
    options: RenewOptions & { readonly key?: KeyKind } = {},
  ): Promise<Identity> {
    const certificate = certificateOf(earlier)
    await requireOwn(this.#state, certificate)
    const { key: kind = 'P-256', ...validity } = options
    const terms = { profile: 'seal', ...validityAfter(certificate, validity) } as const
    const key = await generateKey(requireKeyKind(kind, 'argument.invalid'))
    const holder = { subject: certificate.subject.der, publicKey: key.publicKey }
    return this.#identity(await certify(this.#state, holder, terms), key)
  }

  /**
   * Revokes a certificate, given by itself, by its identity, or by its serial number in hexadecimal, and writes a new CRL of the CA that issued
   * it; a CA under the root can be revoked too. Throws `FiscalSealError('argument.invalid')` when this authority did not issue it or has revoked
   * it, other than by `certificateHold`.
   */
  async revoke(subject: Identity | Certificate | string, options: RevokeOptions = {}): Promise<void> {
    const { state, level } = revoke(this.#state, serialNumberOf(subject), options)
    const crlAt = wholeSeconds(options.crlAt ?? new Date())
    this.#state = state
    await this.#writeCrl(level, crlAt)
  }

  /** Returns what an OCSP responder says of a certificate (RFC 6960 §2.2): `unknown` when this authority did not issue it. */
  statusOf(subject: Identity | Certificate | string): CertificateStatus {
    return statusIn(this.#state, serialNumberOf(subject))
  }

  /** Writes a new CRL of the issuing CA, current from `at` (default: now) for the days of the authority, and returns it in DER. */
  async renewCrl(options: { readonly at?: Date } = {}): Promise<Uint8Array> {
    return (await this.#writeCrl(this.#state.authorities.length - 1, timeIn(options, 'a CRL'))).der
  }

  /** Writes new CRLs of all CAs, current from `at` (default: now). */
  async renewCrls(options: { readonly at?: Date } = {}): Promise<void> {
    const at = timeIn(options, 'a CRL')
    for (const level of this.#state.authorities.keys()) await this.#writeCrl(level, at)
  }

  /**
   * Returns what signs the answers of a service: a key of its own, and a certificate of the issuing CA for this purpose alone. It is made when it
   * is first asked for, or when the earlier certificate runs out soon, and kept by `exportAuthority`. Throws `FiscalSealError('argument.invalid')`.
   */
  async service(kind: ServiceKind, options: { readonly at?: Date } = {}): Promise<Identity> {
    const at = timeIn(options, 'a service')
    const service = currentService(this.#state, requireServiceKind(kind), at)
    if (service !== undefined) return serviceIdentity(this.#state, service)
    // Of many who ask at once, one makes it.
    return (this.#making.get(kind) ?? this.#makeService(kind, at)).then(() => this.service(kind, options))
  }

  /** Returns what may be printed. */
  toJSON(): {
    readonly name: string
    readonly country: string
    readonly subject: string
    readonly issued: number
  } {
    const { plan, register } = this.#state
    return {
      name: plan.name,
      country: plan.country,
      subject: formatName(this.certificate.subject),
      issued: register.list().length,
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `[Authority ${formatName(this.certificate.subject)}]`
  }

  #certified(certificate: Certificate): Certified {
    return { certificate, chain: chainOf(this.#state).map((each) => each.certificate) }
  }

  #identity(certificate: Certificate, key: PrivateKey): Identity {
    const { chain } = this.#certified(certificate)
    return identityOf({ certificate, chain, scheme: schemeFor(key.publicKey) }, key)
  }

  #makeService(kind: ServiceKind, at: number): Promise<void> {
    const making = newService(this.#state, kind, at)
      .then((service) => {
        this.#state = { ...this.#state, services: { ...this.#state.services, [kind]: service } }
      })
      .finally(() => this.#making.delete(kind))
    this.#making.set(kind, making)
    return making
  }

  async #writeCrl(level: number, thisUpdate: number): Promise<CertificateList> {
    // The number is taken before anything is waited for: of two lists written at once each has its own.
    const number = (this.#state.crlNumbers[level] ?? 0) + 1
    this.#state = { ...this.#state, crlNumbers: this.#state.crlNumbers.with(level, number) }
    const crl = await crlAt(this.#state, level, { number, thisUpdate })
    // The one with the higher number has seen every revocation.
    if (number === this.#state.crlNumbers[level])
      this.#state = { ...this.#state, crls: this.#state.crls.with(level, crl) }
    return crl
  }
}

/**
 * Returns a new authority: a root for twenty years, an issuing CA for ten, with CAs between them when asked for, and their CRLs. Its certificates
 * are kept in `register`, by default in memory. Throws `FiscalSealError('authority.invalid')` for options that it cannot be made from.
 *
 * What first issues something loads @peculiar/x509, for which reflect-metadata adds functions to the global `Reflect`; importing this library does not.
 */
export async function createAuthority(
  options: AuthorityOptions,
  register?: CertificateRegister,
): Promise<Authority> {
  return new Authority(await foundAuthority(options, register))
}

/** Returns everything that an authority is, its keys included, for saving it. */
export function authorityState(authority: Authority): AuthorityState {
  return stateOf(authority)
}

function currentCrl({ crls }: AuthorityState): CertificateList {
  const crl = crls.at(-1)
  if (crl === undefined) throw new FiscalSealError('authority.invalid', 'The authority has no CRL.')
  return crl
}
