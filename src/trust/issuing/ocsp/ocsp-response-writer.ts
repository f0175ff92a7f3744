import { digest } from '../../../crypto/digest.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { Identity } from '../../keys/identity.js'
import type { CertificateStatus } from '../revocation.js'
import { loadAsn1Writer, type Asn1Part, type Asn1Writer } from '../writing/asn1-library.js'
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
export async function writeOcspError(error: keyof typeof OCSP_ERROR): Promise<Uint8Array> {
  const asn1 = await loadAsn1Writer()
  return asn1.toDer(asn1.sequence(asn1.enumerated(OCSP_ERROR[error])))
}

/** Returns a successful OCSPResponse, signed by `responder`, whose certificate travels with it (RFC 6960 §4.2.1). */
export async function writeOcspResponse(answer: OcspAnswer, responder: Identity): Promise<Uint8Array> {
  const asn1 = await loadAsn1Writer()
  const data = asn1.sequence(
    // RFC 6960 §4.2.1: KeyHash is the SHA-1 of the public key, whatever else is used.
    asn1.explicit(2, asn1.octetString(await digest('SHA-1', [responder.publicKey.material]))),
    asn1.generalizedTime(answer.producedAt),
    asn1.sequence(...answer.answers.map((each) => singleResponse(each, asn1))),
    ...responseExtensions(answer.nonce, asn1),
  )
  const certificates = asn1.explicit(0, asn1.sequence(responder.certificate.der))
  const basic = await signStructure(asn1, responder, [data, certificates])
  const bytes = asn1.sequence(asn1.oid(ID_PKIX_OCSP_BASIC), asn1.octetString(basic))
  return asn1.toDer(asn1.sequence(asn1.enumerated(0), asn1.explicit(0, bytes)))
}

function responseExtensions(nonce: Uint8Array | undefined, asn1: Asn1Writer): readonly Asn1Part[] {
  if (nonce === undefined) return []
  const extension = writeExtension(asn1, EXTENSION.ocspNonce, asn1.octetString(nonce))
  return [asn1.explicit(1, asn1.sequence(extension))]
}

function singleResponse(answer: SingleAnswer, asn1: Asn1Writer): Asn1Part {
  return asn1.sequence(
    answer.certId,
    certStatus(answer.status, asn1),
    asn1.generalizedTime(answer.thisUpdate),
    asn1.explicit(0, asn1.generalizedTime(answer.nextUpdate)),
  )
}

function certStatus(status: CertificateStatus, asn1: Asn1Writer): Asn1Part {
  switch (status.status) {
    case 'good':
      return asn1.implicit(0, asn1.null())
    case 'unknown':
      return asn1.implicit(2, asn1.null())
    case 'revoked': {
      const reason = asn1.enumerated(REASON_NUMBER[status.reason])
      // As in a CRL, rather no reason than `unspecified`.
      const reasons = status.reason === 'unspecified' ? [] : [asn1.explicit(0, reason)]
      return asn1.implicit(1, asn1.sequence(asn1.generalizedTime(status.at), ...reasons))
    }
  }
}
