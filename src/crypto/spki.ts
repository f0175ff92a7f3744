import { derBitString, derNull, derOid, derSequence } from '../formats/der/writer.js'
import { CURVES, type EcCurve } from './curve.js'
import { buildPssParameters, type PssParameters } from './pss.js'
import type { PublicKey } from './public-key.js'

/** Returns the SubjectPublicKeyInfo of rsaEncryption over an RSAPublicKey: what a platform imports for either padding. */
export function rsaKeyInfo(rsaPublicKey: Uint8Array): Uint8Array {
  return derSequence(derSequence(derOid('1.2.840.113549.1.1.1'), derNull()), derBitString(rsaPublicKey))
}

/** Returns the SubjectPublicKeyInfo of id-RSASSA-PSS with `parameters` over the same RSA key. */
export function pssKeyInfo(key: PublicKey, parameters: PssParameters): Uint8Array {
  return derSequence(
    derSequence(derOid('1.2.840.113549.1.1.10'), buildPssParameters(parameters)),
    derBitString(key.material),
  )
}

/** Returns the SubjectPublicKeyInfo of an uncompressed point (RFC 5480 §2). */
export function ecKeyInfo(curve: EcCurve, point: Uint8Array): Uint8Array {
  return derSequence(derSequence(derOid('1.2.840.10045.2.1'), derOid(CURVES[curve].oid)), derBitString(point))
}

/** Returns the SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 §4). */
export function ed25519KeyInfo(raw: Uint8Array): Uint8Array {
  return derSequence(derSequence(derOid('1.3.101.112')), derBitString(raw))
}
