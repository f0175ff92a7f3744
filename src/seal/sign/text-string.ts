import { fromLatin1, toHex } from '../../base/bytes.js'
import { encodeText } from '../../formats/pdf/string-decoding.js'
import { PdfString } from '../../formats/pdf/values.js'

/**
 * Returns `text` as a hexadecimal UTF-16BE string (ISO 32000-2 §7.9.2.2). Every text that a caller gives is written in this one
 * form, in which nothing can end the string early (THREATS S-07).
 */
export function textString(text: string): PdfString {
  return new PdfString(fromLatin1(toHex(encodeText(text)).toUpperCase()), true)
}

/** Returns ASCII `text` as a hexadecimal string: for dates. */
export function asciiString(text: string): PdfString {
  return new PdfString(fromLatin1(toHex(fromLatin1(text)).toUpperCase()), true)
}
