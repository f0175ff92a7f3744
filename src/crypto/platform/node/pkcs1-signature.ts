import { constants, hash, publicEncrypt, type KeyObject } from 'node:crypto'
import { derNull, derOctetString, derOid, derSequence } from '../../../formats/der/writer.js'
import { DIGEST_LENGTHS, DIGEST_OIDS, type DigestAlgorithm } from '../../digest-algorithm.js'
import { OPENSSL_DIGESTS } from './names.js'

/** Bytes of the moduli that are met: 2048, 3072 and 4096 bits. */
const USUAL_LENGTHS = [256, 384, 512]
const USUAL_DIGESTS = ['SHA-256', 'SHA-384', 'SHA-512'] as const

/** Node 24 makes an error at each call that is given a key within options, which costs more than is saved here. */
const IS_QUICKER = !process.version.startsWith('v24.')

/** A signature, and what it should be of. */
interface Signed {
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2): the public operation on the signature must give the one encoding of the digest, every byte of it. OpenSSL's
 * own call compares the same and looks for the digest by its names on the way, a tenth of the time. Returns `undefined` for what that call
 * should judge: unusual lengths and digests, a signature that is no number below the modulus.
 */
export function isPkcs1Signature(
  key: KeyObject,
  algorithm: DigestAlgorithm,
  { message, signature }: Signed,
): boolean | undefined {
  const start = STARTS.get(algorithm)?.get(signature.length)
  const encoded = start === undefined ? undefined : publicOperation(key, signature)
  if (start === undefined || encoded?.length !== signature.length) return undefined
  // As text, which costs half of what a buffer of its own does.
  const value = hash(OPENSSL_DIGESTS[algorithm], message, 'binary')
  for (let index = 0; index < start.length; index++) if (encoded[index] !== start[index]) return false
  for (let index = 0; index < value.length; index++)
    if (encoded[start.length + index] !== value.charCodeAt(index)) return false
  return start.length + value.length === encoded.length
}

function publicOperation(key: KeyObject, signature: Uint8Array): Uint8Array | undefined {
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    return undefined
  }
}

/** What an encoded message starts with, up to the digest; by digest and by length of the modulus. */
const STARTS: ReadonlyMap<DigestAlgorithm, ReadonlyMap<number, Uint8Array>> = new Map(
  IS_QUICKER
    ? USUAL_DIGESTS.map((algorithm) => [
        algorithm,
        new Map(USUAL_LENGTHS.map((length) => [length, startOf(algorithm, length)])),
      ])
    : [],
)

/** RFC 8017 §9.2: 00 01, as many FF as fit, 00, and the DigestInfo, which ends with the digest. */
function startOf(algorithm: DigestAlgorithm, length: number): Uint8Array {
  const digest = new Uint8Array(DIGEST_LENGTHS[algorithm])
  const identifier = derSequence(derOid(DIGEST_OIDS[algorithm]), derNull())
  const info = derSequence(identifier, derOctetString(digest))
  const encoded = new Uint8Array(length).fill(0xff)
  encoded.set([0x00, 0x01])
  encoded[length - info.length - 1] = 0x00
  encoded.set(info, length - info.length)
  return encoded.subarray(0, length - digest.length)
}
