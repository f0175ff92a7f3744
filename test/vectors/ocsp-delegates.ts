import { Malformed } from '../../src/base/errors.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { parseOcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { EXTENSION } from '../../src/formats/x509/oids.js'

/**
 * RFC 6960 §4.2.2.2.1 leaves it to the caller whether a delegate is believed of whom nobody says that he is not revoked: here not (THREATS X-18).
 * Nor is one whose certificate is signed over SHA-1, as any other on a path.
 */
export function expectedOf(stated: string, response: Uint8Array): string {
  if (stated !== 'good' && stated !== 'revoked') return 'unknown'
  const [signer] = signersIn(response)
  if (signer?.extensions.has(EXTENSION.extendedKeyUsage) !== true) return stated
  const isAccepted =
    signer.extensions.has(EXTENSION.ocspNoCheck) && signer.signatureAlgorithm.oid !== SHA1_WITH_RSA
  return isAccepted ? stated : 'unknown'
}

/** The certificates of a response; none when it cannot be read, which is judged elsewhere. */
function signersIn(response: Uint8Array): readonly Certificate[] {
  try {
    return parseOcspResponse(response).basic?.certificates.map(parseCertificate) ?? []
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

const SHA1_WITH_RSA = '1.2.840.113549.1.1.5'
