import { equalBytes } from '../../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../../base/known-options.js'
import { DIGEST_LENGTHS, digestAlgorithmOf, type DigestAlgorithm } from '../../../crypto/digest-algorithm.js'
import { digest } from '../../../crypto/digest.js'
import { CONTENT_TYPE } from '../../../formats/cms/oids.js'
import { buildSignedAttributes, buildSignedData, digestOf } from '../../../formats/cms/signed-data-builder.js'
import { parseTimeStampRequest, type TimeStampRequest } from '../../../formats/cms/time-stamp-request.js'
import type { TimeStampFailure } from '../../../formats/cms/time-stamp-response.js'
import { extendedKeyUsageOf } from '../../../formats/x509/extensions.js'
import { EXTENSION, KEY_PURPOSE } from '../../../formats/x509/oids.js'
import type { Identity } from '../../keys/identity.js'
import type { Responder } from '../ocsp/ocsp-responder.js'
import { newSerialNumber } from '../writing/serial-number.js'
import {
  writeTimeStampInfo,
  writeTimeStampRejection,
  writeTimeStampResponse,
  type TimeStampInfoParts,
} from './time-stamp-writer.js'

/** How a time-stamp authority stamps. */
export interface TimeStampAuthorityOptions {
  /** OIDs of the policies under which it stamps; the first one where none is asked for. Default: `2.999.3161`, which promises nothing. */
  readonly policies?: readonly string[]
  /** By how much the time may be wrong, in milliseconds. Default: 1000. */
  readonly accuracy?: number
  /** Digests that may be stamped. Default: SHA-256, SHA-384, SHA-512. */
  readonly digests?: readonly DigestAlgorithm[]
  /** Returns the time in milliseconds since 1970; default: the clock of the machine. */
  readonly clock?: () => number
  /** What a token says in place of the truth: for tests of those who ask. */
  readonly distort?: (info: TimeStampInfoParts) => TimeStampInfoParts | TimeStampFailure
}

/** A policy that promises nothing: 2.999 is the arc for examples (ITU-T X.660 §A.7). */
const EXAMPLE_POLICY = '2.999.3161'
const ACCEPTED_DIGESTS: readonly DigestAlgorithm[] = ['SHA-256', 'SHA-384', 'SHA-512']
const MAX_REQUEST_LENGTH = 64 * 1024

const KNOWN: OptionNames<TimeStampAuthorityOptions> = {
  policies: true,
  accuracy: true,
  digests: true,
  clock: true,
  distort: true,
}

type Settings = Required<TimeStampAuthorityOptions>

/**
 * Returns a time-stamp authority (RFC 3161, RFC 5816): `stamper` returns what signs at a moment, such as `authority.service('time-stamp')`. Its
 * certificate is for time-stamping alone and says so in a critical extension, else what this returns throws. For no request does it throw:
 * what it does not stamp it rejects by name. Throws `FiscalSealError('argument.invalid')` for wrong options.
 */
export function createTimeStampAuthority(
  stamper: (options: { readonly at: Date }) => Promise<Identity> | Identity,
  options: TimeStampAuthorityOptions = {},
): Responder {
  const settings = settingsOf(options)
  return async (bytes) => {
    const request = readRequest(bytes)
    if (request === undefined) return rejection('badDataFormat')
    const failure = refusalOf(request, settings)
    if (failure !== undefined) return rejection(failure)
    const time = Math.floor(settings.clock() / 1000) * 1000
    const info = settings.distort(infoFor(request, time, settings))
    if (typeof info === 'string') return rejection(info)
    const identity = await stamper({ at: new Date(time) })
    requireStamping(identity)
    return writeTimeStampResponse(await tokenOf(info, identity, request.certificateRequested))
  }
}

function settingsOf(options: TimeStampAuthorityOptions): Settings {
  checkOptionNames(options, KNOWN, { of: 'a time-stamp authority' })
  const { accuracy = 1000, policies = [EXAMPLE_POLICY] } = options
  if (policies.length === 0 || !policies.every((policy) => /^[0-2](\.(0|[1-9]\d*))+$/.test(policy)))
    throw new FiscalSealError('argument.invalid', 'policies must be object identifiers, at least one.')
  if (!Number.isInteger(accuracy) || accuracy < 1)
    throw new FiscalSealError('argument.invalid', 'accuracy must be a whole number above zero.')
  return {
    accuracy,
    policies,
    digests: options.digests ?? ACCEPTED_DIGESTS,
    clock: options.clock ?? Date.now,
    distort: options.distort ?? ((info) => info),
  }
}

const WORDS: Readonly<Record<TimeStampFailure, string>> = {
  badAlg: 'The digest algorithm is not accepted.',
  badRequest: 'The request is not supported.',
  badDataFormat: 'The request is not a TimeStampReq in DER, or its digest has the wrong length.',
  timeNotAvailable: 'The time is not available.',
  unacceptedPolicy: 'The policy is not offered.',
  unacceptedExtension: 'The request has an extension that is not known.',
  addInfoNotAvailable: 'The additional information is not available.',
  systemFailure: 'The request cannot be handled now.',
}

function rejection(failure: TimeStampFailure): Promise<Uint8Array> {
  return writeTimeStampRejection(failure, WORDS[failure])
}

function readRequest(bytes: Uint8Array): TimeStampRequest | undefined {
  if (bytes.length > MAX_REQUEST_LENGTH) return undefined
  try {
    return parseTimeStampRequest(bytes)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** RFC 3161 §2.4.2, PKIFailureInfo. */
function refusalOf(request: TimeStampRequest, settings: Settings): TimeStampFailure | undefined {
  const { imprint, policy, extensions } = request
  const algorithm = digestOfImprint(request)
  if (algorithm === undefined || !settings.digests.includes(algorithm)) return 'badAlg'
  if (imprint.hash.length !== DIGEST_LENGTHS[algorithm]) return 'badDataFormat'
  if (policy !== undefined && !settings.policies.includes(policy)) return 'unacceptedPolicy'
  return extensions.size > 0 ? 'unacceptedExtension' : undefined
}

function digestOfImprint({ imprint }: TimeStampRequest): DigestAlgorithm | undefined {
  try {
    return digestAlgorithmOf(imprint.hashAlgorithm)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** Random serial numbers are unique without anything that would have to be kept (RFC 3161 §2.4.2: at most 160 bits, also after a crash). */
function infoFor(request: TimeStampRequest, time: number, settings: Settings): TimeStampInfoParts {
  const [standard = EXAMPLE_POLICY] = settings.policies
  return {
    policy: request.policy ?? standard,
    rawImprint: request.rawImprint,
    serialNumber: newSerialNumber(),
    time,
    accuracy: settings.accuracy,
    nonce: request.nonce,
  }
}

/** RFC 3161 §2.3: the purpose of the key is time-stamping alone, and critical. */
function requireStamping({ certificate }: Identity): void {
  const isCritical = certificate.extensions.get(EXTENSION.extendedKeyUsage)?.critical === true
  const [purpose, ...more] = extendedKeyUsageOf(certificate) ?? []
  if (isCritical && purpose === KEY_PURPOSE.timeStamping && more.length === 0) return
  throw new FiscalSealError('argument.invalid', 'The certificate is not one for time-stamps alone.')
}

/** RFC 3161 §2.4.2: a SignedData around the TSTInfo, with the certificates only when they were asked for. */
async function tokenOf(
  info: TimeStampInfoParts,
  identity: Identity,
  withCertificates: boolean,
): Promise<Uint8Array> {
  const content = { type: CONTENT_TYPE.timeStampInfo, bytes: await writeTimeStampInfo(info) }
  const { certificate, chain, scheme } = identity
  const algorithm = digestOf(scheme)
  const signedAttributes = buildSignedAttributes({
    contentType: content.type,
    messageDigest: await digest(algorithm, [content.bytes]),
    signingCertificate: { digest: await digest('SHA-256', [certificate.der]) },
  })
  const shown = [certificate, ...chain.filter(({ issuer, subject }) => !equalBytes(issuer.der, subject.der))]
  return buildSignedData({
    content,
    signedAttributes,
    signature: await identity.sign(signedAttributes),
    signer: certificate,
    certificates: withCertificates ? shown.map(({ der }) => der) : [],
    digest: algorithm,
    scheme,
  })
}
