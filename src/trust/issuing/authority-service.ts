import { fromBase64 } from '../../base/base64.js'
import { toUtf8 } from '../../base/bytes.js'
import { checkOptionNames } from '../../base/known-options.js'
import type { Identity } from '../keys/identity.js'
import type { Authority } from './authority.js'
import { publishedName } from './authority-state.js'
import { createOcspResponder, type OcspResponderOptions } from './ocsp/ocsp-responder.js'
import {
  createTimeStampAuthority,
  type TimeStampAuthorityOptions,
} from './time-stamps/time-stamp-authority.js'

/** What somebody asks over HTTP. */
export interface ServiceRequest {
  readonly method: string
  /** Path of the URL, without host and query, as it was sent. */
  readonly path: string
  /** Media type without parameters, in lower case; empty when there is none. */
  readonly contentType: string
  readonly body: Uint8Array
}

/** What is answered. */
export interface ServiceResponse {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array
  /** For how many seconds the answer may be kept by others; 0 when it may not. */
  readonly maxAge: number
}

/** How an authority serves. */
export interface AuthorityServiceOptions {
  readonly ocsp?: OcspResponderOptions
  readonly timeStamps?: TimeStampAuthorityOptions
  /** Returns what signs in place of the services of the authority: for tests of those who ask. */
  readonly signer?: (kind: 'ocsp' | 'time-stamp', options: { readonly at: Date }) => Promise<Identity>
}

/** Media types (RFC 6960 appendix A, RFC 3161 §3.4, RFC 2585 §4). */
export const MEDIA_TYPE = {
  ocspRequest: 'application/ocsp-request',
  ocspResponse: 'application/ocsp-response',
  timeStampQuery: 'application/timestamp-query',
  timeStampReply: 'application/timestamp-reply',
  crl: 'application/pkix-crl',
  certificate: 'application/pkix-cert',
  text: 'text/plain; charset=utf-8',
} as const

const CRL_SECONDS = 3600
const OCSP_SECONDS = 60

/**
 * Returns what an authority answers over HTTP: `POST /ocsp` and `GET /ocsp/…` (RFC 6960 appendix A), `POST /tsa` (RFC 3161 §3.4), `GET /crl`,
 * `/root.crl`, `/issuing-ca.crl`, `/root.cer`, `/issuing-ca.cer`, and the same of the CAs between them as `/intermediate-1.crl` and so on. It
 * asks `source` for the authority at each request, so that a change is seen.
 */
export function createAuthorityService(
  source: () => Promise<Authority> | Authority,
  options: AuthorityServiceOptions = {},
): (request: ServiceRequest) => Promise<ServiceResponse> {
  checkOptionNames(options, { ocsp: true, timeStamps: true, signer: true }, { of: 'a service' })
  const stamp = createTimeStampAuthority(
    async (at) => options.signer?.('time-stamp', at) ?? (await source()).service('time-stamp', at),
    options.timeStamps,
  )
  return async (request) => {
    const authority = await source()
    const path = request.path.length > 1 ? withoutSlash(request.path) : request.path
    if (path === '/ocsp' || path.startsWith('/ocsp/')) return answerOcsp(authority, request, options)
    if (path === '/tsa') return answerTimeStamp(request, stamp)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refusal(405, 'Only GET is answered here.')
    return publishedAt(authority, path) ?? refusal(404, 'There is nothing here.')
  }
}

async function answerOcsp(
  authority: Authority,
  request: ServiceRequest,
  { ocsp, signer }: AuthorityServiceOptions,
): Promise<ServiceResponse> {
  const isGet = request.method === 'GET' && request.path.length > '/ocsp/'.length
  if (!isGet && request.method !== 'POST')
    return refusal(405, 'A request comes by POST, or by GET in the path.')
  if (!isGet && request.contentType !== MEDIA_TYPE.ocspRequest)
    return refusal(415, `The request must be of type ${MEDIA_TYPE.ocspRequest}.`)
  const bytes = isGet ? requestInPath(request.path.slice('/ocsp/'.length)) : request.body
  const respond = createOcspResponder(
    {
      issuingCertificate: authority.issuingCertificate,
      statusOf: (serialNumber) => authority.statusOf(serialNumber),
      service: (kind, at) => signer?.(kind, at) ?? authority.service(kind, at),
    },
    ocsp,
  )
  // What is not base64 is no request either, and the responder says so.
  const body = await respond(bytes ?? new Uint8Array(0))
  return { status: 200, contentType: MEDIA_TYPE.ocspResponse, body, maxAge: isGet ? OCSP_SECONDS : 0 }
}

/** RFC 6960 appendix A.1: base64, then URL-encoded; not everybody encodes it, and a slash at its end may be of the base64. */
function requestInPath(encoded: string): Uint8Array | undefined {
  try {
    const text = decodeURIComponent(encoded)
    return fromBase64(text) ?? fromBase64(withoutSlash(text))
  } catch {
    return undefined
  }
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}

async function answerTimeStamp(
  request: ServiceRequest,
  stamp: (request: Uint8Array) => Promise<Uint8Array>,
): Promise<ServiceResponse> {
  if (request.method !== 'POST') return refusal(405, 'A request comes by POST.')
  if (request.contentType !== MEDIA_TYPE.timeStampQuery)
    return refusal(415, `The request must be of type ${MEDIA_TYPE.timeStampQuery}.`)
  const body = await stamp(request.body)
  return { status: 200, contentType: MEDIA_TYPE.timeStampReply, body, maxAge: 0 }
}

function refusal(status: number, sentence: string): ServiceResponse {
  return { status, contentType: MEDIA_TYPE.text, body: toUtf8(`${sentence}\n`), maxAge: 0 }
}

function publishedAt(authority: Authority, path: string): ServiceResponse | undefined {
  if (path === '/') return index(authority)
  if (path === '/crl') return published(MEDIA_TYPE.crl, authority.crl)
  const names = authorityNames(authority)
  const level = names.findIndex((name) => path === `/${name}.crl` || path === `/${name}.cer`)
  const list = authority.crls[level]
  const certificate = authority.authorityCertificates[level]
  if (list === undefined || certificate === undefined) return undefined
  return path.endsWith('.crl')
    ? published(MEDIA_TYPE.crl, list.der)
    : published(MEDIA_TYPE.certificate, certificate.der)
}

/** Returns the names under which the CAs of an authority are published, the root first: `root`, `intermediate-1`, `issuing-ca`. */
export function authorityNames(authority: Authority): readonly string[] {
  const last = authority.authorityCertificates.length - 1
  return authority.authorityCertificates.map((_, level) => publishedName(level, last))
}

function published(contentType: string, body: Uint8Array): ServiceResponse {
  return { status: 200, contentType, body, maxAge: CRL_SECONDS }
}

function index(authority: Authority): ServiceResponse {
  const names = authorityNames(authority)
  const lines = [
    `${authority.name} (${authority.country})`,
    'POST /ocsp, GET /ocsp/…  status of a certificate (RFC 6960)',
    'POST /tsa                time-stamp (RFC 3161)',
    'GET /crl                 revocation list of the issuing CA',
    ...names.flatMap((name) => [`GET /${name}.cer`, `GET /${name}.crl`]),
  ]
  return { status: 200, contentType: MEDIA_TYPE.text, body: toUtf8(`${lines.join('\n')}\n`), maxAge: 0 }
}
