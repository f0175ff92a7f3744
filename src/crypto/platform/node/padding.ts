import { constants } from 'node:crypto'
import type { SignatureScheme } from '../../algorithms.js'

/** Returns what node:crypto is told of an RSA padding. The salt of PSS is as long as declared, never "any", which OpenSSL takes when told nothing. */
export function paddingOf(scheme: SignatureScheme): { padding?: number; saltLength?: number } {
  if (scheme.kind === 'rsa-pkcs1') return { padding: constants.RSA_PKCS1_PADDING }
  if (scheme.kind === 'rsa-pss')
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength }
  return {}
}
