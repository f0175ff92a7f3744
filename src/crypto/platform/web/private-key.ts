import { Malformed } from '../../../base/errors.js'
import { fromBase64 } from '../../../base/base64.js'
import { concatBytes } from '../../../base/bytes.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { TAG } from '../../../formats/der/tag.js'
import {
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derUnsignedInteger,
} from '../../../formats/der/writer.js'
import type { SignatureScheme } from '../../algorithms.js'
import { curveOf, type EcCurve } from '../../curve.js'
import { fromFixedLength } from '../../ecdsa-signature.js'
import { ecKeyInfo, ed25519KeyInfo, rsaKeyInfo } from '../../spki.js'
import type { KeyParameters, PlatformPrivateKey } from '../types.js'
import { importAlgorithm, isUnavailable, useAlgorithm, webCurve } from './key-algorithm.js'
import { joinedBytes, ownBytes, subtleCrypto, whereOffered } from './web-crypto.js'

/** WebCrypto ties a key to one use, so the PKCS #8 form is kept and imported for each. */
interface WebKey {
  readonly pkcs8: Uint8Array
  readonly curve: EcCurve | undefined
  /** A scheme that the key can be imported for. */
  readonly scheme: SignatureScheme
  readonly imported: Map<string, Promise<CryptoKey>>
}

const webKeyOf = (key: PlatformPrivateKey): WebKey => key.opaque as WebKey

/** Returns the key of a PKCS #8 PrivateKeyInfo. Throws `Malformed('key.malformed' | 'algorithm.unavailable' | 'der.*')`. */
export async function importPrivateKey(pkcs8: Uint8Array): Promise<PlatformPrivateKey> {
  const { oid, parameters, privateKey } = readPrivateKeyInfo(pkcs8)
  const curve = oid === EC ? curveOf(parameters ?? '') : undefined
  // A copy: the caller may wipe his.
  const own = oid === RSA_PSS ? rsaPrivateKeyInfo(privateKey) : new Uint8Array(pkcs8)
  const key = { opaque: { pkcs8: own, curve, scheme: schemeOf(oid), imported: new Map() } satisfies WebKey }
  await importFor(key.opaque, key.opaque.scheme)
  return key
}

const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const EC = '1.2.840.10045.2.1'

/** PrivateKeyInfo ::= SEQUENCE { version, SEQUENCE { algorithm, parameters }, privateKey, … } (RFC 5958 §2) */
function readPrivateKeyInfo(pkcs8: Uint8Array): {
  oid: string
  parameters: string | undefined
  privateKey: Uint8Array
} {
  const fields = DerCursor.open(pkcs8).sequence()
  fields.smallInteger()
  const algorithm = fields.sequence()
  const oid = algorithm.oid()
  const parameters = algorithm.peek() === TAG.oid ? algorithm.oid() : undefined
  return { oid, parameters, privateKey: fields.octetString() }
}

function rsaPrivateKeyInfo(privateKey: Uint8Array): Uint8Array {
  return derSequence(derInteger(0), derSequence(derOid(RSA), derNull()), derOctetString(privateKey))
}

function schemeOf(oid: string): SignatureScheme {
  switch (oid) {
    case RSA:
    case RSA_PSS:
      return { kind: 'rsa-pkcs1', digest: 'SHA-256' }
    case EC:
      return { kind: 'ecdsa', digest: 'SHA-256' }
    case '1.3.101.112':
      return { kind: 'eddsa', curve: 'Ed25519' }
    default:
      throw new Malformed('algorithm.unavailable', `private key ${oid}`)
  }
}

function importFor(key: WebKey, scheme: SignatureScheme): Promise<CryptoKey> {
  const algorithm = importAlgorithm(scheme, key.curve)
  const use = JSON.stringify(algorithm)
  const known = key.imported.get(use)
  if (known !== undefined) return known
  const imported = subtleCrypto()
    .importKey('pkcs8', ownBytes(key.pkcs8), algorithm, true, ['sign'])
    .catch((error: unknown) => {
      throw new Malformed(isUnavailable(error) ? 'algorithm.unavailable' : 'key.malformed', 'private key')
    })
  key.imported.set(use, imported)
  return imported
}

/** Returns a new key. */
export async function generatePrivateKey(parameters: KeyParameters): Promise<PlatformPrivateKey> {
  const algorithm = generationAlgorithm(parameters)
  const pair = await whereOffered(
    algorithm.name,
    subtleCrypto().generateKey(algorithm, true, ['sign', 'verify']),
  )
  if (!('privateKey' in pair)) throw new Malformed('algorithm.unavailable', parameters.kind)
  return importPrivateKey(new Uint8Array(await subtleCrypto().exportKey('pkcs8', pair.privateKey)))
}

function generationAlgorithm(parameters: KeyParameters): RsaHashedKeyGenParams | EcKeyGenParams | Algorithm {
  switch (parameters.kind) {
    case 'rsa':
      return {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: parameters.bits,
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: 'SHA-256',
      }
    case 'ec':
      return { name: 'ECDSA', namedCurve: webCurve(parameters.curve) }
    case 'ed25519':
      return { name: 'Ed25519' }
  }
}

/** Returns the PKCS #8 PrivateKeyInfo. */
export function exportPrivateKey(key: PlatformPrivateKey): Uint8Array {
  return webKeyOf(key).pkcs8.slice()
}

/** Returns the SubjectPublicKeyInfo that belongs to the key. */
export async function exportPublicKey(key: PlatformPrivateKey): Promise<Uint8Array> {
  const { scheme, curve } = webKeyOf(key)
  const imported = await importFor(webKeyOf(key), scheme)
  // Firefox computes no public half of a key on a curve; it gives on what stands in the file.
  const exported = subtleCrypto().exportKey('jwk', imported)
  const jwk = await whereOffered('private key without its public half', exported)
  if (scheme.kind === 'rsa-pkcs1') {
    return rsaKeyInfo(derSequence(derUnsignedInteger(member(jwk.n)), derUnsignedInteger(member(jwk.e))))
  }
  if (curve === undefined) return ed25519KeyInfo(member(jwk.x))
  return ecKeyInfo(curve, concatBytes([Uint8Array.of(4), member(jwk.x), member(jwk.y)]))
}

function member(text: string | undefined): Uint8Array {
  const base64 = (text ?? '').replaceAll('-', '+').replaceAll('_', '/')
  const bytes = fromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='))
  if (bytes === undefined || bytes.length === 0)
    throw new Malformed('key.malformed', 'private key without its public half')
  return bytes
}

/** Returns the signature value; ECDSA as a DER SEQUENCE. */
export async function signMessage(
  key: PlatformPrivateKey,
  scheme: SignatureScheme,
  message: readonly Uint8Array[],
): Promise<Uint8Array> {
  const imported = await importFor(webKeyOf(key), scheme)
  const signature = new Uint8Array(
    await subtleCrypto().sign(useAlgorithm(scheme), imported, joinedBytes(message)),
  )
  return scheme.kind === 'ecdsa' ? fromFixedLength(signature) : signature
}
