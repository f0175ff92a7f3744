import { DIGEST_OIDS } from '../../src/crypto/digest-algorithm.js'
import type { DigestAlgorithm } from '../../src/crypto/digest-algorithm.js'
import { digest } from '../../src/crypto/digest.js'
import { signatureIdentifier } from '../../src/formats/cms/algorithm-identifier.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../src/formats/cms/oids.js'
import { TAG } from '../../src/formats/der/tag.js'
import {
  derContext,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../src/formats/der/writer.js'
import type { Identity } from '../../src/trust/keys/identity.js'

/** An Attribute with any number of values. */
export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  derSequence(derOid(oid), derSet(...values))

export const contentType = (oid: string = CONTENT_TYPE.data): Uint8Array =>
  attribute(ATTRIBUTE.contentType, derOid(oid))

export const messageDigest = (value: Uint8Array): Uint8Array =>
  attribute(ATTRIBUTE.messageDigest, derOctetString(value))

/** signing-certificate-v2 with the SHA-256 of `certificate`. */
export const signingCertificate = async (certificate: Uint8Array): Promise<Uint8Array> => {
  const hash = await digest('SHA-256', [certificate])
  return attribute(
    ATTRIBUTE.signingCertificateV2,
    derSequence(derSequence(derSequence(derOctetString(hash)))),
  )
}

export const digestId = (name: DigestAlgorithm, parameters: Uint8Array = derNull()): Uint8Array =>
  derSequence(derOid(DIGEST_OIDS[name]), parameters)

/** Parts of a SignedData that a test replaces; everything else is honest. */
export interface CraftedCms {
  readonly identity: Identity
  /** Digest of the covered bytes. */
  readonly digest: Uint8Array
  readonly version?: number
  readonly digestAlgorithms?: readonly Uint8Array[]
  readonly encapsulated?: Uint8Array
  readonly certificates?: readonly Uint8Array[]
  readonly signerVersion?: number
  readonly sid?: Uint8Array
  readonly signerDigest?: Uint8Array
  /** Elements of the SET OF; `null` for a signature without signed attributes over `digest`'s content. */
  readonly attributes?: readonly Uint8Array[] | null
  /** Writes the attributes in this order instead of that of DER. */
  readonly inThisOrder?: boolean
  readonly signatureAlgorithm?: Uint8Array
  /** What is signed instead of the attributes. */
  readonly message?: Uint8Array
  readonly unsigned?: readonly Uint8Array[]
  /** Number of SignerInfos; default 1. */
  readonly signers?: number
}

/** Returns the honest signed attributes of PAdES B-B. */
export async function honestAttributes({
  identity,
  digest: value,
}: CraftedCms): Promise<readonly Uint8Array[]> {
  return [contentType(), messageDigest(value), await signingCertificate(identity.certificate.der)]
}

/** Returns a ContentInfo with a SignedData, signed by the identity, honest but for what `crafted` replaces. */
export async function craftCms(crafted: CraftedCms): Promise<Uint8Array> {
  const { identity } = crafted
  const info = await signerInfo(crafted)
  const certificates = crafted.certificates ?? [identity.certificate, ...identity.chain].map(({ der }) => der)
  const signedData = derSequence(
    derInteger(crafted.version ?? 1),
    derSet(...(crafted.digestAlgorithms ?? [digestId('SHA-256')])),
    crafted.encapsulated ?? derSequence(derOid(CONTENT_TYPE.data)),
    ...(certificates.length === 0 ? [] : [derContext(0, ...certificates)]),
    derElement(TAG.set, ...Array.from({ length: crafted.signers ?? 1 }, () => info)),
  )
  return derSequence(derOid(CONTENT_TYPE.signedData), derContext(0, signedData))
}

async function signerInfo(crafted: CraftedCms): Promise<Uint8Array> {
  const { identity, attributes } = crafted
  const elements = attributes === undefined ? await honestAttributes(crafted) : (attributes ?? [])
  const set = crafted.inThisOrder === true ? derElement(TAG.set, ...elements) : derSet(...elements)
  const signature = await identity.sign(crafted.message ?? set)
  const { issuer, serialNumber } = identity.certificate
  const implicit = set.slice()
  implicit[0] = 0xa0
  return derSequence(
    derInteger(crafted.signerVersion ?? 1),
    crafted.sid ?? derSequence(issuer.der, derElement(TAG.integer, serialNumber)),
    crafted.signerDigest ?? digestId('SHA-256'),
    ...(attributes === null ? [] : [implicit]),
    crafted.signatureAlgorithm ?? signatureIdentifier(identity.scheme),
    derOctetString(signature),
    ...(crafted.unsigned === undefined ? [] : [derContext(1, ...crafted.unsigned)]),
  )
}
