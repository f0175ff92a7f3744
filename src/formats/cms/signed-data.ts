import { transcodeBer } from '../der/ber.js'
import { CMS_LIMITS } from '../der/limits.js'
import { parseDerSignedData, parseTranscoded, type SignedData } from './der-signed-data.js'

export type {
  Attribute,
  SignedAttributes,
  SignedData,
  SignerIdentifier,
  SignerInfo,
} from './der-signed-data.js'

/**
 * Returns the SignedData at the beginning of `padded`, the decoded `/Contents` of a signature. Only zeros may follow it. The envelope may be
 * BER; certificates, CRLs and attribute values are given as they are. Throws `Malformed('der.*' | 'cms.malformed' | 'cms.trailing-data')`.
 */
export function parseSignedData(padded: Uint8Array): SignedData {
  return parseDerSignedData(padded) ?? parseTranscoded(padded, transcodeBer(padded, CMS_LIMITS))
}
