import { Malformed } from '../../base/errors.js'
import {
  DIGEST_OIDS,
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
  type DigestAlgorithm,
} from '../../crypto/digest-algorithm.js'
import { DerCursor } from '../der/cursor.js'
import { contextTag, TAG } from '../der/tag.js'
import {
  derBoolean,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derUnsignedInteger,
} from '../der/writer.js'
import { NO_EXTENSIONS, readExtensionList } from '../x509/extension.js'
import type { Extended } from '../x509/extensions.js'

/** What a time-stamp is over: the digest of something (RFC 3161 §2.4.1). */
export interface MessageImprint {
  readonly hashAlgorithm: AlgorithmIdentifier
  readonly hash: Uint8Array
}

/** A TimeStampReq (RFC 3161 §2.4.1): what is written, nothing judged. */
export interface TimeStampRequest extends Extended {
  /** The whole MessageImprint, as it stands in the request and must stand in the token. */
  readonly rawImprint: Uint8Array
  readonly imprint: MessageImprint
  /** Policy under which the stamp is asked for. */
  readonly policy: string | undefined
  /** Content octets of the INTEGER. */
  readonly nonce: Uint8Array | undefined
  /** Whether the certificate of the stamper is asked for. */
  readonly certificateRequested: boolean
}

/** Returns the request that `der` is: version 1, DER without bytes after it. Throws `Malformed('der.*')`. */
export function parseTimeStampRequest(der: Uint8Array): TimeStampRequest {
  const cursor = DerCursor.open(der)
  const fields = cursor.sequence()
  cursor.finish()
  if (fields.smallInteger() !== 1) throw new Malformed('der.unexpected', 'version of a time-stamp request')
  const rawImprint = fields.fork().readRaw(TAG.sequence)
  const imprint = readMessageImprint(fields)
  const policy = fields.peek() === TAG.oid ? fields.oid() : undefined
  const nonce = fields.peek() === TAG.integer ? fields.integer() : undefined
  const certificateRequested = fields.peek() === TAG.boolean && readTrue(fields)
  const list = fields.enterOptional(contextTag(0))
  fields.finish()
  const extensions = list === undefined ? NO_EXTENSIONS : readExtensionList(list)
  return { rawImprint, imprint, policy, nonce, certificateRequested, extensions }
}

/** X.690 §11.5: the default, FALSE, is not written. */
export function readTrue(fields: DerCursor): true {
  const { offset } = fields
  if (!fields.boolean()) throw new Malformed('der.not-canonical', 'default value written', offset)
  return true
}

/** Reads a MessageImprint from `fields`. */
export function readMessageImprint(fields: DerCursor): MessageImprint {
  const imprint = fields.sequence()
  const hashAlgorithm = readAlgorithmIdentifier(imprint)
  const hash = imprint.octetString()
  imprint.finish()
  return { hashAlgorithm, hash }
}

/** What is to be asked of a time-stamp authority. */
export interface TimeStampQuestion {
  readonly digest: DigestAlgorithm
  /** Digest of what is to be stamped. */
  readonly hash: Uint8Array
  readonly policy?: string
  /** Magnitude of the number that the answer must repeat. */
  readonly nonce?: Uint8Array
  /** Whether the certificate of the stamper is wanted in the token. */
  readonly certificateRequested?: boolean
}

/** Returns a TimeStampReq in DER (RFC 3161 §2.4.1). */
export function buildTimeStampRequest(question: TimeStampQuestion): Uint8Array {
  const { digest, hash, policy, nonce, certificateRequested = false } = question
  return derSequence(
    derInteger(1),
    derSequence(derSequence(derOid(DIGEST_OIDS[digest])), derOctetString(hash)),
    ...(policy === undefined ? [] : [derOid(policy)]),
    ...(nonce === undefined ? [] : [derUnsignedInteger(nonce)]),
    ...(certificateRequested ? [derBoolean(true)] : []),
  )
}
