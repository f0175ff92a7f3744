import { Malformed } from '../../base/errors.js'
import { TAG } from './tag.js'

/** Whether a GeneralizedTime may carry a fraction of a second: RFC 3161 genTime may, RFC 5280 §4.1.2.5.2 may not. */
export interface TimeForm {
  readonly fraction?: boolean
}

/** Where a time stands: its identifier octet, and where its content begins and ends. */
export interface TimeContent {
  readonly tag: number
  readonly start: number
  readonly end: number
  readonly form?: TimeForm | undefined
}

const ZULU = 0x5a
const FULL_STOP = 0x2e

/**
 * Returns the milliseconds since 1970 that a UTCTime or GeneralizedTime in DER stands for (X.690 §11.7, §11.8; RFC 5280 §4.1.2.5):
 * seconds are present, the zone is `Z`, the day exists, two-digit years from 50 are of the 20th century.
 */
export function timeValue(bytes: Uint8Array, content: TimeContent): number {
  const { tag, start, end } = content
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) throw new Malformed('der.unexpected', 'no time')
  const zone = end - 1
  if (zone < start || bytes[zone] !== ZULU) throw new Malformed('der.not-canonical', 'time without Z')
  const monthStart = start + (tag === TAG.utcTime ? 2 : 4)
  const secondsEnd = monthStart + 10
  if (zone === secondsEnd) return wholeSeconds(bytes, start, monthStart)
  if (tag === TAG.utcTime || content.form?.fraction !== true || zone < secondsEnd)
    throw new Malformed('der.not-canonical', 'time of another length')
  return wholeSeconds(bytes, start, monthStart) + milliseconds(bytes.subarray(secondsEnd, zone))
}

function wholeSeconds(bytes: Uint8Array, start: number, monthStart: number): number {
  const first = twoDigits(bytes, start)
  const short = first < 50 ? 2000 : 1900
  const year = monthStart - start === 2 ? short + first : first * 100 + twoDigits(bytes, start + 2)
  const month = twoDigits(bytes, monthStart)
  const day = twoDigits(bytes, monthStart + 2)
  const hour = twoDigits(bytes, monthStart + 4)
  const minute = twoDigits(bytes, monthStart + 6)
  const second = twoDigits(bytes, monthStart + 8)
  const isDay = day >= 1 && day <= daysIn(year, month)
  if (!isDay || hour > 23 || minute > 59 || second > 59) throw new Malformed('der.unexpected', 'no such time')
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000
}

/** Days of the proleptic Gregorian calendar; years are counted from March so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400)
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return 365 * shifted + leapDays + dayOfYear - 719_468
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  // Months of 30 and 31 days take turns, and from August on the other way round.
  return month >= 1 && month <= 12 ? 30 + ((month + (month >> 3)) & 1) : 0
}

function twoDigits(content: Uint8Array, at: number): number {
  return digit(content[at]) * 10 + digit(content[at + 1])
}

function digit(octet = 0): number {
  const value = octet - 0x30
  if (value < 0 || value > 9) throw new Malformed('der.unexpected', 'time is not written in digits')
  return value
}

/** X.690 §11.7.3: a fraction follows a full stop and does not end in zero. */
function milliseconds(fraction: Uint8Array): number {
  const digits = fraction.subarray(1)
  const last = digits[digits.length - 1] ?? 0x30
  if (fraction[0] !== FULL_STOP || last === 0x30 || digits.length > 9)
    throw new Malformed('der.not-canonical', 'fraction of a second')
  let value = 0
  let scale = 1000
  for (const octet of digits) {
    scale /= 10
    value += digit(octet) * scale
  }
  return Math.floor(value)
}
