import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import { derContext, derElement, derInteger, derSequence, derTime } from '../../../formats/der/writer.js'
import { TAG } from '../../../formats/der/tag.js'
import { parseCrl, type CertificateList, type RevocationReason } from '../../../formats/x509/crl.js'
import { issuerIdentifierOf, type Issuer } from './certificate-writer.js'
import { authorityKeyIdentifier, crlNumber, invalidityDate, reasonCode } from './extension-writer.js'
import { serialNumberBytes } from './serial-number.js'
import { keySigner, signStructure } from './structure-signer.js'

/** A certificate that does not count any more. */
export interface Revocation {
  /** Lower-case hexadecimal of the content octets. */
  readonly serialNumber: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reason: RevocationReason
  /** Since when the key is suspected (RFC 5280 §5.3.2), in milliseconds since 1970. */
  readonly invalidSince?: number
}

/** A CRL to be written. */
export interface CrlPlan {
  readonly number: number
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly revoked: readonly Revocation[]
}

/** CRLReason (RFC 5280 §5.3.1). */
export const REASON_NUMBER: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
}

/** Returns a new full CRL of `issuer` (RFC 5280 §5), read again by the strict reader. */
export async function writeCrl(plan: CrlPlan, issuer: Issuer): Promise<CertificateList> {
  const signer = keySigner(issuer.key)
  const extensions = [authorityKeyIdentifier(issuerIdentifierOf(issuer.certificate)), crlNumber(plan.number)]
  const toBeSigned = derSequence(
    derInteger(1),
    signatureIdentifier(signer.scheme),
    issuer.certificate.subject.der,
    derTime(plan.thisUpdate),
    derTime(plan.nextUpdate),
    // RFC 5280 §5.1.2.6: absent when nothing is revoked.
    ...(plan.revoked.length === 0 ? [] : [derSequence(...plan.revoked.map(entryOf))]),
    derContext(0, derSequence(...extensions)),
  )
  return parseCrl(await signStructure(toBeSigned, signer))
}

function entryOf({ serialNumber, at, reason, invalidSince }: Revocation): Uint8Array {
  const extensions = [
    // RFC 5280 §5.3.1: rather no reason than `unspecified`.
    ...(reason === 'unspecified' ? [] : [reasonCode(REASON_NUMBER[reason])]),
    ...(invalidSince === undefined ? [] : [invalidityDate(invalidSince)]),
  ]
  return derSequence(
    derElement(TAG.integer, serialNumberBytes(serialNumber)),
    derTime(at),
    ...(extensions.length === 0 ? [] : [derSequence(...extensions)]),
  )
}
