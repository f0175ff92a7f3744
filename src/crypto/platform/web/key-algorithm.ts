import { Malformed } from '../../../base/errors.js'
import type { SignatureScheme } from '../../algorithms.js'
import type { EcCurve } from '../../curve.js'
import { webDigest } from './web-crypto.js'

/** What WebCrypto must be told to import a key for a scheme. */
export type ImportAlgorithm = RsaHashedImportParams | EcKeyImportParams | Algorithm

const WEB_CURVES: readonly EcCurve[] = ['P-256', 'P-384', 'P-521']

/** Returns the algorithm to import a key with; throws `Malformed('algorithm.unavailable')` for what WebCrypto does not have. */
export function importAlgorithm(scheme: SignatureScheme, curve: EcCurve | undefined): ImportAlgorithm {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return { name: 'RSASSA-PKCS1-v1_5', hash: webDigest(scheme.digest) }
    case 'rsa-pss':
      // WebCrypto masks with the digest of the message, whatever the parameters say.
      if (scheme.mgfDigest !== scheme.digest)
        throw new Malformed('algorithm.unavailable', `mask of ${scheme.mgfDigest}`)
      return { name: 'RSA-PSS', hash: webDigest(scheme.digest) }
    case 'ecdsa':
      return { name: 'ECDSA', namedCurve: webCurve(curve) }
    case 'eddsa':
      if (scheme.curve !== 'Ed25519') throw new Malformed('algorithm.unavailable', scheme.curve)
      return { name: 'Ed25519' }
    case 'dsa':
      throw new Malformed('algorithm.unavailable', 'DSA')
  }
}

/** Returns what WebCrypto must be told to sign or verify with `scheme`. */
export function useAlgorithm(scheme: SignatureScheme): AlgorithmIdentifier | RsaPssParams | EcdsaParams {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return { name: 'RSASSA-PKCS1-v1_5' }
    case 'rsa-pss':
      return { name: 'RSA-PSS', saltLength: scheme.saltLength }
    case 'ecdsa':
      return { name: 'ECDSA', hash: webDigest(scheme.digest) }
    case 'eddsa':
      return { name: scheme.curve }
    case 'dsa':
      return { name: 'DSA' }
  }
}

/** Returns the name of `curve` in WebCrypto; throws `Malformed('algorithm.unavailable')`. */
export function webCurve(curve: EcCurve | undefined): string {
  if (curve === undefined || !WEB_CURVES.includes(curve))
    throw new Malformed('algorithm.unavailable', curve ?? 'curve')
  return curve
}

/** Returns whether `error` says that the runtime lacks an algorithm, as older ones lack Ed25519. */
export function isUnavailable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'NotSupportedError'
}
