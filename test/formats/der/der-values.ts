import { fromLatin1, toUtf8 } from '../../../src/base/bytes.js'
import { TAG } from '../../../src/formats/der/tag.js'
import { derBitString, derElement } from '../../../src/formats/der/writer.js'

/** Returns a BIT STRING of named bits, those without a name left out at the end (X.690 §11.2.2): `[0, 6]` sets bits 0 and 6. */
export function derNamedBits(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return derBitString(new Uint8Array(0))
  const highest = Math.max(...bits)
  const bytes = new Uint8Array(Math.floor(highest / 8) + 1)
  for (const bit of bits) {
    const index = Math.floor(bit / 8)
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (bit % 8))
  }
  return derBitString(bytes, 7 - (highest % 8))
}

/** Returns a UTF8String. */
export function derUtf8(text: string): Uint8Array {
  return derElement(TAG.utf8String, toUtf8(text))
}

/** Returns a PrintableString; the caller has checked its alphabet. */
export function derPrintable(text: string): Uint8Array {
  return derElement(TAG.printableString, fromLatin1(text))
}

/** Returns an IA5String; the caller has checked that it is ASCII. */
export function derIa5(text: string): Uint8Array {
  return derElement(TAG.ia5String, fromLatin1(text))
}

/** Returns a Time as RFC 5280 §4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime from 2050, whole seconds. */
export function derTime(milliseconds: number): Uint8Array {
  const year = new Date(milliseconds).getUTCFullYear()
  if (year < 1950 || year >= 2050) return derGeneralizedTime(milliseconds)
  return derElement(TAG.utcTime, fromLatin1(timeDigits(milliseconds).slice(2)))
}

/** Returns a GeneralizedTime of whole seconds. */
export function derGeneralizedTime(milliseconds: number): Uint8Array {
  return derElement(TAG.generalizedTime, fromLatin1(timeDigits(milliseconds)))
}

/** YYYYMMDDHHMMSSZ */
function timeDigits(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString()
  return `${iso
    .slice(0, 19)
    .split('')
    .filter((character) => character >= '0' && character <= '9')
    .join('')}Z`
}
