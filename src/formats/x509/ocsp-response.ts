import { Malformed } from '../../base/errors.js'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../crypto/digest-algorithm.js'
import { markOwned, parseOwned } from '../../base/owned.js'
import { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../der/tag.js'
import { reasonOf, type RevocationReason } from './crl-entry.js'
import { NO_EXTENSIONS, readExtensions, type Extensions } from './extension.js'
import type { Extended } from './extensions.js'
import { readName, type Name } from './name.js'
import { readCertificateId, type OcspCertificateId } from './ocsp-certificate-id.js'

/** Whether a responder answered, by number (RFC 6960 §4.2.1). */
const STATUSES = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
] as const

/** Whether a responder answered. */
export type OcspResponseStatus = NonNullable<(typeof STATUSES)[number]>

/** An OCSPResponse (RFC 6960 §4.2.1): what is written, nothing judged. */
export interface OcspResponse {
  readonly der: Uint8Array
  readonly status: OcspResponseStatus
  /** The answer; there is none unless the status is `successful`. */
  readonly basic: BasicOcspResponse | undefined
}

/** A BasicOCSPResponse (RFC 6960 §4.2.1). */
export interface BasicOcspResponse extends Extended {
  /** The signed part, as it is hashed. */
  readonly tbs: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly responder: ResponderId
  /** Milliseconds since 1970. */
  readonly producedAt: number
  readonly responses: readonly SingleOcspResponse[]
  /** Each certificate that came with it as the whole element: for `parseCertificate`. */
  readonly certificates: readonly Uint8Array[]
}

/** Who signed: a name, or the SHA-1 digest of a key. */
export type ResponderId =
  { readonly kind: 'name'; readonly name: Name } | { readonly kind: 'key'; readonly keyHash: Uint8Array }

/** What a responder says about one certificate. */
export interface SingleOcspResponse extends Extended {
  readonly certificateId: OcspCertificateId
  readonly status: 'good' | 'revoked' | 'unknown'
  /** When it was revoked, in milliseconds since 1970, and why. */
  readonly revoked: { readonly at: number; readonly reason: RevocationReason } | undefined
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /** Milliseconds since 1970. */
  readonly nextUpdate: number | undefined
}

/** id-pkix-ocsp-basic, the one type of response that is in use. */
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'

/** Returns the OCSP response on bytes of its own, for who keeps it. Throws what `parseOcspResponse` throws. */
export function ownedOcspResponse(der: Uint8Array): OcspResponse {
  const response = parseOwned(der, parseOcspResponse)
  if (response.basic !== undefined) markOwned(response.basic)
  return response
}

/** Returns the OCSP response that `der` is, in DER without bytes after it. Throws `Malformed('der.*' | 'certificate.malformed' | 'revocation.malformed')`. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  const cursor = DerCursor.open(der)
  const fields = cursor.sequence()
  cursor.finish()
  const number = fields.smallInteger(TAG.enumerated)
  const status = STATUSES[number]
  if (status === undefined) throw malformed(`OCSP status ${number}`, fields)
  const explicit = fields.enterOptional(contextTag(0))
  fields.finish()
  if ((explicit !== undefined) !== (status === 'successful')) throw malformed(`OCSP status ${status}`, fields)
  return { der, status, basic: explicit && readResponseBytes(explicit) }
}

function malformed(detail: string, { offset }: DerCursor): Malformed {
  return new Malformed('revocation.malformed', detail, offset)
}

function readResponseBytes(explicit: DerCursor): BasicOcspResponse {
  const fields = explicit.sequence()
  explicit.finish()
  const type = fields.oid()
  if (type !== BASIC_RESPONSE) throw malformed(`OCSP response of type ${type}`, fields)
  const cursor = DerCursor.open(fields.octetString())
  fields.finish()
  const basic = readBasic(cursor.sequence())
  cursor.finish()
  return basic
}

function readBasic(fields: DerCursor): BasicOcspResponse {
  const data = fields.fork()
  const tbs = fields.readRaw(TAG.sequence)
  const signatureAlgorithm = readAlgorithmIdentifier(fields)
  const signature = fields.octetBits()
  const explicit = fields.enterOptional(contextTag(0))
  const certificates: Uint8Array[] = []
  if (explicit !== undefined) {
    const list = explicit.sequence()
    while (!list.atEnd) certificates.push(list.readRaw(TAG.sequence))
    explicit.finish()
  }
  fields.finish()
  return { tbs, signatureAlgorithm, signature, certificates, ...readData(data.sequence()) }
}

function readData(
  fields: DerCursor,
): Pick<BasicOcspResponse, 'responder' | 'producedAt' | 'responses' | 'extensions'> {
  // Responders write version 1 out, although it is the default (X.690 §11.5).
  const version = fields.enterOptional(contextTag(0))
  if (version !== undefined && version.smallInteger() !== 0) throw malformed('OCSP version', fields)
  version?.finish()
  const responder = readResponder(fields)
  const producedAt = readTime(fields)
  const list = fields.sequence()
  const responses: SingleOcspResponse[] = []
  while (!list.atEnd) responses.push(readSingle(list.sequence()))
  return { responder, producedAt, responses, extensions: readTail(fields, 1) }
}

function readResponder(fields: DerCursor): ResponderId {
  const byName = fields.enterOptional(contextTag(1))
  const choice = byName ?? fields.enter(contextTag(2))
  const responder =
    byName === undefined
      ? ({ kind: 'key', keyHash: choice.octetString() } as const)
      : ({ kind: 'name', name: readName(choice) } as const)
  choice.finish()
  return responder
}

/** RFC 6960 §4.2.2.1: times are GeneralizedTime. */
function readTime(fields: DerCursor): number {
  if (fields.peek() !== TAG.generalizedTime) throw malformed('time of an OCSP response', fields)
  return fields.time()
}

function readSingle(fields: DerCursor): SingleOcspResponse {
  const certificateId = readCertificateId(fields)
  const status = readStatus(fields)
  const thisUpdate = readTime(fields)
  const next = fields.enterOptional(contextTag(0))
  const nextUpdate = next && readTime(next)
  next?.finish()
  return { certificateId, ...status, thisUpdate, nextUpdate, extensions: readTail(fields, 1) }
}

function readStatus(fields: DerCursor): Pick<SingleOcspResponse, 'status' | 'revoked'> {
  const info = fields.enterOptional(contextTag(1))
  if (info !== undefined) return { status: 'revoked', revoked: readRevoked(info) }
  const isGood = fields.peek() === contextPrimitiveTag(0)
  const content = fields.read(contextPrimitiveTag(isGood ? 0 : 2))
  if (content.length > 0) throw malformed('status of an OCSP response', fields)
  return { status: isGood ? 'good' : 'unknown', revoked: undefined }
}

function readRevoked(info: DerCursor): NonNullable<SingleOcspResponse['revoked']> {
  const at = readTime(info)
  const explicit = info.enterOptional(contextTag(0))
  const reason = reasonOf(explicit?.smallInteger(TAG.enumerated) ?? 0)
  explicit?.finish()
  info.finish()
  return { at, reason }
}

/** Extensions, which come last. */
function readTail(fields: DerCursor, number: number): Extensions {
  const explicit = fields.enterOptional(contextTag(number))
  const extensions = explicit === undefined ? NO_EXTENSIONS : readExtensions(explicit)
  explicit?.finish()
  fields.finish()
  return extensions
}
