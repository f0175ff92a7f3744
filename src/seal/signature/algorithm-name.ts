import type { SignatureScheme } from '../../crypto/algorithms.js'
import type { PublicKey } from '../../crypto/public-key.js'

/** Returns the name of scheme and key for a person, such as `RSA-2048 PKCS#1 v1.5 with SHA-256`. */
export function algorithmName(scheme: SignatureScheme, key: PublicKey): string {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return `RSA-${key.bits} PKCS#1 v1.5 with ${scheme.digest}`
    case 'rsa-pss':
      return `RSA-${key.bits} PSS with ${scheme.digest}`
    case 'ecdsa':
      return `${scheme.isPlain === true ? 'plain ' : ''}ECDSA ${key.curve ?? ''} with ${scheme.digest}`
    case 'dsa':
      return `DSA-${key.bits} with ${scheme.digest}`
    case 'eddsa':
      return scheme.curve
  }
}
