import { equalBytes } from '../../base/bytes.js'
import type { ErrorCode } from '../../base/error-codes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { PublicKey } from '../../crypto/public-key.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { basicConstraintsOf, extendedKeyUsageOf, keyUsageOf } from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { DOCUMENT_PURPOSES } from '../../formats/x509/oids.js'

/**
 * Throws a `FiscalSealError` when a certificate cannot seal documents at the time `at` (milliseconds since 1970): `identity.not-yet-valid`,
 * `identity.expired`, `identity.is-authority`, `identity.key-usage`.
 */
export function requireSealing(certificate: Certificate, at: number): void {
  if (at < certificate.notBefore) {
    const from = new Date(certificate.notBefore).toISOString()
    throw refused('identity.not-yet-valid', certificate, `is not valid before ${from}`)
  }
  if (at > certificate.notAfter) {
    const until = new Date(certificate.notAfter).toISOString()
    throw refused('identity.expired', certificate, `expired on ${until}`)
  }
  // Whatever the time is, a certificate goes on saying the same.
  if (fit.has(certificate)) return
  requireUse(certificate)
  fit.add(certificate)
}

/** Certificates of which `requireUse` had nothing to say. */
const fit = new WeakSet<Certificate>()

function requireUse(certificate: Certificate): void {
  if (basicConstraintsOf(certificate)?.ca === true) {
    throw refused('identity.is-authority', certificate, 'is that of an authority: it issues certificates')
  }
  const usage = keyUsageOf(certificate)
  const maySign = usage === undefined || usage.has('digitalSignature') || usage.has('nonRepudiation')
  const purposes = extendedKeyUsageOf(certificate)
  const isForDocuments =
    purposes === undefined || purposes.some((purpose) => DOCUMENT_PURPOSES.includes(purpose))
  if (!maySign || !isForDocuments)
    throw refused('identity.key-usage', certificate, 'is not for signatures on documents')
}

function refused(code: ErrorCode, { subject }: Certificate, why: string): FiscalSealError {
  return new FiscalSealError(code, `The certificate of ${formatName(subject)} ${why}.`)
}

/** Returns whether two public keys are the same key, be it marked for RSASSA-PSS in one place and not in the other. */
export function isSameKey(left: PublicKey, right: PublicKey): boolean {
  const family = (key: PublicKey): string => (key.kind === 'rsa-pss' ? 'rsa' : (key.curve ?? key.kind))
  return family(left) === family(right) && equalBytes(left.material, right.material)
}
