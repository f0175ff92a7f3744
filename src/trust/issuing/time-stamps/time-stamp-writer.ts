import {
  TIME_STAMP_FAILURE_BITS,
  TIME_STAMP_STATUSES,
  type TimeStampFailure,
  type TimeStampStatus,
} from '../../../formats/cms/time-stamp-response.js'
import { loadAsn1Writer, type Asn1Part, type Asn1Writer } from '../writing/asn1-library.js'

/** What a TSTInfo is made of. */
export interface TimeStampInfoParts {
  readonly policy: string
  /** The whole MessageImprint of the request. */
  readonly rawImprint: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Milliseconds since 1970; whole seconds are written. */
  readonly time: number
  /** Milliseconds, above zero. */
  readonly accuracy?: number
  readonly ordering?: boolean
  /** Content octets of the INTEGER. */
  readonly nonce?: Uint8Array | undefined
}

/** Returns a TSTInfo in DER (RFC 3161 §2.4.2). */
export async function writeTimeStampInfo(parts: TimeStampInfoParts): Promise<Uint8Array> {
  const asn1 = await loadAsn1Writer()
  const { accuracy, ordering = false, nonce } = parts
  const info = asn1.sequence(
    asn1.integer(1),
    asn1.oid(parts.policy),
    parts.rawImprint,
    asn1.integer(parts.serialNumber),
    asn1.generalizedTime(parts.time),
    ...(accuracy === undefined ? [] : [accuracyOf(accuracy, asn1)]),
    // X.690 §11.5: the default, FALSE, is not written.
    ...(ordering ? [asn1.boolean(true)] : []),
    ...(nonce === undefined ? [] : [asn1.integer(nonce)]),
  )
  return asn1.toDer(info)
}

function accuracyOf(milliseconds: number, asn1: Asn1Writer): Asn1Part {
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000]
  return asn1.sequence(
    ...(seconds === 0 ? [] : [asn1.integer(seconds)]),
    ...(rest === 0 ? [] : [asn1.implicit(0, asn1.integer(rest))]),
  )
}

/** Returns a TimeStampResp in DER that grants `token` (RFC 3161 §2.4.2). */
export async function writeTimeStampResponse(token: Uint8Array): Promise<Uint8Array> {
  const asn1 = await loadAsn1Writer()
  return asn1.toDer(asn1.sequence(asn1.sequence(statusOf('granted', asn1)), token))
}

/** Returns a TimeStampResp in DER that rejects a request, and says why (RFC 3161 §2.4.2). */
export async function writeTimeStampRejection(failure: TimeStampFailure, text: string): Promise<Uint8Array> {
  const asn1 = await loadAsn1Writer()
  const words = asn1.sequence(asn1.utf8(text))
  const bits = asn1.namedBit(TIME_STAMP_FAILURE_BITS[failure])
  return asn1.toDer(asn1.sequence(asn1.sequence(statusOf('rejection', asn1), words, bits)))
}

function statusOf(status: TimeStampStatus, asn1: Asn1Writer): Asn1Part {
  return asn1.integer(TIME_STAMP_STATUSES.indexOf(status))
}
