import { fromLatin1 } from '../../base/bytes.js'
import {
  PdfName,
  PdfPlaceholder,
  dictionaryOf,
  type PdfDictionary,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { toPdfDate } from './pdf-date.js'
import { asciiString, textString } from './text-string.js'

/** Labels of the two places that are filled after everything else is written. */
export const CONTENTS = 'Contents'
export const BYTE_RANGE = 'ByteRange'

/** Room for `[0 ` and three numbers of ten digits, which any file that a table can describe needs at most. */
const BYTE_RANGE_WIDTH = '[0 0123456789 0123456789 0123456789]'.length

/** What a signature dictionary says. */
export interface SignatureEntries {
  readonly subFilter: string
  readonly at: Date
  /** Who seals. */
  readonly name: string | undefined
  readonly reason: string | undefined
  readonly location: string | undefined
  readonly contact: string | undefined
  /** What the field asks to be locked. */
  readonly references: PdfValue | undefined
  /** Bytes that `/Contents` has room for. */
  readonly contentsLength: number
}

/**
 * Returns the signature dictionary (ISO 32000-2 table 255, EN 319 142-1 §5.3: `/M`, no `/Cert`) with placeholders of their final
 * width for `/Contents` and `/ByteRange`.
 */
export function signatureDictionary(entries: SignatureEntries): PdfDictionary {
  const { name, reason, location, contact, contentsLength } = entries
  const text = (value: string | undefined): PdfValue | undefined =>
    value === undefined ? undefined : textString(value)
  return dictionaryOf({
    Type: new PdfName('Sig'),
    Filter: new PdfName('Adobe.PPKLite'),
    SubFilter: new PdfName(entries.subFilter),
    ByteRange: new PdfPlaceholder(BYTE_RANGE, fromLatin1('[]'.padEnd(BYTE_RANGE_WIDTH))),
    Contents: new PdfPlaceholder(CONTENTS, roomFor(contentsLength)),
    M: asciiString(toPdfDate(entries.at)),
    Name: text(name),
    Reason: text(reason),
    Location: text(location),
    ContactInfo: text(contact),
    Reference: entries.references,
  })
}

/** `<000…0>`. */
function roomFor(length: number): Uint8Array {
  const room = new Uint8Array(length * 2 + 2).fill(0x30)
  room[0] = 0x3c
  room[room.length - 1] = 0x3e
  return room
}

/** Returns `[0 s e n]` in the room that the placeholder keeps for it. */
export function byteRangeText(byteRange: readonly number[]): Uint8Array {
  const numbers = byteRange.join(' ')
  return fromLatin1(`[${numbers}`.padEnd(BYTE_RANGE_WIDTH - 1) + ']')
}
