import { toHex } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { Identity } from '../keys/identity.js'

/** Returns the certificate itself or that of an identity. Throws `FiscalSealError('argument.invalid')` for anything else. */
export function certificateOf(subject: Identity | Certificate): Certificate {
  const given: unknown = subject
  if (typeof given === 'object' && given !== null) {
    const certificate: unknown = 'certificate' in given ? given.certificate : given
    if (isCertificate(certificate)) return certificate
  }
  throw new FiscalSealError(
    'argument.invalid',
    'The certificate is given by itself (see parseCertificate), by its identity (await it), or by its serial number.',
  )
}

/** Returns the serial number in lower-case hexadecimal. Throws `FiscalSealError('argument.invalid')`. */
export function serialNumberOf(subject: Identity | Certificate | string): string {
  return typeof subject === 'string' ? subject.toLowerCase() : toHex(certificateOf(subject).serialNumber)
}

function isCertificate(value: unknown): value is Certificate {
  return (
    typeof value === 'object' &&
    value !== null &&
    'serialNumber' in value &&
    value.serialNumber instanceof Uint8Array
  )
}
