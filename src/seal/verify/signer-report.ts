import type { ReachedAnchor } from '../../trust/path/path-options.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import { statusAt } from '../../trust/store/anchor-status.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import type { KnownCertificate } from '../signature/known-certificates.js'
import type { Context } from './context.js'
import type { ReachedAuthority, Signer, SignerAuthority } from './types.js'

/** Returns the signer as a report names him; `taxIdentity` is there when an anchor's rule could read it. */
export function signerReport({ text }: KnownCertificate, taxIdentity: TaxIdentity | undefined): Signer {
  const { subject, issuer, serialNumber, legalName, fingerprint, notBefore, notAfter } = text
  const taxIds = taxIdentity === undefined ? [] : taxIdentity.ids.map(({ value }) => value)
  // Spelled out: copying costs more than all the rest.
  return legalName === undefined
    ? { subject, issuer, serialNumber, fingerprint, notBefore, notAfter, taxIds }
    : { subject, issuer, serialNumber, legalName, fingerprint, notBefore, notAfter, taxIds }
}

/** Returns the authority as a report names it, with the status that it had at the validation time. */
export function authorityReport(
  anchor: TrustAnchor,
  { validationTime, isoTime }: Pick<Context, 'validationTime' | 'isoTime'>,
): SignerAuthority {
  const { id, authority, jurisdiction, environment, role, list } = anchor
  const status = statusAt(anchor, validationTime)
  if (status === undefined) throw new Error('an authority that decides has a status')
  const { name } = authority
  const since = { value: status.value, from: isoTime(status.from) }
  return list === undefined
    ? { anchor: id, name, jurisdiction, environment, role, status: since }
    : { anchor: id, name, jurisdiction, environment, role, status: since, list: versionOf(list) }
}

function versionOf({
  listId,
  version,
}: Required<SignerAuthority>['list']): Required<SignerAuthority>['list'] {
  return { listId, version }
}

/** Returns the authorities that a path leads to as a report names them. */
export function authoritiesReport(reached: readonly ReachedAnchor[]): readonly ReachedAuthority[] {
  return reached.map(({ anchor: { id, jurisdiction }, fault }) => ({
    anchor: id,
    jurisdiction,
    holds: fault === undefined,
    code: fault?.code ?? null,
  }))
}
