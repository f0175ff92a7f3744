import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { toHex } from '../../base/bytes.js'
import type { TrustList } from '../store/trust-list.js'
import type { AuthorityPlan } from './authority-options.js'
import type { CertificateRegister } from './certificate-register.js'
import { requireTime } from './option-fields.js'
import { writeCrl, type Revocation } from './writing/crl-writer.js'
import type { Issuer } from './writing/certificate-writer.js'

/** Services of an authority that sign with keys of their own. */
export type ServiceKind = 'ocsp' | 'time-stamp'

/** Everything that an authority is and has done; kept by `exportAuthority`. */
export interface AuthorityState {
  readonly plan: AuthorityPlan
  /** The root first, the CA that certifies sellers last. */
  readonly authorities: readonly Issuer[]
  readonly services: Readonly<Partial<Record<ServiceKind, Issuer>>>
  readonly list: TrustList
  readonly register: CertificateRegister
  readonly revoked: readonly Revocation[]
  /** Number of the last CRL of each of `authorities`. */
  readonly crlNumbers: readonly number[]
  /** The current CRL of each of `authorities`. */
  readonly crls: readonly CertificateList[]
}

const DAY = 86_400_000

/** Returns the root. */
export function rootOf({ authorities }: Pick<AuthorityState, 'authorities'>): Issuer {
  return authorityAt(authorities, 0)
}

/** Returns the CA that certifies sellers. */
export function issuingOf({ authorities }: Pick<AuthorityState, 'authorities'>): Issuer {
  return authorityAt(authorities, authorities.length - 1)
}

/** Returns the CAs from the issuing one upwards, without the root: what a signer shows beside his certificate. */
export function chainOf({ authorities }: Pick<AuthorityState, 'authorities'>): readonly Issuer[] {
  return authorities.slice(1).reverse()
}

/** Returns the CA at `level`, counted from the root; throws `FiscalSealError('authority.invalid')` when there is none. */
export function authorityAt(authorities: readonly Issuer[], level: number): Issuer {
  const issuer = authorities[level]
  if (issuer === undefined)
    throw new FiscalSealError('authority.invalid', 'The authority has no CA at this level.')
  return issuer
}

/** Returns the name under which the CA at `level` is published, when the last one is at `last`: `root`, `intermediate-1`, `issuing-ca`. */
export function publishedName(level: number, last: number): string {
  return level === 0 ? 'root' : level === last ? 'issuing-ca' : `intermediate-${level}`
}

/** Returns the level of the CA that issued the certificate with this serial number: the parent of a CA, else the issuing CA. */
export function issuerLevelOf(
  { authorities }: Pick<AuthorityState, 'authorities'>,
  serialNumber: string,
): number {
  const level = authorities.findIndex(({ certificate }) => toHex(certificate.serialNumber) === serialNumber)
  return level > 0 ? level - 1 : authorities.length - 1
}

/**
 * Returns the CRL of the CA at `level` with this number, current from `thisUpdate`. The issuing CA renews its own every few days; CAs above it
 * have keys that are kept away and hardly ever revoke: their lists live as long as the CAs below them.
 */
export function crlAt(
  state: Pick<AuthorityState, 'plan' | 'authorities' | 'revoked'>,
  level: number,
  list: { readonly number: number; readonly thisUpdate: number },
): Promise<CertificateList> {
  const below = state.authorities[level + 1]
  const renewal = list.thisUpdate + state.plan.crlDays * DAY
  const nextUpdate = below === undefined ? renewal : Math.max(below.certificate.notAfter, renewal)
  const revoked = state.revoked.filter(({ serialNumber }) => issuerLevelOf(state, serialNumber) === level)
  return writeCrl({ ...list, nextUpdate, revoked }, authorityAt(state.authorities, level))
}

/** Returns `value` as milliseconds of whole seconds, which is all that certificates and CRLs know; throws `FiscalSealError('argument.invalid')`. */
export function wholeSeconds(value: Date): number {
  return requireTime(value, 'argument.invalid')
}

/** Returns the moment that options name, as `wholeSeconds` does; default: now. Throws `FiscalSealError('argument.invalid')`, also for another option. */
export function timeIn(options: { readonly at?: Date }, of: string): number {
  checkOptionNames(options, { at: true }, { of })
  return wholeSeconds(options.at ?? new Date())
}
