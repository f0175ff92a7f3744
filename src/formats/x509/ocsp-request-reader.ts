import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { contextTag } from '../der/tag.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import { extensionValue, type Extended } from './extensions.js'
import { readGeneralName } from './general-name.js'
import { readCertificateId, type OcspCertificateId } from './ocsp-certificate-id.js'
import { EXTENSION } from './oids.js'

/** Which certificate is asked about (RFC 6960 §4.1.1). */
export interface RequestedCertificate extends OcspCertificateId, Extended {
  /** The whole CertID, as it stands in the request and must stand in the answer. */
  readonly certId: Uint8Array
}

/** An OCSP request (RFC 6960 §4.1): what is written, nothing judged. A signature over it is read and not used. */
export interface OcspRequest extends Extended {
  readonly requests: readonly RequestedCertificate[]
  readonly isSigned: boolean
}

/** Returns the request that `der` is: DER without bytes after it, at least one certificate. Throws `Malformed('der.*')`. */
export function parseOcspRequest(der: Uint8Array): OcspRequest {
  const cursor = DerCursor.open(der)
  const fields = cursor.sequence()
  cursor.finish()
  const request = readRequest(fields.sequence())
  const signature = fields.enterOptional(contextTag(0))
  fields.finish()
  return { ...request, isSigned: signature !== undefined }
}

function readRequest(fields: DerCursor): Omit<OcspRequest, 'isSigned'> {
  // X.690 §11.5: the default, version 1, is not written, and there is no other.
  if (fields.peek() === contextTag(0))
    throw new Malformed('der.not-canonical', 'version of an OCSP request', fields.offset)
  const requestor = fields.enterOptional(contextTag(1))
  if (requestor !== undefined) {
    readGeneralName(requestor)
    requestor.finish()
  }
  const list = fields.sequence()
  const requests = [readRequestedCertificate(list.sequence())]
  while (!list.atEnd) requests.push(readRequestedCertificate(list.sequence()))
  const extensions = readOptionalExtensions(fields, 2)
  fields.finish()
  return { requests, extensions }
}

function readRequestedCertificate(fields: DerCursor): RequestedCertificate {
  const certId = fields.fork().readRaw()
  const id = readCertificateId(fields)
  const extensions = readOptionalExtensions(fields, 0)
  fields.finish()
  return { certId, ...id, extensions }
}

function readOptionalExtensions(fields: DerCursor, number: number): Extensions {
  const explicit = fields.enterOptional(contextTag(number))
  if (explicit === undefined) return NO_EXTENSIONS
  const extensions = readExtensions(explicit)
  explicit.finish()
  return extensions
}

/** RFC 9654 §2.1. */
const MAX_NONCE_LENGTH = 128

/** Returns the nonce, 1 to 128 octets, or `undefined` when there is none (RFC 9654 §2.1). Throws `Malformed`. */
export function ocspNonceOf(message: Extended): Uint8Array | undefined {
  const nonce = extensionValue(message, EXTENSION.ocspNonce, (cursor) => cursor.octetString())
  if (nonce !== undefined && (nonce.length === 0 || nonce.length > MAX_NONCE_LENGTH))
    throw new Malformed('der.limit', 'length of a nonce')
  return nonce
}
