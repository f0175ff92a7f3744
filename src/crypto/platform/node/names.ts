import type { EcCurve } from '../../curve.js'
import type { DigestAlgorithm } from '../../digest-algorithm.js'

/** Names that OpenSSL knows the digests by. */
export const OPENSSL_DIGESTS: Readonly<Record<DigestAlgorithm, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512/224': 'sha512-224',
  'SHA-512/256': 'sha512-256',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
  'SHAKE256-512': 'shake256',
}

/** Names that OpenSSL knows the curves by where they have another. */
export const OPENSSL_CURVES: Partial<Record<EcCurve, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}

/** Returns the bytes of a Buffer as what they are. */
export function toBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}
