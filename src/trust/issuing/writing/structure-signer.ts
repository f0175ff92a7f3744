import type { Awaitable } from '../../../base/bytes.js'
import type { SignatureScheme } from '../../../crypto/algorithms.js'
import { signBytes, type PrivateKey } from '../../../crypto/private-key.js'
import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import { derBitString, derSequence } from '../../../formats/der/writer.js'
import { schemeFor } from '../../keys/signature-scheme.js'

/** What signs certificates, lists and answers: a key of this process, or an `Identity`, whose key may be elsewhere. */
export interface StructureSigner {
  readonly scheme: SignatureScheme
  /** Returns the signature over `message`; ECDSA in DER. */
  sign(message: Uint8Array): Awaitable<Uint8Array>
}

/** Returns what signs with `key`, by the scheme that the key would sign documents with. */
export function keySigner(key: PrivateKey): StructureSigner {
  const scheme = schemeFor(key.publicKey)
  return { scheme, sign: (message) => signBytes(key, scheme, [message]) }
}

/**
 * Returns `SEQUENCE { toBeSigned, signatureAlgorithm, signature, further }`, the form of certificates, CRLs, requests (RFC 5280 §4.1, §5.1,
 * RFC 2986 §4.2) and OCSP answers (RFC 6960 §4.2.1).
 */
export async function signStructure(
  toBeSigned: Uint8Array,
  signer: StructureSigner,
  ...further: readonly Uint8Array[]
): Promise<Uint8Array> {
  const signature = await signer.sign(toBeSigned)
  return derSequence(toBeSigned, signatureIdentifier(signer.scheme), derBitString(signature), ...further)
}
