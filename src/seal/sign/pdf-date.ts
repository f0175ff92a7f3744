import { fromLatin1 } from '../../base/bytes.js'
import { PdfString } from '../../formats/pdf/values.js'

const FORM = fromLatin1('D:YYYYMMDDHHmmSSZ')

/**
 * Returns `at`, a moment of the years 0 to 9999, as a PDF date in UTC, `D:YYYYMMDDHHmmSSZ` (ISO 32000-2 §7.9.4). The zone is always written:
 * without it a reader would take the time as his own.
 */
export function pdfDate(at: Date): PdfString {
  const text = new Uint8Array(FORM)
  const year = at.getUTCFullYear()
  writePair(text, 2, Math.floor(year / 100))
  writePair(text, 4, year % 100)
  writePair(text, 6, at.getUTCMonth() + 1)
  writePair(text, 8, at.getUTCDate())
  writePair(text, 10, at.getUTCHours())
  writePair(text, 12, at.getUTCMinutes())
  writePair(text, 14, at.getUTCSeconds())
  return new PdfString(text, false)
}

function writePair(text: Uint8Array, at: number, value: number): void {
  text[at] = 0x30 + Math.floor(value / 10)
  text[at + 1] = 0x30 + (value % 10)
}
