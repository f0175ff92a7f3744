import { Malformed } from '../../base/errors.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { ownedCertificate, type Certificate } from '../../formats/x509/certificate.js'
import { basicConstraintsOf } from '../../formats/x509/extensions.js'
import { UNDERSTOOD_EXTENSIONS } from '../../formats/x509/oids.js'

/**
 * Returns the certificate of an anchor. Throws `Malformed` when it cannot be read, its key is not one that is accepted, or it has a critical
 * extension that is not understood: to leave that out would widen what its maker meant (THREATS X-08).
 */
export function checkAnchorCertificate(der: Uint8Array): Certificate {
  const certificate = ownedCertificate(der)
  checkAnchorKey(certificate.spki)
  for (const extension of certificate.extensions.values()) {
    if (extension.critical && !UNDERSTOOD_EXTENSIONS.includes(extension.oid)) {
      throw new Malformed('path.unknown-critical-extension', extension.oid)
    }
  }
  return certificate
}

/** Throws `Malformed('key.*')` when the SubjectPublicKeyInfo of an anchor is not one that is accepted. */
export function checkAnchorKey(spki: Uint8Array): void {
  readPublicKey(spki)
}

/** Returns whether a certificate may stand as an issuer when it is trusted by itself: it has the CA flag, or is of version 1, which has none. */
export function issuesCertificates(certificate: Certificate): boolean {
  if (certificate.version === 1) return true
  return basicConstraintsOf(certificate)?.ca ?? false
}
