import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign as signOnce,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { concatBytes } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import type { SignatureScheme } from '../../algorithms.js'
import type { KeyParameters, PlatformPrivateKey } from '../types.js'
import { OPENSSL_CURVES, OPENSSL_DIGESTS, toBytes } from './names.js'
import { paddingOf } from './padding.js'

const generate = promisify(generateKeyPair)

interface NodePrivateKey extends PlatformPrivateKey {
  readonly opaque: KeyObject
}

/** Returns the key of a PKCS #8 PrivateKeyInfo. Throws `Malformed('key.malformed')` when OpenSSL refuses it. */
export function importPrivateKey(pkcs8: Uint8Array): PlatformPrivateKey {
  try {
    const key = Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length)
    return { opaque: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) }
  } catch {
    // What OpenSSL says may quote the key.
    throw new Malformed('key.malformed', 'private key')
  }
}

/** Returns a new key. */
export async function generatePrivateKey(parameters: KeyParameters): Promise<PlatformPrivateKey> {
  switch (parameters.kind) {
    case 'rsa': {
      const pair = await generate('rsa', { modulusLength: parameters.bits, publicExponent: 65_537 })
      return { opaque: pair.privateKey }
    }
    case 'ec': {
      const { curve } = parameters
      const pair = await generate('ec', { namedCurve: OPENSSL_CURVES[curve] ?? curve })
      return { opaque: pair.privateKey }
    }
    case 'ed25519': {
      const pair = await generate('ed25519', {})
      return { opaque: pair.privateKey }
    }
  }
}

/** Returns the PKCS #8 PrivateKeyInfo. */
export function exportPrivateKey(key: PlatformPrivateKey): Uint8Array {
  return toBytes(objectOf(key).export({ type: 'pkcs8', format: 'der' }))
}

/** Returns the SubjectPublicKeyInfo that belongs to the key. */
export function exportPublicKey(key: PlatformPrivateKey): Uint8Array {
  return toBytes(createPublicKey(objectOf(key)).export({ type: 'spki', format: 'der' }))
}

/** Returns the signature value; ECDSA and DSA as a DER SEQUENCE. */
export function signMessage(
  key: PlatformPrivateKey,
  scheme: SignatureScheme,
  message: readonly Uint8Array[],
): Uint8Array {
  const bytes = message.length === 1 && message[0] !== undefined ? message[0] : concatBytes(message)
  const name = scheme.kind === 'eddsa' ? null : OPENSSL_DIGESTS[scheme.digest]
  const bare = objectOf(key)
  // The bare key is the quickest form; it stands for PKCS #1 v1.5 padding and for ECDSA values in DER.
  return toBytes(
    signOnce(name, bytes, scheme.kind === 'rsa-pss' ? { key: bare, ...paddingOf(scheme) } : bare),
  )
}

const objectOf = (key: PlatformPrivateKey): KeyObject => (key as NodePrivateKey).opaque
