import { toBase64 } from '../../../base/base64.js'
import { concatBytes, toUtf8 } from '../../../base/bytes.js'
import { type RecordFields } from '../../store/record-fields.js'
import { refused } from './refusal.js'

/** What the payload of an envelope is; it is signed with the payload, so that a root can never pass for a list. */
export type PayloadType =
  'application/vnd.fiscalseal.trust-root+json' | 'application/vnd.fiscalseal.trust-list+json'

/** The payload is a root: who may sign. */
export const ROOT_TYPE = 'application/vnd.fiscalseal.trust-root+json' satisfies PayloadType

/** The payload is a trust list. */
export const LIST_TYPE = 'application/vnd.fiscalseal.trust-list+json' satisfies PayloadType

/** One signature over an envelope. */
export interface EnvelopeSignature {
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly keyId: string
  /** ECDSA in DER; Ed25519 as it is. */
  readonly signature: Uint8Array
}

/** Exact bytes and the signatures over them, in the manner of DSSE: nothing needs to be written in one canonical way. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly signatures: readonly EnvelopeSignature[]
}

/** An envelope as JSON has it. */
export interface EnvelopeRecord {
  readonly payloadType: string
  /** Base64. */
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** More than the keys of two roots together are never needed. */
export const MAX_SIGNATURES = 64

/** What a key id looks like. */
export const KEY_ID = /^[0-9a-f]{64}$/

/**
 * Returns the envelope of a JSON object. Throws `FiscalSealError('trust.invalid')` for what is not exactly one, and
 * `FiscalSealError('bundle.malformed')` when a key signs twice: it would count once, and nobody needs it.
 */
export function readEnvelope(record: RecordFields): Envelope {
  const signatures = record
    .objects('signatures', ['keyid', 'sig'], { least: 0, most: MAX_SIGNATURES })
    .map((each) => ({ keyId: each.text('keyid', KEY_ID), signature: each.bytes('sig') }))
  const keyIds = new Set(signatures.map(({ keyId }) => keyId))
  if (keyIds.size < signatures.length)
    throw refused('bundle.malformed', `${record.path} has two signatures of one key.`)
  return { payloadType: record.text('payloadType'), payload: record.bytes('payload'), signatures }
}

/** The fields of an envelope. */
export const ENVELOPE_FIELDS: readonly string[] = ['payloadType', 'payload', 'signatures']

/** Returns the envelope as JSON has it. */
export function toEnvelopeRecord({ payloadType, payload, signatures }: Envelope): EnvelopeRecord {
  return {
    payloadType,
    payload: toBase64(payload),
    signatures: signatures.map(({ keyId, signature }) => ({ keyid: keyId, sig: toBase64(signature) })),
  }
}

/** Returns the bytes that are signed: the pre-authentication encoding of DSSE 1.0, `DSSEv1 LENGTH TYPE LENGTH PAYLOAD`. */
export function signedBytes({ payloadType, payload }: Omit<Envelope, 'signatures'>): Uint8Array {
  const type = toUtf8(payloadType)
  return concatBytes([toUtf8(`DSSEv1 ${type.length} `), type, toUtf8(` ${payload.length} `), payload])
}

/** Throws `FiscalSealError('bundle.wrong-type')` unless the payload says that it is what stands in its place. */
export function requireType(envelope: Envelope, type: PayloadType, what: string): void {
  if (envelope.payloadType === type) return
  throw refused('bundle.wrong-type', `${what} is signed as something else: ${envelope.payloadType}.`)
}
