import { equalBytes } from '../../base/bytes.js'
import type { ErrorCode } from '../../base/error-codes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { randomBytes } from '../../crypto/ciphers.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { basicConstraintsOf, extendedKeyUsageOf, keyUsageOf } from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import { DOCUMENT_PURPOSES } from '../../formats/x509/oids.js'
import type { Identity } from './identity.js'

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

/**
 * Throws `FiscalSealError('identity.key-mismatch')` when what the identity signs does not hold under its certificate: a key file may repeat the
 * public half of one key beside the private half of another, or have values that are wrong, with which a signature can give the key away.
 */
export async function requireMatchingKey(identity: Identity): Promise<void> {
  if (await isMatching(identity)) return
  throw new FiscalSealError(
    'identity.key-mismatch',
    'The private key does not make signatures of its certificate.',
  )
}

async function isMatching(identity: Identity): Promise<boolean> {
  const { scheme, publicKey: key } = identity
  const message = randomBytes(32)
  try {
    const signature = await identity.sign(message)
    return await checkSignature({ scheme, key, message: [message], signature })
  } catch (error) {
    if (error instanceof Malformed)
      throw new FiscalSealError('identity.unsupported-key', `The key cannot be used (${error.message}).`)
    // Platforms refuse to sign when the values of a key contradict each other; what they say may quote it.
    return false
  }
}
