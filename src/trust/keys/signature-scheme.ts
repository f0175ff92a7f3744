import { FiscalSealError } from '../../base/errors.js'
import { keyFindings, type DigestAlgorithm, type SignatureScheme } from '../../crypto/algorithms.js'
import type { PublicKey } from '../../crypto/public-key.js'

/** How RSA signatures are padded: PKCS #1 v1.5, which everybody reads, or PSS. */
export type RsaPadding = 'rsa-pkcs1' | 'rsa-pss'

const SHA256_LENGTH = 32

/**
 * Returns the scheme with which a key signs documents: RSA with SHA-256, PKCS #1 v1.5 unless `padding` or the key asks for PSS; ECDSA with the
 * digest of the size of its curve; Ed25519. Throws `FiscalSealError('identity.unsupported-key')` for every other key and for weak ones: there
 * is no way to ask for less.
 */
export function schemeFor(key: PublicKey, padding?: RsaPadding): SignatureScheme {
  const [objection] = keyFindings(key)
  if (objection !== undefined) throw unsupported(objection.detail ?? key.kind)
  if (key.kind === 'rsa-pss') return pssScheme(key)
  if (key.kind === 'rsa') {
    return padding === 'rsa-pss' ? pssScheme(key) : { kind: 'rsa-pkcs1', digest: 'SHA-256' }
  }
  if (padding === 'rsa-pss')
    throw new FiscalSealError('argument.invalid', 'RSASSA-PSS was asked for, but the key is not an RSA key.')
  if (key.kind === 'ed25519') return { kind: 'eddsa', curve: 'Ed25519' }
  const digest = key.curve === undefined ? undefined : CURVE_DIGESTS.get(key.curve)
  if (digest === undefined) throw unsupported(key.curve ?? key.kind)
  return { kind: 'ecdsa', digest }
}

/** RFC 5480 §4: the digest is as strong as the curve. */
const CURVE_DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['P-256', 'SHA-256'],
  ['P-384', 'SHA-384'],
  ['P-521', 'SHA-512'],
])

/** RFC 4055 §3.1: the salt is as long as the digest; a restriction in the key is kept. */
function pssScheme(key: PublicKey): SignatureScheme {
  const { restriction } = key
  if (restriction === undefined) {
    return { kind: 'rsa-pss', digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength: SHA256_LENGTH }
  }
  const isAccepted =
    ACCEPTED_PSS_DIGESTS.includes(restriction.digest) && restriction.mgfDigest === restriction.digest
  if (!isAccepted) throw unsupported(`RSASSA-PSS with ${restriction.digest} and ${restriction.mgfDigest}`)
  return { kind: 'rsa-pss', ...restriction }
}

const ACCEPTED_PSS_DIGESTS: readonly DigestAlgorithm[] = ['SHA-256', 'SHA-384', 'SHA-512']

function unsupported(what: string): FiscalSealError {
  return new FiscalSealError(
    'identity.unsupported-key',
    `The key cannot be used to seal documents (${what}).`,
  )
}
