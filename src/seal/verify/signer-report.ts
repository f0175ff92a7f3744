import { toHex } from '../../base/bytes.js'
import { firstValue, formatName } from '../../formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { TaxIdentity } from '../../trust/store/tax-ids.js'
import type { KnownCertificate } from '../signature/known-certificates.js'
import type { Signer, SignerAuthority } from './types.js'

/** Returns the signer as a report names him; `taxIdentity` is there when an anchor's rule could read it. */
export function signerReport({ certificate, fingerprint }: KnownCertificate, taxIdentity: TaxIdentity | undefined): Signer {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate
  const legalName = firstValue(subject, NAME_ATTRIBUTE.organization) ?? firstValue(subject, NAME_ATTRIBUTE.commonName)
  return {
    subject: formatName(subject),
    issuer: formatName(issuer),
    serialNumber: toHex(serialNumber),
    ...(legalName === undefined ? {} : { legalName }),
    taxIds: (taxIdentity?.ids ?? []).map(({ value }) => value),
    fingerprint,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  }
}

/** Returns the authority as a report names it. */
export function authorityReport({ id, authority, jurisdiction, environment }: TrustAnchor): SignerAuthority {
  return { anchor: id, name: authority.name, jurisdiction, environment }
}
