import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import type { KnownCertificate } from '../signature/known-certificates.js'
import type { Signer, SignerAuthority } from './types.js'

/** Returns the signer as a report names him; `taxIdentity` is there when an anchor's rule could read it. */
export function signerReport({ text }: KnownCertificate, taxIdentity: TaxIdentity | undefined): Signer {
  return { ...text, taxIds: (taxIdentity?.ids ?? []).map(({ value }) => value) }
}

/** Returns the authority as a report names it. */
export function authorityReport({ id, authority, jurisdiction, environment }: TrustAnchor): SignerAuthority {
  return { anchor: id, name: authority.name, jurisdiction, environment }
}
