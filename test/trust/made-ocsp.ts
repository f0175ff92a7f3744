import { digest } from '../../src/crypto/digest.js'
import { DIGEST_OIDS, type DigestAlgorithm } from '../../src/crypto/digest-algorithm.js'
import { signBytes } from '../../src/crypto/private-key.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import {
  derBitString,
  derContext,
  derContextPrimitive,
  derElement,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../src/formats/der/writer.js'
import { TAG } from '../../src/formats/der/tag.js'
import type { Certificate } from '../../src/formats/x509/certificate.js'
import { parseOcspResponse, type OcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { DAY, NOON, type Made } from './made-certificate.js'
import { derGeneralizedTime } from '../formats/der/der-values.js'

/** What an OCSP response says about one certificate; what is not said is as it should be. */
export interface MadeSingle {
  readonly status?: 'good' | 'unknown' | { readonly at: number; readonly reason?: number }
  readonly digest?: DigestAlgorithm
  readonly nameHash?: Uint8Array
  readonly keyHash?: Uint8Array
  readonly serialNumber?: Uint8Array
  readonly thisUpdate?: number
  readonly nextUpdate?: number | null
  readonly extensions?: readonly Uint8Array[]
}

/** What deviates from an ordinary response: `good`, made an hour ago by the issuer itself, current until tomorrow. */
export interface MadeOcspOptions extends MadeSingle {
  readonly about: Certificate
  readonly issuer: Made
  /** Who signs, with his certificate in the response. */
  readonly responder?: Made
  readonly responderId?: 'name' | 'key' | Uint8Array
  readonly singles?: readonly MadeSingle[]
  readonly producedAt?: number
  readonly responseExtensions?: readonly Uint8Array[]
  readonly certificates?: readonly Certificate[]
  readonly version?: readonly Uint8Array[]
}

const ECDSA_SHA256 = derSequence(derOid('1.2.840.10045.4.3.2'))
const HOUR = 3_600_000

/** Returns an OCSP response made to measure: what no responder of ours would write. */
export async function makeOcsp(options: MadeOcspOptions): Promise<OcspResponse> {
  const { issuer, responder = issuer, responseExtensions = [], singles = [options] } = options
  const answers = await Promise.all(singles.map((single) => singleResponse(options, single)))
  const data = derSequence(
    ...(options.version ?? []),
    await responderId(responder, options.responderId ?? 'key'),
    derGeneralizedTime(options.producedAt ?? NOON - HOUR),
    derSequence(...answers),
    ...(responseExtensions.length === 0 ? [] : [derContext(1, derSequence(...responseExtensions))]),
  )
  const signature = await signBytes(responder.key, { kind: 'ecdsa', digest: 'SHA-256' }, [data])
  const brought = options.certificates ?? (responder === issuer ? [] : [responder.certificate])
  const certificates = brought.map(({ der }) => der)
  const basic = derSequence(
    data,
    ECDSA_SHA256,
    derBitString(signature),
    ...(certificates.length === 0 ? [] : [derContext(0, derSequence(...certificates))]),
  )
  return parseOcspResponse(wrapped(basic))
}

/** Returns the bytes of a successful OCSPResponse around a BasicOCSPResponse. */
export function wrapped(basic: Uint8Array): Uint8Array {
  return derSequence(
    derElement(TAG.enumerated, Uint8Array.of(0)),
    derContext(0, derSequence(derOid('1.3.6.1.5.5.7.48.1.1'), derOctetString(basic))),
  )
}

/** Returns an OCSPResponse that says why there is no answer. */
export function refusal(status: number): OcspResponse {
  return parseOcspResponse(derSequence(derElement(TAG.enumerated, Uint8Array.of(status))))
}

async function responderId(responder: Made, by: 'name' | 'key' | Uint8Array): Promise<Uint8Array> {
  if (by === 'name') return derContext(1, responder.certificate.subject.der)
  if (by !== 'key') return derContext(2, derOctetString(by))
  return derContext(2, derOctetString(await keyHashOf(responder, 'SHA-1')))
}

async function keyHashOf({ certificate }: Made, algorithm: DigestAlgorithm): Promise<Uint8Array> {
  return digest(algorithm, [readPublicKey(certificate.spki).material])
}

async function singleResponse(options: MadeOcspOptions, single: MadeSingle): Promise<Uint8Array> {
  const { about, issuer } = options
  const { digest: algorithm = 'SHA-1', status = 'good', extensions = [] } = single
  const nextUpdate = single.nextUpdate === undefined ? NOON + DAY : single.nextUpdate
  return derSequence(
    derSequence(
      derSequence(derOid(DIGEST_OIDS[algorithm]), derNull()),
      derOctetString(single.nameHash ?? (await digest(algorithm, [about.issuer.der]))),
      derOctetString(single.keyHash ?? (await keyHashOf(issuer, algorithm))),
      derElement(TAG.integer, single.serialNumber ?? about.serialNumber),
    ),
    statusOf(status),
    derGeneralizedTime(single.thisUpdate ?? NOON - HOUR),
    ...(nextUpdate === null ? [] : [derContext(0, derGeneralizedTime(nextUpdate))]),
    ...(extensions.length === 0 ? [] : [derContext(1, derSequence(...extensions))]),
  )
}

function statusOf(status: NonNullable<MadeSingle['status']>): Uint8Array {
  if (status === 'good') return derContextPrimitive(0, new Uint8Array(0))
  if (status === 'unknown') return derContextPrimitive(2, new Uint8Array(0))
  const reason =
    status.reason === undefined
      ? []
      : [derContext(0, derElement(TAG.enumerated, Uint8Array.of(status.reason)))]
  return derContext(1, derGeneralizedTime(status.at), ...reason)
}
