import { toHex } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { CertificateList, RevocationReason } from '../../formats/x509/crl.js'
import { formatName } from '../../formats/x509/name.js'
import { identityOf, type Identity } from '../keys/identity.js'
import { schemeFor } from '../keys/signature-scheme.js'
import type { TrustList } from '../store/trust-list.js'
import type { TrustStore } from '../store/trust-store.js'
import {
  planAuthority,
  planIssue,
  type AuthorityOptions,
  type AuthorityPlan,
  type IssueOptions,
} from './authority-options.js'
import { listOf, trustIn } from './authority-trust.js'
import { writeCertificate, writeCrl, type Issuer, type Revocation } from './certificate-writer.js'
import { generateKey } from './key-kind.js'
import { buildName } from './subject-name.js'

const DAY = 86_400_000
const ROOT_DAYS = 7305
const ISSUING_DAYS = 3652
/** Nothing is ever revoked by the root but the issuing CA, which means a new authority: its list lives as long as the issuing CA. */
const ROOT_CRL_DAYS = ISSUING_DAYS

/** A certificate that was issued, as an authority remembers it. */
export interface IssuedCertificate {
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  readonly subject: string
  readonly notBefore: string
  readonly notAfter: string
}

/** How a certificate is revoked. */
export interface RevokeOptions {
  /** Default: `unspecified`. */
  readonly reason?: Exclude<RevocationReason, 'removeFromCRL'>
  /** Since when it does not count; default: now. */
  readonly at?: Date
  /** The time of the new CRL; default: now. */
  readonly crlAt?: Date
}

/** Everything that an authority is and has done; kept by `exportAuthority`. */
export interface AuthorityState {
  readonly plan: AuthorityPlan
  readonly root: Issuer
  readonly issuing: Issuer
  readonly list: TrustList
  readonly issued: readonly IssuedCertificate[]
  readonly revoked: readonly Revocation[]
  readonly crlNumber: number
  /** The CRL of the root, then that of the issuing CA. */
  readonly crls: readonly CertificateList[]
}

let stateOf: (authority: Authority) => AuthorityState

/**
 * An authority of one's own: a root, an issuing CA under it, and its CRLs. It certifies sellers, revokes certificates, and says by `trust` what
 * a verifier must accept. It prints without its keys.
 */
export class Authority {
  #state: AuthorityState

  static {
    stateOf = (authority) => authority.#state
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
    return this.#state.root.certificate
  }

  /** The CA under the root that issues certificates to sellers. */
  get issuingCertificate(): Certificate {
    return this.#state.issuing.certificate
  }

  /** What a verifier accepts: the root, the rule for tax ids, and the CRLs as they are now. */
  get trust(): TrustStore {
    return trustIn(this.#state.list, this.#state.crls)
  }

  /** The current CRL of the issuing CA, in DER, to be published. */
  get crl(): Uint8Array {
    return currentCrl(this.#state).der
  }

  /** Certificates that were issued, the oldest first. */
  get issued(): readonly IssuedCertificate[] {
    return this.#state.issued
  }

  /**
   * Returns a new identity: key, certificate with the tax id in `organizationIdentifier`, and the issuing CA as its chain. Throws
   * `FiscalSealError('argument.invalid')` for a name or tax id that cannot be certified, `'authority.invalid'` outside the validity of the CA.
   */
  async issue(options: IssueOptions): Promise<Identity> {
    const { plan: authority, issuing } = this.#state
    const plan = planIssue(options, authority)
    const { notBefore, notAfter } = issuing.certificate
    if (plan.at < notBefore || plan.at > notAfter) {
      throw new FiscalSealError('authority.invalid', 'The issuing CA is not valid at the time of issue.')
    }
    const key = await generateKey(plan.key)
    const subject = buildName({ ...plan, organization: plan.legalName })
    const until = Math.min(plan.at + plan.days * DAY, notAfter)
    const certificate = await writeCertificate(
      {
        subject,
        publicKey: key.publicKey,
        notBefore: plan.at,
        notAfter: until,
        profile: 'seal',
        crlUrl: authority.crlUrl,
      },
      issuing,
    )
    this.#state = { ...this.#state, issued: [...this.#state.issued, recordOf(certificate)] }
    return identityOf({ certificate, chain: [issuing.certificate], scheme: schemeFor(key.publicKey) }, key)
  }

  /**
   * Revokes a certificate, given by itself, by its identity, or by its serial number in hexadecimal, and writes a new CRL. Throws
   * `FiscalSealError('argument.invalid')` when this authority did not issue it.
   */
  async revoke(subject: Identity | Certificate | string, options: RevokeOptions = {}): Promise<void> {
    const serialNumber = typeof subject === 'string' ? subject.toLowerCase() : serialOf(subject)
    if (!this.#state.issued.some((each) => each.serialNumber === serialNumber)) {
      throw new FiscalSealError(
        'argument.invalid',
        `No certificate with the serial number ${serialNumber} was issued here.`,
      )
    }
    const at = wholeSeconds(options.at ?? new Date())
    const revocation: Revocation = { serialNumber, at, reason: options.reason ?? 'unspecified' }
    const others = this.#state.revoked.filter((each) => each.serialNumber !== serialNumber)
    this.#state = { ...this.#state, revoked: [...others, revocation] }
    await this.renewCrl(options.crlAt === undefined ? {} : { at: options.crlAt })
  }

  /** Writes a new CRL, current from `at` (default: now) for the days of the authority, and returns it in DER. */
  async renewCrl(options: { readonly at?: Date } = {}): Promise<Uint8Array> {
    const thisUpdate = wholeSeconds(options.at ?? new Date())
    const number = this.#state.crlNumber + 1
    this.#state = { ...this.#state, crlNumber: number }
    const { plan, issuing, revoked } = this.#state
    const nextUpdate = thisUpdate + plan.crlDays * DAY
    const crl = await writeCrl({ number, thisUpdate, nextUpdate, revoked }, issuing)
    // Two renewals at once: the one with the higher number has seen every revocation.
    if (number === this.#state.crlNumber) {
      this.#state = { ...this.#state, crls: [...this.#state.crls.slice(0, 1), crl] }
    }
    return crl.der
  }

  /** Returns what may be printed. */
  toJSON(): {
    readonly name: string
    readonly country: string
    readonly subject: string
    readonly issued: number
  } {
    const { plan, root, issued } = this.#state
    return {
      name: plan.name,
      country: plan.country,
      subject: formatName(root.certificate.subject),
      issued: issued.length,
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `[Authority ${formatName(this.certificate.subject)}]`
  }
}

/**
 * Returns a new authority: a root for twenty years, an issuing CA for ten, and their CRLs. Throws `FiscalSealError('authority.invalid')` for
 * options that it cannot be made from.
 */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const plan = planAuthority(options)
  const [rootKey, issuingKey] = await Promise.all([generateKey(plan.key), generateKey(plan.key)])
  const names = { country: plan.country, organization: plan.name }
  const rootCertificate = await writeCertificate(
    {
      subject: buildName({ ...names, commonName: `${plan.name} Root CA` }),
      publicKey: rootKey.publicKey,
      notBefore: plan.at,
      notAfter: plan.at + ROOT_DAYS * DAY,
      profile: 'root',
    },
    { key: rootKey, certificate: undefined },
  )
  const root: Issuer = { key: rootKey, certificate: rootCertificate }
  const issuingCertificate = await writeCertificate(
    {
      subject: buildName({ ...names, commonName: `${plan.name} Issuing CA` }),
      publicKey: issuingKey.publicKey,
      notBefore: plan.at,
      notAfter: plan.at + ISSUING_DAYS * DAY,
      profile: 'issuing',
    },
    root,
  )
  const issuing: Issuer = { key: issuingKey, certificate: issuingCertificate }
  const list = await listOf({ ...plan, root: rootCertificate })
  const crls = await firstCrls(plan, root, issuing)
  return new Authority({ plan, root, issuing, list, issued: [], revoked: [], crlNumber: 1, crls })
}

async function firstCrls(
  plan: AuthorityPlan,
  root: Issuer,
  issuing: Issuer,
): Promise<readonly CertificateList[]> {
  const first = { number: 1, thisUpdate: plan.at, revoked: [] }
  return [
    await writeCrl({ ...first, nextUpdate: plan.at + ROOT_CRL_DAYS * DAY }, root),
    await writeCrl({ ...first, nextUpdate: plan.at + plan.crlDays * DAY }, issuing),
  ]
}

/** Returns everything that an authority is, its keys included, for saving it. */
export function authorityState(authority: Authority): AuthorityState {
  return stateOf(authority)
}

/** Returns the issuing CA as an identity: what an authority must never do, and a verifier never accept. For tests. */
export function issuingIdentity(authority: Authority): Identity {
  const { issuing, root } = stateOf(authority)
  const scheme = schemeFor(issuing.key.publicKey)
  return identityOf({ certificate: issuing.certificate, chain: [root.certificate], scheme }, issuing.key)
}

function currentCrl(state: AuthorityState): CertificateList {
  const crl = state.crls.at(-1)
  if (crl === undefined) throw new FiscalSealError('authority.invalid', 'The authority has no CRL.')
  return crl
}

function recordOf(certificate: Certificate): IssuedCertificate {
  return {
    serialNumber: toHex(certificate.serialNumber),
    subject: formatName(certificate.subject),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
  }
}

function serialOf(subject: Identity | Certificate): string {
  return toHex('certificate' in subject ? subject.certificate.serialNumber : subject.serialNumber)
}

function wholeSeconds(at: unknown): number {
  const time = at instanceof Date ? at.getTime() : Number.NaN
  if (Number.isNaN(time)) throw new FiscalSealError('argument.invalid', 'at must be a valid Date.')
  return Math.floor(time / 1000) * 1000
}
