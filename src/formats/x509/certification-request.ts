import { Malformed } from '../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import { DerCursor } from '../der/cursor.js'
import { contextTag, TAG } from '../der/tag.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import { readName, type Name } from './name.js'

/** A certification request (PKCS #10, RFC 2986 §4): what is written, nothing judged. */
export interface CertificationRequest {
  readonly der: Uint8Array
  /** The signed part, as it is hashed. */
  readonly requestInfo: Uint8Array
  /** Whom its maker wishes to be called. */
  readonly subject: Name
  /** SubjectPublicKeyInfo, for `readPublicKey`. */
  readonly spki: Uint8Array
  /** OIDs of the attributes, in order. */
  readonly attributes: readonly string[]
  /** Extensions that its maker wishes (RFC 2985 §5.4.2). */
  readonly extensions: Extensions
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** pkcs-9-at-extensionRequest (RFC 2985 §5.4.2). */
export const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'

/** Returns the request that `der` is: DER without bytes after it, no attribute twice. Throws `Malformed('der.*' | 'certificate.malformed')`. */
export function parseCertificationRequest(der: Uint8Array): CertificationRequest {
  const cursor = DerCursor.open(der)
  const request = cursor.sequence()
  cursor.finish()
  const start = request.offset
  const fields = request.sequence()
  const requestInfo = der.subarray(start, request.offset)
  const signatureAlgorithm = readAlgorithmIdentifier(request)
  const signature = request.octetBits()
  request.finish()
  return { der, requestInfo, signatureAlgorithm, signature, ...readRequestInfo(fields) }
}

type RequestInfo = Pick<CertificationRequest, 'subject' | 'spki' | 'attributes' | 'extensions'>

function readRequestInfo(fields: DerCursor): RequestInfo {
  const offset = fields.offset
  // RFC 2986 §4.1: v1 is written as 0, and there is no other.
  if (fields.smallInteger() !== 0)
    throw new Malformed('certificate.malformed', 'version of a request', offset)
  const subject = readName(fields)
  const spki = fields.readRaw(TAG.sequence)
  const list = fields.enterOptional(contextTag(0))
  fields.finish()
  return { subject, spki, ...readAttributes(list) }
}

/** RFC 2986 §4.1 asks for the field; old programs leave it out when it is empty. */
function readAttributes(list: DerCursor | undefined): Pick<RequestInfo, 'attributes' | 'extensions'> {
  const attributes: string[] = []
  let extensions = NO_EXTENSIONS
  while (list?.atEnd === false) {
    const attribute = list.sequence()
    const oid = attribute.oid()
    if (attributes.includes(oid))
      throw new Malformed('certificate.malformed', `attribute ${oid} occurs twice`, attribute.offset)
    attributes.push(oid)
    const values = attribute.set()
    attribute.finish()
    if (oid === EXTENSION_REQUEST) extensions = readExtensionRequest(values)
    else skipValues(values)
  }
  return { attributes, extensions }
}

/** RFC 2986 §4.1: `SET SIZE (1..MAX)`. What the values say is not asked. */
function skipValues(values: DerCursor): void {
  do values.skip()
  while (!values.atEnd)
}

function readExtensionRequest(values: DerCursor): Extensions {
  const extensions = readExtensions(values)
  values.finish()
  return extensions
}
