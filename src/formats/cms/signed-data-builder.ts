import type { SignatureScheme } from '../../crypto/algorithms.js'
import type { DigestAlgorithm } from '../../crypto/digest-algorithm.js'
import { DIGEST_LENGTHS } from '../../crypto/digest-algorithm.js'
import { TAG, contextTag } from '../der/tag.js'
import { derNode, encodeNode, type DerNode } from '../der/node.js'
import {
  compareEncodings,
  derContext,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../der/writer.js'
import type { Certificate } from '../x509/certificate.js'
import { digestIdentifier, signatureIdentifier } from './algorithm-identifier.js'
import { ATTRIBUTE, CONTENT_TYPE } from './oids.js'

const ID_DATA = derOid(CONTENT_TYPE.data)
const ID_SIGNED_DATA = derOid(CONTENT_TYPE.signedData)
const VERSION_1 = derInteger(1)
const VERSION_3 = derInteger(3)
const CONTENT_TYPE_DATA = attribute(ATTRIBUTE.contentType, ID_DATA)

/** What the signed attributes of a PAdES B-B signature say. */
export interface SignedAttributesParameters {
  /** Digest of the signed bytes. */
  readonly messageDigest: Uint8Array
  /** The signer's certificate: `digest` is the SHA-256 of its DER. */
  readonly signingCertificate: { readonly digest: Uint8Array }
  /** OID of what is signed; default: id-data. */
  readonly contentType?: string
  /** Further attributes, each a whole Attribute. */
  readonly further?: readonly Uint8Array[]
}

/**
 * Returns the signed attributes as SET OF in DER, with tag 0x31, as they are hashed (RFC 5652 §5.4): content-type, message-digest and
 * signing-certificate-v2, no signing-time (EN 319 142-1 §6.3).
 */
export function buildSignedAttributes(parameters: SignedAttributesParameters): Uint8Array {
  const { messageDigest, signingCertificate, contentType, further = [] } = parameters
  // RFC 5035 §4: SHA-256 is the default of hashAlgorithm and left out in DER.
  const certId = derSequence(derOctetString(signingCertificate.digest))
  return derSet(
    contentType === undefined ? CONTENT_TYPE_DATA : attribute(ATTRIBUTE.contentType, derOid(contentType)),
    attribute(ATTRIBUTE.messageDigest, derOctetString(messageDigest)),
    attribute(ATTRIBUTE.signingCertificateV2, derSequence(derSequence(certId))),
    ...further,
  )
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return derSequence(derOid(oid), derSet(value))
}

/** What a SignedData is made of. */
export interface SignedDataParameters {
  /** What `buildSignedAttributes` gave. */
  readonly signedAttributes: Uint8Array
  readonly signature: Uint8Array
  readonly signer: Pick<Certificate, 'issuer' | 'serialNumber'>
  /** Certificates to embed, the signer's among them. */
  readonly certificates: readonly Uint8Array[]
  readonly digest: DigestAlgorithm
  readonly scheme: SignatureScheme
  /** Unsigned attributes, each a whole Attribute. */
  readonly unsignedAttributes?: readonly Uint8Array[]
  /** What is signed, when it travels inside: its type and its bytes. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
}

/**
 * Returns a SignedData in ContentInfo, in DER, with one SignerInfo of version 1: detached and of version 1, or with its content, and then of
 * version 3 (RFC 5652 §5.1, §5.3).
 */
export function buildSignedData(parameters: SignedDataParameters): Uint8Array {
  const { certificates, digest, content } = parameters
  const digestAlgorithm = digestIdentifier(digest)
  const signedData = derNode(TAG.sequence, [
    content === undefined ? VERSION_1 : VERSION_3,
    derNode(TAG.set, [digestAlgorithm]),
    content === undefined
      ? derNode(TAG.sequence, [ID_DATA])
      : derSequence(derOid(content.type), derContext(0, derOctetString(content.bytes))),
    ...(certificates.length === 0 ? [] : [derNode(contextTag(0), [...certificates].sort(compareEncodings))]),
    derNode(TAG.set, [signerInfo(parameters, digestAlgorithm)]),
  ])
  return encodeNode(derNode(TAG.sequence, [ID_SIGNED_DATA, derNode(contextTag(0), [signedData])]))
}

function signerInfo(parameters: SignedDataParameters, digestAlgorithm: Uint8Array): DerNode {
  const { signer, scheme, signature, unsignedAttributes = [] } = parameters
  const signedAttributes = new Uint8Array(parameters.signedAttributes)
  signedAttributes[0] = contextTag(0)
  const unsigned = derNode(contextTag(1), [...unsignedAttributes].sort(compareEncodings))
  return derNode(TAG.sequence, [
    VERSION_1,
    derNode(TAG.sequence, [signer.issuer.der, derNode(TAG.integer, [signer.serialNumber])]),
    digestAlgorithm,
    signedAttributes,
    signatureIdentifier(scheme),
    derNode(TAG.octetString, [signature]),
    ...(unsignedAttributes.length === 0 ? [] : [unsigned]),
  ])
}

/** What is known of a SignedData before anything is signed. */
export interface SignedDataForm extends Pick<
  SignedDataParameters,
  'signer' | 'certificates' | 'digest' | 'scheme' | 'unsignedAttributes'
> {
  /** Greatest length of the signature value in bytes (`maxSignatureLength`). */
  readonly signatureLength: number
  readonly furtherAttributes?: readonly Uint8Array[]
}

/** Returns the greatest length in bytes of what `buildSignedData` will return, so that room can be left for it; exact for RSA and EdDSA. */
export function signedDataSize(form: SignedDataForm): number {
  const signedAttributes = buildSignedAttributes({
    messageDigest: new Uint8Array(DIGEST_LENGTHS[form.digest]),
    signingCertificate: { digest: new Uint8Array(DIGEST_LENGTHS['SHA-256']) },
    further: form.furtherAttributes ?? [],
  })
  return buildSignedData({ ...form, signedAttributes, signature: new Uint8Array(form.signatureLength) })
    .length
}

/** Returns the digest that the signed bytes and the SignerInfo use under `scheme`; for Ed25519 SHA-512 (RFC 8419 §3.1). */
export function digestOf(scheme: SignatureScheme): DigestAlgorithm {
  if (scheme.kind !== 'eddsa') return scheme.digest
  return scheme.curve === 'Ed25519' ? 'SHA-512' : 'SHAKE256-512'
}
