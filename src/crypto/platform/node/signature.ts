import { createPublicKey, createVerify, getCurves, verify as verifyOnce, type KeyObject } from 'node:crypto'
import { concatBytes } from '../../../base/bytes.js'
import { toBase64 } from '../../../base/base64.js'
import { Malformed } from '../../../base/errors.js'
import type { SignatureScheme } from '../../algorithms.js'
import { CURVES } from '../../curve.js'
import type { PssParameters } from '../../pss.js'
import type { PublicKey } from '../../public-key.js'
import { pssKeyInfo } from '../../spki.js'
import type { Verification } from '../types.js'
import { OPENSSL_CURVES, OPENSSL_DIGESTS } from './names.js'
import { paddingOf } from './padding.js'
import { isPkcs1Signature } from './pkcs1-signature.js'

/**
 * Returns whether the signature holds. Throws `Malformed('key.malformed')` when OpenSSL refuses the key, `Malformed('algorithm.unavailable')` when
 * it refuses the digests together with such a key.
 */
export function verifySignature(check: Verification): boolean {
  const imported = importKey(check.key, check.scheme)
  try {
    return verifyUnder(imported, check)
  } catch {
    throw new Malformed('algorithm.unavailable', nameOf(check.scheme))
  }
}

function verifyUnder(imported: KeyObject, { scheme, message, signature }: Verification): boolean {
  if (scheme.kind === 'eddsa') return verifyOnce(null, concatBytes(message), imported, signature)
  const name = OPENSSL_DIGESTS[scheme.digest]
  // The bare key is the quickest form; it stands for PKCS #1 v1.5 padding and for ECDSA values in DER.
  const key = scheme.kind === 'rsa-pss' ? { ...paddingOf(scheme), key: imported } : imported
  const first = message[0]
  // An object to be fed costs a little less in the long run and much more before it is compiled.
  if (message.length === 1 && first !== undefined) {
    const quick =
      scheme.kind === 'rsa-pkcs1'
        ? isPkcs1Signature(imported, scheme.digest, { message: first, signature })
        : undefined
    return quick ?? verifyOnce(name, first, key, signature)
  }
  const running = createVerify(name)
  for (const chunk of message) running.update(chunk)
  return running.verify(key, signature)
}

function nameOf(scheme: SignatureScheme): string {
  if (scheme.kind === 'eddsa') return scheme.curve
  const mask = scheme.kind === 'rsa-pss' ? ` masked with ${scheme.mgfDigest}` : ''
  return `${scheme.kind} with ${scheme.digest}${mask}`
}

function importKey(key: PublicKey, scheme: SignatureScheme): KeyObject {
  const parameters = foreignMask(scheme)
  const use = parameters === undefined ? 'node' : `${parameters.digest} ${parameters.mgfDigest}`
  return key.imported.get(use, () => {
    try {
      return createKey(key, parameters)
    } catch {
      const code = isOffered(key) ? 'key.malformed' : 'algorithm.unavailable'
      throw new Malformed(code, 'refused by the platform')
    }
  })
}

/**
 * Bun and Deno have fewer curves than Node, smaller keys and no foreign masks. A point, or DSA, may still be wrong; of other keys all that can be
 * was checked when they were read.
 */
function isOffered({ kind, curve }: PublicKey): boolean {
  if (curve === undefined) return kind === 'dsa'
  return getCurves().includes(OPENSSL_CURVES[curve] ?? curve)
}

/** node:crypto takes the digest of the mask from the key, and that of the message where the key says none. */
function foreignMask(scheme: SignatureScheme): PssParameters | undefined {
  if (scheme.kind !== 'rsa-pss' || scheme.mgfDigest === scheme.digest) return undefined
  return { digest: scheme.digest, mgfDigest: scheme.mgfDigest, saltLength: 0 }
}

/** The cheapest form for each kind: OpenSSL 3 decodes a SubjectPublicKeyInfo by trial, in 100 µs and more. */
function createKey(key: PublicKey, parameters: PssParameters | undefined): KeyObject {
  if (parameters !== undefined) {
    return createPublicKey({ key: bufferOf(pssKeyInfo(key, parameters)), format: 'der', type: 'spki' })
  }
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') {
    return createPublicKey({ key: bufferOf(key.material), format: 'der', type: 'pkcs1' })
  }
  if (key.kind === 'ed25519') {
    return createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(key.material) },
      format: 'jwk',
    })
  }
  if (key.curve === 'P-256') {
    const { size } = CURVES[key.curve]
    const x = toBase64Url(key.material.subarray(1, 1 + size))
    const y = toBase64Url(key.material.subarray(1 + size))
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  }
  return createPublicKey({ key: bufferOf(key.spki), format: 'der', type: 'spki' })
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
