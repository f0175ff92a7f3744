import { FiscalSealError, Malformed } from '../../base/errors.js'
import { parseCertificate as certificateOf, type Certificate } from '../../formats/x509/certificate.js'
import { parseCrl as crlOf, type CertificateList } from '../../formats/x509/crl.js'
import { parseOcspResponse as ocspResponseOf, type OcspResponse } from '../../formats/x509/ocsp-response.js'

/**
 * Returns the certificate that `der` is (RFC 5280 §4.1): DER without bytes after it, extensions only in version 3 and none twice. Nothing is said
 * of whether it can be trusted. Throws `FiscalSealError('argument.invalid')`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  return parsed(der, certificateOf, 'certificate')
}

/** Returns the CRL that `der` is (RFC 5280 §5.1): DER without bytes after it. Its signature is not looked at. Throws `FiscalSealError('argument.invalid')`. */
export function parseCrl(der: Uint8Array): CertificateList {
  return parsed(der, crlOf, 'CRL')
}

/** Returns the OCSP response that `der` is (RFC 6960 §4.2.1): DER without bytes after it. Its signature is not looked at. Throws `FiscalSealError('argument.invalid')`. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  return parsed(der, ocspResponseOf, 'OCSP response')
}

function parsed<T>(der: Uint8Array, parse: (der: Uint8Array) => T, what: string): T {
  const given: unknown = der
  if (!(given instanceof Uint8Array))
    throw new FiscalSealError('argument.invalid', `A ${what} is parsed from its DER, a Uint8Array.`)
  try {
    return parse(given)
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause
    const found = `The ${what} cannot be read (${cause.message}); it must be DER, not PEM.`
    throw new FiscalSealError('argument.invalid', found, { cause })
  }
}
