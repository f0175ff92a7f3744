import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { CMS_LIMITS } from '../der/limits.js'
import { TAG } from '../der/tag.js'
import { CONTENT_TYPE } from './oids.js'
import { parseSignedData, type SignedData } from './signed-data.js'
import { parseTimeStampInfo, type TimeStampInfo } from './time-stamp-info.js'
import { fromUtf8 } from '../../base/bytes.js'

/** PKIStatus, by number (RFC 3161 §2.4.2). */
export const TIME_STAMP_STATUSES = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
] as const

/** Whether a time-stamp was given. */
export type TimeStampStatus = (typeof TIME_STAMP_STATUSES)[number]

/** PKIFailureInfo, by bit (RFC 3161 §2.4.2). */
export const TIME_STAMP_FAILURE_BITS = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const

/** Why no time-stamp was given. */
export type TimeStampFailure = keyof typeof TIME_STAMP_FAILURE_BITS

/** A TimeStampResp (RFC 3161 §2.4.2): what is written, nothing judged. */
export interface TimeStampResponse {
  readonly status: TimeStampStatus
  /** What it says in words: escape them before they are shown. */
  readonly texts: readonly string[]
  readonly failures: readonly TimeStampFailure[]
  /** The token, there when and only when the status is one of the first two: for `parseTimeStampToken`. */
  readonly token: Uint8Array | undefined
}

/** Returns the answer that `der` is, without bytes after it. The token in it may be BER and is not taken apart. Throws `Malformed('der.*')`. */
export function parseTimeStampResponse(der: Uint8Array): TimeStampResponse {
  const cursor = DerCursor.open(der, CMS_LIMITS)
  const fields = cursor.sequence()
  cursor.finish()
  const info = readStatusInfo(fields.sequence())
  const token = fields.atEnd ? undefined : fields.readRaw(TAG.sequence)
  fields.finish()
  const isGranted = info.status === 'granted' || info.status === 'grantedWithMods'
  if (isGranted !== (token !== undefined))
    throw new Malformed('der.unexpected', 'time-stamp response whose status and content differ')
  return { ...info, token }
}

function readStatusInfo(fields: DerCursor): Omit<TimeStampResponse, 'token'> {
  const number = fields.smallInteger()
  const status = TIME_STAMP_STATUSES[number]
  if (status === undefined) throw new Malformed('der.unexpected', `time-stamp status ${number}`)
  const texts = fields.peek() === TAG.sequence ? readTexts(fields.sequence()) : []
  const failures = fields.peek() === TAG.bitString ? readFailures(fields) : []
  fields.finish()
  return { status, texts, failures }
}

function readTexts(list: DerCursor): readonly string[] {
  const texts: string[] = []
  while (!list.atEnd) {
    const text = fromUtf8(list.read(TAG.utf8String))
    if (text === undefined) throw new Malformed('der.unexpected', 'text is not UTF-8', list.offset)
    texts.push(text)
  }
  return texts
}

function readFailures(fields: DerCursor): readonly TimeStampFailure[] {
  const { bytes } = fields.bitString()
  const names = Object.keys(TIME_STAMP_FAILURE_BITS) as TimeStampFailure[]
  return names.filter((name) => {
    const bit = TIME_STAMP_FAILURE_BITS[name]
    return ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0
  })
}

/** A time-stamp token: the signature, and what it says (RFC 3161 §2.4.2). */
export interface TimeStampToken {
  readonly signedData: SignedData
  readonly info: TimeStampInfo
  /** The TSTInfo in DER, which the signature is over. */
  readonly content: Uint8Array
}

/**
 * Returns the token that `der` is. Its envelope may be BER, as that of any signature; the TSTInfo in it must be DER. Throws
 * `Malformed('der.*' | 'cms.malformed' | 'cms.trailing-data')`.
 */
export function parseTimeStampToken(der: Uint8Array): TimeStampToken {
  const signedData = parseSignedData(der)
  const { contentType, content } = signedData
  if (contentType !== CONTENT_TYPE.timeStampInfo || content === undefined)
    throw new Malformed('cms.malformed', 'signed data that is no time-stamp token')
  return { signedData, content, info: parseTimeStampInfo(content) }
}
