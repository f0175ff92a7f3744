import { FiscalSealError } from '../../../base/errors.js'
import { randomBytes } from '../../../crypto/ciphers.js'

const LENGTH = 16
/** RFC 5280 §4.1.2.2: at most 20 octets. */
const MAX_DIGITS = 40
const DIGITS = '0123456789abcdef'

/** Returns 16 random octets for a serial number: a first one from 0x40 to 0x7f keeps it positive and at its length (X.690 §8.3). */
export function newSerialNumber(): Uint8Array {
  const serialNumber = randomBytes(LENGTH)
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40
  return serialNumber
}

/** Returns the content octets of the INTEGER that lower-case hexadecimal `text` spells; throws `FiscalSealError('authority.invalid')` for others. */
export function serialNumberBytes(text: string): Uint8Array {
  if (!isSerialNumber(text))
    throw new FiscalSealError('authority.invalid', 'A serial number is not written in hexadecimal.')
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  )
}

/** Returns whether `text` is a serial number in lower-case hexadecimal of whole octets. */
export function isSerialNumber(text: unknown): text is string {
  if (typeof text !== 'string' || text.length === 0 || text.length > MAX_DIGITS || text.length % 2 === 1)
    return false
  return Array.from(text).every((character) => DIGITS.includes(character))
}
