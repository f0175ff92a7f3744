import { fromLatin1 } from '../../base/bytes.js'
import { ByteSink } from '../../formats/pdf/update/byte-sink.js'
import {
  PdfDictionary,
  PdfName,
  PdfPlaceholder,
  type PdfString,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { pdfDate } from './pdf-date.js'
import { textString } from './text-string.js'

/** Labels of the two places that are filled after everything else is written. */
export const CONTENTS = 'Contents'
export const BYTE_RANGE = 'ByteRange'

/** Room for `[0 ` and three numbers of ten digits, which any file that a table can describe needs at most. */
const BYTE_RANGE_WIDTH = '[0 0123456789 0123456789 0123456789]'.length

/** The signature handler that is named, `/Filter`. */
export const FILTER_NAME = 'Adobe.PPKLite'

const TYPE = new PdfName('Sig')
const FILTER = new PdfName(FILTER_NAME)
const ROOM_FOR_BYTE_RANGE = new PdfPlaceholder(BYTE_RANGE, fromLatin1('[]'.padEnd(BYTE_RANGE_WIDTH)))

/** What a signature dictionary says. */
export interface SignatureEntries {
  readonly subFilter: string
  readonly at: Date
  /** Who seals, as a text string. */
  readonly name: PdfString | undefined
  readonly reason: string | undefined
  readonly location: string | undefined
  readonly contact: string | undefined
  /** What `roomForContents` returned. */
  readonly contents: PdfPlaceholder
}

/**
 * Returns the signature dictionary (ISO 32000-2 table 255, EN 319 142-1 §5.3: `/M`, no `/Cert`) with placeholders of their final
 * width for `/Contents` and `/ByteRange`. `references` are what the field asks to be locked.
 */
export function signatureDictionary(
  entries: SignatureEntries,
  references: PdfValue | undefined,
): PdfDictionary {
  const { subFilter, at, contents, name, reason, location, contact } = entries
  const keys = ['Type', 'Filter', 'SubFilter', 'ByteRange', 'Contents', 'M']
  const values: PdfValue[] = [
    TYPE,
    FILTER,
    new PdfName(subFilter),
    ROOM_FOR_BYTE_RANGE,
    contents,
    pdfDate(at),
  ]
  const add = (key: string, value: PdfValue | undefined): void => {
    if (value === undefined) return
    keys.push(key)
    values.push(value)
  }
  add('Name', name)
  add('Reason', textOf(reason))
  add('Location', textOf(location))
  add('ContactInfo', textOf(contact))
  add('Reference', references)
  return new PdfDictionary(keys, values)
}

function textOf(value: string | undefined): PdfString | undefined {
  return value === undefined ? undefined : textString(value)
}

/** Returns room for a signature of `length` bytes in `/Contents`: `<000…0>`. */
export function roomForContents(length: number): PdfPlaceholder {
  const room = new Uint8Array(length * 2 + 2).fill(0x30)
  room[0] = 0x3c
  room[room.length - 1] = 0x3e
  return new PdfPlaceholder(CONTENTS, room)
}

/** Returns `[0 s e n]` in the room that the placeholder keeps for it. */
export function byteRangeText(byteRange: readonly number[]): Uint8Array {
  const text = new ByteSink(BYTE_RANGE_WIDTH)
  text.writeLatin1('[')
  for (const number of byteRange) {
    if (text.length > 1) text.writeLatin1(' ')
    text.writeNumber(number)
  }
  while (text.length < BYTE_RANGE_WIDTH - 1) text.writeLatin1(' ')
  text.writeLatin1(']')
  return text.finish()
}
