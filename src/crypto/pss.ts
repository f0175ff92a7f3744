import { Malformed } from '../base/errors.js'
import { DerCursor } from '../formats/der/cursor.js'
import { contextTag } from '../formats/der/tag.js'
import { derContext, derInteger, derNull, derOid, derSequence } from '../formats/der/writer.js'
import {
  DIGEST_OIDS,
  digestAlgorithmOf,
  readAlgorithmIdentifier,
  type DigestAlgorithm,
} from './digest-algorithm.js'

/** RSASSA-PSS-params of RFC 4055 §3.1. */
export interface PssParameters {
  readonly digest: DigestAlgorithm
  readonly mgfDigest: DigestAlgorithm
  /** In bytes. */
  readonly saltLength: number
}

/** Longest salt of any modulus that is read. */
const MAX_SALT_LENGTH = 2048
const MGF1 = '1.2.840.113549.1.1.8'

/**
 * Returns what the element `parameters` of id-RSASSA-PSS says; fields that are left out have the defaults of RFC 4055 (SHA-1, 20).
 * Throws `Malformed('algorithm.parameters')` for another mask, another trailer or a salt longer than any modulus.
 */
export function parsePssParameters(parameters: Uint8Array): PssParameters {
  const cursor = DerCursor.open(parameters)
  const fields = cursor.sequence()
  cursor.finish()
  const digest = explicit(fields, 0, (field) => digestAlgorithmOf(readAlgorithmIdentifier(field))) ?? 'SHA-1'
  const mgfDigest = explicit(fields, 1, readMask) ?? 'SHA-1'
  const saltLength = explicit(fields, 2, (field) => field.smallInteger()) ?? 20
  const trailer = explicit(fields, 3, (field) => field.smallInteger()) ?? 1
  fields.finish()
  if (trailer !== 1) throw new Malformed('algorithm.parameters', `trailer field ${trailer}`)
  if (saltLength > MAX_SALT_LENGTH) throw new Malformed('algorithm.parameters', `salt of ${saltLength} bytes`)
  return { digest, mgfDigest, saltLength }
}

function explicit<T>(fields: DerCursor, number: number, read: (field: DerCursor) => T): T | undefined {
  const field = fields.enterOptional(contextTag(number))
  if (field === undefined) return undefined
  const value = read(field)
  field.finish()
  return value
}

function readMask(field: DerCursor): DigestAlgorithm {
  const { oid, parameters } = readAlgorithmIdentifier(field)
  if (oid !== MGF1 || parameters === undefined) throw new Malformed('algorithm.parameters', `mask ${oid}`)
  return digestAlgorithmOf(readAlgorithmIdentifier(DerCursor.open(parameters)))
}

/** Returns the element RSASSA-PSS-params, defaults left out as DER wants it (X.690 §11.5), digests with NULL (RFC 4055 §2.1). */
export function buildPssParameters(parameters: PssParameters): Uint8Array {
  const digest = derSequence(derOid(DIGEST_OIDS[parameters.digest]), derNull())
  const mask = derSequence(derOid(MGF1), derSequence(derOid(DIGEST_OIDS[parameters.mgfDigest]), derNull()))
  return derSequence(
    ...(parameters.digest === 'SHA-1' ? [] : [derContext(0, digest)]),
    ...(parameters.mgfDigest === 'SHA-1' ? [] : [derContext(1, mask)]),
    ...(parameters.saltLength === 20 ? [] : [derContext(2, derInteger(parameters.saltLength))]),
  )
}
