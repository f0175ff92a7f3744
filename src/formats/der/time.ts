import { Malformed } from '../../base/errors.js'
import { TAG } from './tag.js'

/** Whether a GeneralizedTime may carry a fraction of a second: RFC 3161 genTime may, RFC 5280 §4.1.2.5.2 may not. */
export interface TimeForm {
  readonly fraction?: boolean
}

const ZULU = 0x5a
const FULL_STOP = 0x2e

/**
 * Returns the milliseconds since 1970 that a UTCTime or GeneralizedTime in DER stands for (X.690 §11.7, §11.8; RFC 5280 §4.1.2.5):
 * seconds are present, the zone is `Z`, the day exists, two-digit years from 50 are of the 20th century.
 */
export function timeValue(tag: number, content: Uint8Array, form: TimeForm = {}): number {
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) throw new Malformed('der.unexpected', 'no time')
  const yearDigits = tag === TAG.utcTime ? 2 : 4
  const secondsEnd = yearDigits + 10
  if (content[content.length - 1] !== ZULU) throw new Malformed('der.not-canonical', 'time without Z')
  const fraction = content.subarray(secondsEnd, content.length - 1)
  const hasFraction = fraction.length > 0
  if (hasFraction && (tag === TAG.utcTime || form.fraction !== true)) {
    throw new Malformed('der.not-canonical', 'time of another length')
  }
  const seconds = wholeSeconds(content, yearDigits)
  return hasFraction ? seconds + milliseconds(fraction) : seconds
}

function wholeSeconds(content: Uint8Array, yearDigits: number): number {
  const written =
    yearDigits === 2 ? twoDigits(content, 0) : twoDigits(content, 0) * 100 + twoDigits(content, 2)
  const year = yearDigits === 4 ? written : written < 50 ? 2000 + written : 1900 + written
  const month = twoDigits(content, yearDigits)
  const day = twoDigits(content, yearDigits + 2)
  const hour = twoDigits(content, yearDigits + 4)
  const minute = twoDigits(content, yearDigits + 6)
  const second = twoDigits(content, yearDigits + 8)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    throw new Malformed('der.unexpected', 'no such day')
  if (hour > 23 || minute > 59 || second > 59) throw new Malformed('der.unexpected', 'no such time of day')
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000
}

function twoDigits(content: Uint8Array, at: number): number {
  const tens = (content[at] ?? 0) - 0x30
  const ones = (content[at + 1] ?? 0) - 0x30
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9)
    throw new Malformed('der.unexpected', 'time is not written in digits')
  return tens * 10 + ones
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days of the proleptic Gregorian calendar; years are counted from March so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const century = Math.floor(shifted / 100)
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return (
    Math.floor((146_097 * century) / 4) +
    Math.floor((1461 * (shifted - century * 100)) / 4) +
    dayOfYear -
    719_468
  )
}

/** X.690 §11.7.3: a fraction follows a full stop and does not end in zero. */
function milliseconds(fraction: Uint8Array): number {
  const digits = fraction.subarray(1)
  if (fraction[0] !== FULL_STOP || digits.length === 0 || digits.length > 9) {
    throw new Malformed('der.not-canonical', 'fraction of a second')
  }
  if (digits[digits.length - 1] === 0x30)
    throw new Malformed('der.not-canonical', 'fraction of a second with a zero at its end')
  let value = 0
  let scale = 1000
  for (const digit of digits) {
    if (digit < 0x30 || digit > 0x39) throw new Malformed('der.unexpected', 'time is not written in digits')
    scale /= 10
    value += (digit - 0x30) * scale
  }
  return Math.floor(value)
}
