import { digest } from '../../../crypto/digest.js'
import {
  derContext,
  derContextPrimitive,
  derElement,
  derGeneralizedTime,
  derOctetString,
  derOid,
  derSequence,
} from '../../../formats/der/writer.js'
import { TAG } from '../../../formats/der/tag.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { Identity } from '../../keys/identity.js'
import type { CertificateStatus } from '../revocation.js'
import { REASON_NUMBER } from '../writing/crl-writer.js'
import { writeExtension } from '../writing/extension-writer.js'
import { signStructure } from '../writing/structure-signer.js'

/** What is answered about one certificate. */
export interface SingleAnswer {
  /** The whole CertID of the request. */
  readonly certId: Uint8Array
  readonly status: CertificateStatus
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  readonly nextUpdate: number
}

/** What is answered in all. */
export interface OcspAnswer {
  readonly producedAt: number
  readonly answers: readonly SingleAnswer[]
  readonly nonce: Uint8Array | undefined
}

/** OCSPResponseStatus, as far as it is no success (RFC 6960 §4.2.1). */
export const OCSP_ERROR = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  signatureRequired: 5,
  unauthorized: 6,
} as const

const ID_PKIX_OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1'

/** Returns an unsigned OCSPResponse that says why there is no answer (RFC 6960 §4.2.1). */
export function writeOcspError(error: keyof typeof OCSP_ERROR): Uint8Array {
  return derSequence(derElement(TAG.enumerated, Uint8Array.of(OCSP_ERROR[error])))
}

/** Returns a successful OCSPResponse, signed by `responder`, whose certificate and issuers travel with it (RFC 6960 §4.2.1). */
export async function writeOcspResponse(answer: OcspAnswer, responder: Identity): Promise<Uint8Array> {
  const data = derSequence(
    // RFC 6960 §4.2.1: KeyHash is the SHA-1 of the public key, whatever else is used.
    derContext(2, derOctetString(await digest('SHA-1', [responder.publicKey.material]))),
    derGeneralizedTime(answer.producedAt),
    derSequence(...answer.answers.map(singleResponse)),
    ...responseExtensions(answer.nonce),
  )
  const certificates = derSequence(responder.certificate.der)
  const basic = await signStructure(data, responder, derContext(0, certificates))
  const bytes = derSequence(derOid(ID_PKIX_OCSP_BASIC), derOctetString(basic))
  return derSequence(derElement(TAG.enumerated, Uint8Array.of(0)), derContext(0, bytes))
}

function responseExtensions(nonce: Uint8Array | undefined): readonly Uint8Array[] {
  if (nonce === undefined) return []
  return [derContext(1, derSequence(writeExtension(EXTENSION.ocspNonce, derOctetString(nonce))))]
}

function singleResponse({ certId, status, thisUpdate, nextUpdate }: SingleAnswer): Uint8Array {
  return derSequence(
    certId,
    certStatus(status),
    derGeneralizedTime(thisUpdate),
    derContext(0, derGeneralizedTime(nextUpdate)),
  )
}

function certStatus(status: CertificateStatus): Uint8Array {
  switch (status.status) {
    case 'good':
      return derContextPrimitive(0, new Uint8Array(0))
    case 'unknown':
      return derContextPrimitive(2, new Uint8Array(0))
    case 'revoked': {
      const reason = derElement(TAG.enumerated, Uint8Array.of(REASON_NUMBER[status.reason]))
      // As in a CRL, rather no reason than `unspecified`.
      const reasons = status.reason === 'unspecified' ? [] : [derContext(0, reason)]
      return derContext(1, derGeneralizedTime(status.at), ...reasons)
    }
  }
}
