import { Malformed } from '../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import { isDer } from '../der/canonical.js'
import type { DerCursor } from '../der/cursor.js'
import { CMS_LIMITS } from '../der/limits.js'
import { contextPrimitiveTag, contextTag, TAG } from '../der/tag.js'
import { readName, type Name } from '../x509/name.js'
import { readAttributes, type Attribute } from './attribute.js'

/** Which certificate is the signer's (RFC 5652 §5.3): by issuer and serial number (content octets), or by its key identifier. */
export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Name; readonly serialNumber: Uint8Array }
  | { readonly kind: 'key-identifier'; readonly subjectKeyIdentifier: Uint8Array }

/** Signed attributes and the bytes that the signature is over. */
export interface SignedAttributes {
  /** SET OF Attribute with tag 0x31, as it is hashed (RFC 5652 §5.4): the bytes of the file, or their DER when they were BER. */
  readonly raw: Uint8Array
  /** Whether what the file holds is DER through and through, its order included. */
  readonly isDer: boolean
  readonly attributes: readonly Attribute[]
}

/** A SignerInfo (RFC 5652 §5.3): what is written, nothing judged. */
export interface SignerInfo {
  readonly version: number
  readonly sid: SignerIdentifier
  readonly digestAlgorithm: AlgorithmIdentifier
  readonly signedAttributes: SignedAttributes | undefined
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly unsignedAttributes: readonly Attribute[]
}

/** Gives back the bytes that stood in the file where the reader sees them transcoded. */
export type Originals = ReadonlyMap<number, Uint8Array>

/** Reads a SignerInfo from `cursor`. */
export function readSignerInfo(cursor: DerCursor, originals: Originals): SignerInfo {
  const fields = cursor.sequence()
  const version = fields.smallInteger()
  const sid = readSignerIdentifier(fields)
  const digestAlgorithm = readAlgorithmIdentifier(fields)
  const signedAttributes = readSignedAttributes(fields, originals)
  const signatureAlgorithm = readAlgorithmIdentifier(fields)
  const signature = fields.octetString()
  const unsigned = fields.enterOptional(contextTag(1))
  const unsignedAttributes = unsigned === undefined ? [] : readAttributes(unsigned)
  fields.finish()
  return {
    version,
    sid,
    digestAlgorithm,
    signedAttributes,
    signatureAlgorithm,
    signature,
    unsignedAttributes,
  }
}

function readSignerIdentifier(fields: DerCursor): SignerIdentifier {
  const tag = fields.peek()
  if (tag === contextPrimitiveTag(0)) {
    return { kind: 'key-identifier', subjectKeyIdentifier: fields.read(tag) }
  }
  if (tag !== TAG.sequence) throw new Malformed('der.unexpected', 'signer identifier', fields.offset)
  const pair = fields.sequence()
  const issuer = readName(pair)
  const serialNumber = pair.integer()
  pair.finish()
  return { kind: 'issuer-and-serial', issuer, serialNumber }
}

function readSignedAttributes(fields: DerCursor, originals: Originals): SignedAttributes | undefined {
  if (fields.peek() !== contextTag(0)) return undefined
  const { offset } = fields
  const lookahead = fields.fork()
  const attributes = readAttributes(lookahead.enter(contextTag(0)))
  // RFC 5652 §5.4: the digest is over the SET OF with its own tag, not over the [0] that stands in the SignerInfo.
  const raw = new Uint8Array(fields.readRaw())
  raw[0] = TAG.set
  return { raw, isDer: !originals.has(offset) && isDer(raw, CMS_LIMITS), attributes }
}
