import type { Awaitable } from '../../../base/bytes.js'
import type { SignatureScheme } from '../../../crypto/algorithms.js'
import { signBytes, type PrivateKey } from '../../../crypto/private-key.js'
import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import { schemeFor } from '../../keys/signature-scheme.js'
import type { Asn1Part, Asn1Writer } from './asn1-library.js'

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
 * Returns `SEQUENCE { toBeSigned, signatureAlgorithm, signature, further }` in DER, the form of CRLs (RFC 5280 §5.1) and OCSP answers
 * (RFC 6960 §4.2.1).
 */
export async function signStructure(
  asn1: Asn1Writer,
  signer: StructureSigner,
  [toBeSigned, ...further]: readonly [Asn1Part, ...Asn1Part[]],
): Promise<Uint8Array> {
  const message = asn1.toDer(toBeSigned)
  const signature = asn1.bitString(await signer.sign(message))
  return asn1.toDer(asn1.sequence(message, signatureIdentifier(signer.scheme), signature, ...further))
}
