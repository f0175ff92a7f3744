import { fromLatin1 } from '../../base/bytes.js'
import { PdfString } from '../../formats/pdf/values.js'

const HEX_DIGITS = fromLatin1('0123456789ABCDEF')
const BYTE_ORDER_MARK = 0xfeff

/**
 * Returns `text` as a hexadecimal UTF-16BE string (ISO 32000-2 §7.9.2.2). Every text that a caller gives is written in this one
 * form, in which nothing can end the string early (THREATS S-07).
 */
export function textString(text: string): PdfString {
  const digits = new Uint8Array(4 + text.length * 4)
  writeUnit(digits, 0, BYTE_ORDER_MARK)
  for (let index = 0; index < text.length; index++) writeUnit(digits, 4 + index * 4, text.charCodeAt(index))
  return new PdfString(digits, true)
}

function writeUnit(digits: Uint8Array, at: number, unit: number): void {
  for (let digit = 0; digit < 4; digit++)
    digits[at + digit] = HEX_DIGITS[(unit >> (12 - 4 * digit)) & 15] ?? 0
}
