import type * as library from '@peculiar/x509'
import { DerCursor } from '../../../formats/der/cursor.js'
import { readAlgorithmIdentifier } from '../../../crypto/digest-algorithm.js'
import { signatureIdentifier } from '../../../formats/cms/algorithm-identifier.js'
import type { StructureSigner } from './structure-signer.js'

export type { Extension } from '@peculiar/x509'

/** The package that makes certificates, requests and extensions. */
export type X509Library = typeof library

/**
 * Returns the package; it is loaded when something is first issued, not when this library is, because it adds to the global `Reflect`. Its
 * chain builder is never used: who is trusted is decided by `trust/path`.
 */
export async function loadX509Library(): Promise<X509Library> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** What the generators of the package ask for in order to sign. */
export interface LibrarySigner {
  readonly signingAlgorithm: Algorithm
  readonly signingKey: CryptoKey
  /** The second argument of `create`. */
  readonly provider: Crypto
}

/**
 * Returns what lets the generators sign with `signer`. They ask for a key of WebCrypto; what they get names the algorithm by its OID, so that they
 * write our AlgorithmIdentifier as it is, and signs with a key that may be anywhere. `spki` is what they hear about the public key.
 */
export function librarySigner(signer: StructureSigner, spki: Uint8Array): LibrarySigner {
  const identifier = readAlgorithmIdentifier(DerCursor.open(signatureIdentifier(signer.scheme)))
  const { oid: name, parameters } = identifier
  const algorithm = { name, ...(parameters === undefined ? {} : { parameters: toBuffer(parameters) }) }
  const subtle: Pick<SubtleCrypto, 'sign'> & { readonly exportKey: () => Promise<ArrayBuffer> } = {
    sign: async (_algorithm, _key, message) => toBuffer(await signer.sign(toBytes(message))),
    exportKey: () => Promise.resolve(toBuffer(spki)),
  }
  return {
    signingAlgorithm: algorithm,
    signingKey: { algorithm } as unknown as CryptoKey,
    provider: { subtle } as unknown as Crypto,
  }
}

function toBytes(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}

/** Returns a copy of `bytes` as a buffer of their own length, which is what the package takes. */
export function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
