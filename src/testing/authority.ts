import type { Certificate } from '../formats/x509/certificate.js'
import { createAuthority, type Authority } from '../trust/issuing/authority.js'
import { issuingIdentity } from '../trust/issuing/issuing-identity.js'
import type { AuthorityOptions, IssueOptions } from '../trust/issuing/authority-options.js'
import type { KeyKind } from '../trust/issuing/key-kind.js'
import { identityOf, privateKeyOf, type Identity } from '../trust/keys/identity.js'
import { schemeFor, type RsaPadding } from '../trust/keys/signature-scheme.js'
import type { TrustStore } from '../trust/store/trust-store.js'

const DAY = 86_400_000

/** The seller whom test identities are of, unless said otherwise. */
export const TEST_SELLER = { legalName: 'Soko Ltd', taxId: 'P051234567X', country: 'KE' } as const

/** Another taxpayer of the same authority. */
export const OTHER_SELLER = { legalName: 'Duka Ltd', taxId: 'P059999999Z', country: 'KE' } as const

/** An authority in memory, and signers of every kind that a verifier must tell apart. Nothing is kept between calls. */
export interface TestAuthority {
  readonly authority: Authority
  /** What a verifier accepts, with the CRLs as they are now. */
  readonly trust: TrustStore
  /** Returns an honest identity of `TEST_SELLER`, P-256 unless another key is asked for. */
  identity(options?: TestIdentityOptions): Promise<Identity>
  /** Returns an identity whose certificate expired yesterday. */
  expired(): Promise<Identity>
  /** Returns an identity whose certificate begins tomorrow. */
  notYetValid(): Promise<Identity>
  /** Returns an identity whose certificate is revoked; read `trust` again for the CRL that says so. */
  revoked(): Promise<Identity>
  /** Returns an honest identity of `OTHER_SELLER`. */
  otherTaxpayer(): Promise<Identity>
  /** Returns the issuing CA as a signer, which no verifier may accept. */
  authorityAsSigner(): Identity
  /** Returns an identity of the same seller under another authority of the same name, which is in nobody's trust store. */
  impostor(): Promise<Identity>
}

/** What a test identity is to be like. */
export interface TestIdentityOptions extends Partial<IssueOptions> {
  /** `rsa-pss` for RSASSA-PSS. */
  readonly scheme?: RsaPadding
}

/** Returns a new authority in memory: `Test Revenue Authority` of KE with P-256 keys, its certificates valid since 400 days ago. */
export async function createTestAuthority(options: Partial<AuthorityOptions> = {}): Promise<TestAuthority> {
  const facts = { name: 'Test Revenue Authority', country: 'KE', at: daysFromNow(-400), ...options }
  const authority = await createAuthority(facts)
  await authority.renewCrl()
  return new InMemoryAuthority(authority, facts)
}

class InMemoryAuthority implements TestAuthority {
  readonly authority: Authority
  readonly #facts: AuthorityOptions

  constructor(authority: Authority, facts: AuthorityOptions) {
    this.authority = authority
    this.#facts = facts
  }

  get trust(): TrustStore {
    return this.authority.trust
  }

  async identity(options: TestIdentityOptions = {}): Promise<Identity> {
    const { scheme, ...issue } = options
    const identity = await this.authority.issue({ ...TEST_SELLER, at: daysFromNow(-1), ...issue })
    return scheme === undefined ? identity : withPadding(identity, scheme)
  }

  expired(): Promise<Identity> {
    return this.identity({ at: daysFromNow(-31), days: 30 })
  }

  notYetValid(): Promise<Identity> {
    return this.identity({ at: daysFromNow(1) })
  }

  async revoked(): Promise<Identity> {
    const identity = await this.identity()
    await this.authority.revoke(identity, { reason: 'keyCompromise', at: daysFromNow(-0.5) })
    return identity
  }

  otherTaxpayer(): Promise<Identity> {
    return this.identity(OTHER_SELLER)
  }

  authorityAsSigner(): Identity {
    return issuingIdentity(this.authority)
  }

  async impostor(): Promise<Identity> {
    return (await createTestAuthority(this.#facts)).identity()
  }
}

function withPadding(identity: Identity, padding: RsaPadding): Identity {
  const key = privateKeyOf(identity)
  const { certificate, chain } = identity
  return identityOf({ certificate, chain, scheme: schemeFor(key.publicKey, padding) }, key)
}

/** Returns the identity that signs with the key of `identity` and shows `certificate`: what `loadIdentity` would refuse. */
export function mismatched(identity: Identity, certificate: Certificate): Identity {
  const { chain, scheme } = identity
  return identityOf({ certificate, chain, scheme }, privateKeyOf(identity))
}

/** Every way of signing documents: the kind of key, and the padding where there is a choice. */
export const SIGNING_KINDS: readonly { readonly key: KeyKind; readonly scheme?: RsaPadding }[] = [
  { key: 'RSA-2048' },
  { key: 'RSA-2048', scheme: 'rsa-pss' },
  { key: 'RSA-3072' },
  { key: 'RSA-4096' },
  { key: 'P-256' },
  { key: 'P-384' },
  { key: 'P-521' },
  { key: 'Ed25519' },
]

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY)
}
