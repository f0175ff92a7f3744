import type { TaxIdChecksum } from './tax-id-rule.js'

/** Returns whether a number has the check digit that a rule asks for; any number has none. */
export function hasChecksum(number: string, checksum: TaxIdChecksum | undefined): boolean {
  return checksum === undefined || isThai(number)
}

/** Thai numbers: weights 13 to 2, the last digit is 11 less the remainder by 11, of which the last digit counts. */
function isThai(number: string): boolean {
  let sum = 0
  for (let index = 0; index < 12; index++) sum += (13 - index) * Number(number.charAt(index))
  return number.length === 13 && (11 - (sum % 11)) % 10 === Number(number.charAt(12))
}
