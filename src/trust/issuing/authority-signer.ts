import type { DigestAlgorithm, SignatureScheme } from '../../crypto/algorithms.js'
import { signBytes, type PrivateKey } from '../../crypto/private-key.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { schemeFor } from '../keys/signature-scheme.js'

/** Algorithm, key and provider as the certificate library wants them; the key itself stays in `crypto/`. */
export interface ToolkitSigner {
  readonly signingAlgorithm: EcdsaParams
  readonly signingKey: CryptoKey
  readonly provider: Crypto
}

/**
 * Returns what lets the certificate library sign with `key`, by the scheme that the key would sign documents with. The library asks for
 * WebCrypto; what it gets signs through `crypto/`, so that an authority's key has one holder and works on every platform alike.
 */
export function toolkitSigner(key: PrivateKey): ToolkitSigner {
  const scheme = schemeFor(key.publicKey)
  const signingAlgorithm = webAlgorithm(scheme, key)
  const sign = async (_algorithm: unknown, _key: unknown, message: BufferSource): Promise<ArrayBuffer> => {
    const signature = await signBytes(key, scheme, [toBytes(message)])
    return Uint8Array.from(scheme.kind === 'ecdsa' ? toPair(signature, key.bits) : signature).buffer
  }
  return {
    signingAlgorithm,
    signingKey: { algorithm: signingAlgorithm } as unknown as CryptoKey,
    provider: { subtle: { sign } } as unknown as Crypto,
  }
}

function toBytes(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}

function webAlgorithm(scheme: SignatureScheme, key: PrivateKey): EcdsaParams {
  switch (scheme.kind) {
    case 'ecdsa':
      return named('ECDSA', scheme.digest, { namedCurve: key.curve })
    case 'rsa-pss':
      return named('RSA-PSS', scheme.digest, { saltLength: scheme.saltLength })
    case 'eddsa':
      return named(scheme.curve, 'SHA-512', {})
    default:
      return named('RSASSA-PKCS1-v1_5', scheme.digest, {})
  }
}

function named(name: string, hash: DigestAlgorithm, more: object): EcdsaParams {
  return { name, hash, ...more }
}

/** WebCrypto writes an ECDSA signature as r and s, each as long as the curve; here it is a SEQUENCE of two INTEGERs. */
function toPair(signature: Uint8Array, bits: number): Uint8Array {
  const size = Math.ceil(bits / 8)
  const fields = DerCursor.open(signature).sequence()
  const pair = new Uint8Array(2 * size)
  for (const end of [size, 2 * size]) {
    const magnitude = fields.unsignedInteger()
    pair.set(magnitude, end - magnitude.length)
  }
  return pair
}
