import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import type { DerCursor } from '../der/cursor.js'

/** CertID (RFC 6960 §4.1.1): which certificate a request or a response is about. */
export interface OcspCertificateId {
  readonly hashAlgorithm: AlgorithmIdentifier
  /** Digest of the issuer's name, as it stands in the certificate. */
  readonly issuerNameHash: Uint8Array
  /** Digest of the issuer's key: the content of its BIT STRING. */
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
}

/** Reads a CertID from `cursor`. */
export function readCertificateId(cursor: DerCursor): OcspCertificateId {
  const fields = cursor.sequence()
  const id = {
    hashAlgorithm: readAlgorithmIdentifier(fields),
    issuerNameHash: fields.octetString(),
    issuerKeyHash: fields.octetString(),
    serialNumber: fields.integer(),
  }
  fields.finish()
  return id
}
