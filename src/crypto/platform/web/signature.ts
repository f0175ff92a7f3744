import { Malformed } from '../../../base/errors.js'
import type { SignatureScheme } from '../../algorithms.js'
import { CURVES } from '../../curve.js'
import { toFixedLength } from '../../ecdsa-signature.js'
import type { PublicKey } from '../../public-key.js'
import { rsaKeyInfo } from '../../spki.js'
import type { Verification } from '../types.js'
import { importAlgorithm, isUnavailable, useAlgorithm } from './key-algorithm.js'
import { joinedBytes, ownBytes, subtleCrypto } from './web-crypto.js'

/** Resolves to whether the signature holds. Throws `Malformed('algorithm.unavailable')`, and `Malformed('key.malformed')` when the key is refused. */
export async function verifySignature(check: Verification): Promise<boolean> {
  const { scheme, key, message } = check
  const algorithm = importAlgorithm(scheme, key.curve)
  const imported = await key.imported.get(JSON.stringify(algorithm), () => importKey(key, algorithm))
  const signature = ownBytes(wireSignature(scheme, key, check.signature))
  try {
    return await subtleCrypto().verify(useAlgorithm(scheme), imported, signature, joinedBytes(message))
  } catch (error) {
    if (error instanceof Malformed) throw error
    throw new Malformed('algorithm.unavailable', algorithm.name)
  }
}

async function importKey(key: PublicKey, algorithm: ReturnType<typeof importAlgorithm>): Promise<CryptoKey> {
  // WebCrypto imports no id-RSASSA-PSS; its restrictions were checked before.
  const spki = key.kind === 'rsa-pss' ? rsaKeyInfo(key.material) : key.spki
  const subtle = subtleCrypto()
  try {
    return await subtle.importKey('spki', ownBytes(spki), algorithm, false, ['verify'])
  } catch (error) {
    // A point may still be wrong; of RSA all was checked that can be, and runtimes differ in sizes and exponents.
    if (key.curve === undefined || isUnavailable(error))
      throw new Malformed('algorithm.unavailable', algorithm.name)
    throw new Malformed('key.malformed', 'refused by the platform')
  }
}

/** WebCrypto wants r ‖ s where CMS and X.509 have a SEQUENCE. */
function wireSignature(scheme: SignatureScheme, key: PublicKey, signature: Uint8Array): Uint8Array {
  if (scheme.kind !== 'ecdsa' || key.curve === undefined) return signature
  return toFixedLength(signature, CURVES[key.curve].size)
}
