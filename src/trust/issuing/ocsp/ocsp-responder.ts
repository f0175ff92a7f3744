import { equalBytes, toHex } from '../../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { checkOptionNames } from '../../../base/known-options.js'
import { digestAlgorithmOf, type DigestAlgorithm } from '../../../crypto/digest-algorithm.js'
import { digest } from '../../../crypto/digest.js'
import { readPublicKey } from '../../../crypto/public-key.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import {
  ocspNonceOf,
  parseOcspRequest,
  type OcspRequest,
  type RequestedCertificate,
} from '../../../formats/x509/ocsp-request-reader.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import type { Identity } from '../../keys/identity.js'
import type { CertificateStatus } from '../revocation.js'
import {
  writeOcspError,
  writeOcspResponse,
  type OCSP_ERROR,
  type OcspAnswer,
} from './ocsp-response-writer.js'

/** Whose certificates an OCSP responder answers for: an `Authority`. */
export interface OcspSource {
  readonly issuingCertificate: Certificate
  /** Returns what is known of the certificate with this serial number in lower-case hexadecimal. */
  statusOf(serialNumber: string): CertificateStatus
  /** Returns what signs the answers. */
  service(kind: 'ocsp', options: { readonly at: Date }): Promise<Identity>
}

/** How a responder answers. */
export interface OcspResponderOptions {
  /** For how many minutes an answer is current. Default: 60. */
  readonly minutes?: number
  /** Returns the time in milliseconds since 1970; default: the clock of the machine. */
  readonly clock?: () => number
  /** What an answer says in place of the truth: for tests of those who ask. */
  readonly distort?: (answer: OcspAnswer) => OcspAnswer | keyof typeof OCSP_ERROR
}

/** From the bytes of a request to the bytes of the answer; a request that cannot be answered gets an answer that says why. */
export type Responder = (request: Uint8Array) => Promise<Uint8Array>

const MAX_REQUEST_LENGTH = 64 * 1024
const MAX_CERTIFICATES = 64
const MINUTE = 60_000

/**
 * Returns an OCSP responder for the certificates of the issuing CA of `source` (RFC 6960), by a delegated certificate. It repeats the nonce,
 * says `unknown` of what was never issued, and is `unauthorized` for other CAs. Throws `FiscalSealError('argument.invalid')` for wrong options;
 * the function that it returns throws nothing for any request.
 */
export function createOcspResponder(source: OcspSource, options: OcspResponderOptions = {}): Responder {
  checkOptionNames(options, { minutes: true, clock: true, distort: true }, { of: 'an OCSP responder' })
  const { minutes = 60, clock = Date.now, distort = unchanged } = options
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new FiscalSealError('argument.invalid', 'minutes must be a whole number above zero.')
  return async (bytes) => {
    const request = readRequest(bytes)
    if (request === undefined) return writeOcspError('malformedRequest')
    const known = await Promise.all(request.requests.map((each) => isFrom(source.issuingCertificate, each)))
    if (!known.includes(true)) return writeOcspError('unauthorized')
    const now = Math.floor(clock() / 1000) * 1000
    const answers = request.requests.map((each, index) => ({
      certId: each.certId,
      status: known[index] === true ? source.statusOf(toHex(each.serialNumber)) : UNKNOWN,
      thisUpdate: now,
      nextUpdate: now + minutes * MINUTE,
    }))
    const answer = distort({ producedAt: now, answers, nonce: ocspNonceOf(request) })
    if (typeof answer === 'string') return writeOcspError(answer)
    return writeOcspResponse(answer, await source.service('ocsp', { at: new Date(now) }))
  }
}

const UNKNOWN: CertificateStatus = { status: 'unknown' }

function unchanged(answer: OcspAnswer): OcspAnswer {
  return answer
}

/** Returns `undefined` for what is no request, asks for too much, or wants something critical that is not known here. */
function readRequest(bytes: Uint8Array): OcspRequest | undefined {
  if (bytes.length > MAX_REQUEST_LENGTH) return undefined
  try {
    const request = parseOcspRequest(bytes)
    ocspNonceOf(request)
    const extensions = [request, ...request.requests].flatMap((each) => [...each.extensions.values()])
    const isUnderstood = extensions.every(({ oid, critical }) => !critical || oid === EXTENSION.ocspNonce)
    return isUnderstood && request.requests.length <= MAX_CERTIFICATES ? request : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** SHA-1 names the issuer here, it protects nothing (RFC 5019 §2.1.1). */
const IDENTIFYING: readonly DigestAlgorithm[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']

/** RFC 6960 §4.1.1: the hash of the name of the issuer and of its key. */
async function isFrom(issuer: Certificate, requested: RequestedCertificate): Promise<boolean> {
  const algorithm = identifyingDigest(requested)
  if (algorithm === undefined) return false
  const { material } = readPublicKey(issuer.spki)
  return (
    equalBytes(requested.issuerNameHash, await digest(algorithm, [issuer.subject.der])) &&
    equalBytes(requested.issuerKeyHash, await digest(algorithm, [material]))
  )
}

function identifyingDigest({ hashAlgorithm }: RequestedCertificate): DigestAlgorithm | undefined {
  try {
    const algorithm = digestAlgorithmOf(hashAlgorithm)
    return IDENTIFYING.includes(algorithm) ? algorithm : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
