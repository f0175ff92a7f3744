import { toHex } from '../../../base/bytes.js'
import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import { parseCrl, type CertificateList, type RevocationReason } from '../../../formats/x509/crl.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import { loadAsn1Writer, type Asn1Part, type Asn1Writer } from './asn1-library.js'
import { issuerIdentifierOf, type Issuer } from './certificate-writer.js'
import { writeExtension } from './extension-writer.js'
import { serialNumberBytes } from './serial-number.js'
import { keySigner, signStructure } from './structure-signer.js'
import { loadX509Library } from './x509-library.js'

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

/**
 * Returns a new full CRL of `issuer` (RFC 5280 §5), read again by the strict reader.
 *
 * It is put together by asn1js: the generator of @peculiar/x509 (2.2.0) writes an empty list of extensions into every entry that has none,
 * which RFC 5280 §5.1 does not allow, and compares every entry with every other.
 */
export async function writeCrl(plan: CrlPlan, issuer: Issuer): Promise<CertificateList> {
  const asn1 = await loadAsn1Writer()
  const { AuthorityKeyIdentifierExtension } = await loadX509Library()
  const signer = keySigner(issuer.key)
  const issuerKey = new AuthorityKeyIdentifierExtension(toHex(issuerIdentifierOf(issuer.certificate)))
  const number = writeExtension(asn1, EXTENSION.crlNumber, asn1.integer(plan.number))
  const toBeSigned = asn1.sequence(
    asn1.integer(1),
    signatureIdentifier(signer.scheme),
    issuer.certificate.subject.der,
    asn1.time(plan.thisUpdate),
    asn1.time(plan.nextUpdate),
    // RFC 5280 §5.1.2.6: absent when nothing is revoked.
    ...(plan.revoked.length === 0
      ? []
      : [asn1.sequence(...plan.revoked.map((each) => asn1.toDer(entryOf(each, asn1))))]),
    asn1.explicit(0, asn1.sequence(new Uint8Array(issuerKey.rawData), number)),
  )
  return parseCrl(await signStructure(asn1, signer, [toBeSigned]))
}

function entryOf({ serialNumber, at, reason, invalidSince }: Revocation, asn1: Asn1Writer): Asn1Part {
  const extensions = [
    // RFC 5280 §5.3.1: rather no reason than `unspecified`.
    ...(reason === 'unspecified'
      ? []
      : [writeExtension(asn1, EXTENSION.reasonCode, asn1.enumerated(REASON_NUMBER[reason]))]),
    ...(invalidSince === undefined
      ? []
      : [writeExtension(asn1, EXTENSION.invalidityDate, asn1.generalizedTime(invalidSince))]),
  ]
  return asn1.sequence(
    asn1.integer(serialNumberBytes(serialNumber)),
    asn1.time(at),
    ...(extensions.length === 0 ? [] : [asn1.sequence(...extensions)]),
  )
}
