import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import type { DerCursor } from '../der/cursor.js'
import { TAG } from '../der/tag.js'
import { readGeneralNames, type GeneralName } from '../x509/general-name.js'
import { attributeValues, sequenceOf } from './attribute.js'
import { ATTRIBUTE } from './oids.js'
import type { SignerInfo } from './signer-info.js'

/** IssuerSerial (RFC 5035 §4). */
export interface IssuerSerial {
  readonly issuer: readonly GeneralName[]
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
}

/** ESSCertID or ESSCertIDv2 (RFC 2634 §5.4.1, RFC 5035 §4): the digest of a certificate. */
export interface EssCertId {
  readonly hashAlgorithm: AlgorithmIdentifier
  readonly hash: Uint8Array
  readonly issuerSerial: IssuerSerial | undefined
}

/** One value of a signing-certificate attribute; the first id is the signer's certificate. */
export interface SigningCertificate {
  readonly version: 1 | 2
  readonly certIds: readonly EssCertId[]
}

const SHA1: AlgorithmIdentifier = { oid: '1.3.14.3.2.26', parameters: undefined }
const SHA256: AlgorithmIdentifier = { oid: '2.16.840.1.101.3.4.2.1', parameters: undefined }

/**
 * Returns every value of the signed attributes signing-certificate-v2, then signing-certificate, in order; empty when none names the
 * certificate. How many there may be is for the caller to judge. Throws `Malformed('der.*')`.
 */
export function essCertIdsOf(signerInfo: SignerInfo): readonly SigningCertificate[] {
  const attributes = signerInfo.signedAttributes?.attributes ?? []
  const version2 = attributeValues(attributes, ATTRIBUTE.signingCertificateV2)
  const version1 = attributeValues(attributes, ATTRIBUTE.signingCertificate)
  return [
    ...version2.map((value) => readSigningCertificate(value, 2)),
    ...version1.map((value) => readSigningCertificate(value, 1)),
  ]
}

function readSigningCertificate(value: Uint8Array, version: 1 | 2): SigningCertificate {
  const fields = sequenceOf(value)
  const list = fields.sequence()
  const certIds: EssCertId[] = []
  while (!list.atEnd) certIds.push(readCertId(list.sequence(), version))
  // Policies, which say nothing about which certificate it is.
  fields.skipOptional(TAG.sequence)
  fields.finish()
  return { version, certIds }
}

function readCertId(fields: DerCursor, version: 1 | 2): EssCertId {
  const hasAlgorithm = version === 2 && fields.peek() === TAG.sequence
  const hashAlgorithm = hasAlgorithm ? readAlgorithmIdentifier(fields) : version === 1 ? SHA1 : SHA256
  const hash = fields.octetString()
  const pair = fields.enterOptional(TAG.sequence)
  fields.finish()
  return { hashAlgorithm, hash, issuerSerial: pair === undefined ? undefined : readIssuerSerial(pair) }
}

function readIssuerSerial(pair: DerCursor): IssuerSerial {
  const issuer = readGeneralNames(pair.sequence())
  const serialNumber = pair.integer()
  pair.finish()
  return { issuer, serialNumber }
}
