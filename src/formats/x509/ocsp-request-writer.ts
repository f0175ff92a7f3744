import { DIGEST_OIDS, type DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { TAG } from '../der/tag.js'
import { derContext, derElement, derNull, derOctetString, derOid, derSequence } from '../der/writer.js'
import { EXTENSION } from './oids.js'

/** What a request asks about (RFC 6960 §4.1.1): the digests of the issuer's name and key under `digest`, and the serial number. */
export interface OcspQuestion {
  readonly digest: DigestAlgorithm
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** 1 to 128 octets (RFC 9654 §2.1). */
  readonly nonce?: Uint8Array | undefined
}

/** Returns an unsigned OCSP request about one certificate (RFC 6960 §4.1). */
export function buildOcspRequest(question: OcspQuestion): Uint8Array {
  const { digest, issuerNameHash, issuerKeyHash, serialNumber, nonce } = question
  const certificateId = derSequence(
    derSequence(derOid(DIGEST_OIDS[digest]), derNull()),
    derOctetString(issuerNameHash),
    derOctetString(issuerKeyHash),
    derElement(TAG.integer, serialNumber),
  )
  const list = derSequence(derSequence(certificateId))
  if (nonce === undefined) return derSequence(derSequence(list))
  const extension = derSequence(derOid(EXTENSION.ocspNonce), derOctetString(derOctetString(nonce)))
  return derSequence(derSequence(list, derContext(2, derSequence(extension))))
}
