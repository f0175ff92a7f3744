import { equalBytes } from '../../base/bytes.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { TrustAnchor } from '../store/anchor.js'

/** Returns whether a certificate is the one of the anchor, byte for byte, or has its key when the anchor is a bare public key. */
export function isAnchorItself(certificate: Certificate, anchor: TrustAnchor): boolean {
  if (anchor.certificate === undefined) return equalBytes(anchor.spki, certificate.spki)
  return certificate === anchor.certificate || equalBytes(anchor.certificate.der, certificate.der)
}
