import type { SignatureScheme } from '../../crypto/algorithms.js'
import { DIGEST_OIDS, type DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { FiscalSealError } from '../../base/errors.js'
import { buildPssParameters } from '../../crypto/pss.js'
import { derNull, derOid, derSequence } from '../der/writer.js'

/** Returns the AlgorithmIdentifier of a digest, parameters absent (RFC 5754 §2). */
export function digestIdentifier(digest: DigestAlgorithm): Uint8Array {
  return derSequence(derOid(DIGEST_OIDS[digest]))
}

/** OIDs of signature algorithms that are written: those of SHA-2 alone. */
const RSA_PKCS1: Partial<Record<DigestAlgorithm, string>> = {
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
}

const ECDSA: Partial<Record<DigestAlgorithm, string>> = {
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
}

/**
 * Returns the AlgorithmIdentifier of a signature scheme, for certificates and CMS alike: the OID that names the digest too, NULL parameters
 * for PKCS #1 v1.5 (RFC 4055 §5), absent ones for ECDSA and EdDSA (RFC 5758 §3.2, RFC 8410 §3).
 * Throws `FiscalSealError('identity.unsupported-key')` for a scheme that this library does not sign with.
 */
export function signatureIdentifier(scheme: SignatureScheme): Uint8Array {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return derSequence(derOid(oidFor(RSA_PKCS1, scheme.digest)), derNull())
    case 'rsa-pss':
      return derSequence(derOid('1.2.840.113549.1.1.10'), buildPssParameters(scheme))
    case 'ecdsa':
      return derSequence(derOid(oidFor(ECDSA, scheme.digest)))
    case 'eddsa':
      return derSequence(derOid(scheme.curve === 'Ed25519' ? '1.3.101.112' : '1.3.101.113'))
    case 'dsa':
      throw new FiscalSealError('identity.unsupported-key', 'DSA is read, never written.')
  }
}

function oidFor(table: Partial<Record<DigestAlgorithm, string>>, digest: DigestAlgorithm): string {
  const oid = table[digest]
  if (oid === undefined)
    throw new FiscalSealError(
      'identity.unsupported-key',
      `Signatures with ${digest} are read, never written.`,
    )
  return oid
}
