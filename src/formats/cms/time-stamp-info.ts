import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag, TAG } from '../der/tag.js'
import { NO_EXTENSIONS, readExtensionList } from '../x509/extension.js'
import type { Extended } from '../x509/extensions.js'
import { readGeneralName, type GeneralName } from '../x509/general-name.js'
import { readMessageImprint, readTrue, type MessageImprint } from './time-stamp-request.js'

/** A TSTInfo (RFC 3161 §2.4.2): what is written, nothing judged. */
export interface TimeStampInfo extends Extended {
  readonly policy: string
  readonly imprint: MessageImprint
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Milliseconds since 1970. */
  readonly time: number
  /** By how much the time may be wrong to either side, in milliseconds; `undefined` when it does not say. */
  readonly accuracy: number | undefined
  readonly ordering: boolean
  /** Content octets of the INTEGER. */
  readonly nonce: Uint8Array | undefined
  /** Whom the stamper calls himself; his certificate says who he is. */
  readonly authority: GeneralName | undefined
}

/** Returns the TSTInfo that `der` is: version 1, DER without bytes after it. Throws `Malformed('der.*')`. */
export function parseTimeStampInfo(der: Uint8Array): TimeStampInfo {
  const cursor = DerCursor.open(der)
  const fields = cursor.sequence()
  cursor.finish()
  if (fields.smallInteger() !== 1) throw new Malformed('der.unexpected', 'version of TSTInfo')
  const info = {
    policy: fields.oid(),
    imprint: readMessageImprint(fields),
    serialNumber: fields.integer(),
    time: readTime(fields),
    accuracy: fields.peek() === TAG.sequence ? readAccuracy(fields.sequence()) : undefined,
    ordering: fields.peek() === TAG.boolean && readTrue(fields),
    nonce: fields.peek() === TAG.integer ? fields.integer() : undefined,
    authority: readAuthority(fields),
  }
  const list = fields.enterOptional(contextTag(1))
  fields.finish()
  return { ...info, extensions: list === undefined ? NO_EXTENSIONS : readExtensionList(list) }
}

/** RFC 3161 §2.4.2: GeneralizedTime, fractions of a second allowed. */
function readTime(fields: DerCursor): number {
  if (fields.peek() !== TAG.generalizedTime)
    throw new Malformed('der.unexpected', 'time of TSTInfo', fields.offset)
  return fields.time({ fraction: true })
}

function readAccuracy(fields: DerCursor): number {
  const seconds = fields.peek() === TAG.integer ? fields.smallInteger() : 0
  const milliseconds = readFraction(fields, 0)
  const microseconds = readFraction(fields, 1)
  fields.finish()
  return seconds * 1000 + milliseconds + microseconds / 1000
}

/** RFC 3161 §2.4.2: 1 to 999. */
function readFraction(fields: DerCursor, number: number): number {
  const tag = contextPrimitiveTag(number)
  if (fields.peek() !== tag) return 0
  const { offset } = fields
  const value = fields.smallInteger(tag)
  if (value < 1 || value > 999) throw new Malformed('der.unexpected', 'accuracy of TSTInfo', offset)
  return value
}

function readAuthority(fields: DerCursor): GeneralName | undefined {
  const explicit = fields.enterOptional(contextTag(0))
  if (explicit === undefined) return undefined
  const name = readGeneralName(explicit)
  explicit.finish()
  return name
}
