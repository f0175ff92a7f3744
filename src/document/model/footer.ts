import { isCalendarDate } from './dates.js'
import { Fields, type Reading, present, readList } from './fields.js'
import {
  IDENTIFIER,
  NAME,
  NOTE,
  checkedText,
  readOptionalText,
  readOptionalWord,
  readText,
  readWord,
} from './text.js'
import type { PrintedCode, Reference } from './types.js'

const REFERENCE_KINDS = ['original', 'order', 'contract', 'delivery', 'project', 'other'] as const
const MAX_REFERENCES = 1000
const MAX_NOTES = 100
const MAX_CODES = 4
/** ISO/IEC 18004: what version 40 with correction level L holds. */
const CODE_TEXT = { kind: 'name', max: 2953 } as const

/** Returns the documents that the model refers to. */
export function readReferences(model: Fields): readonly Reference[] {
  return readList(model, 'references', {
    max: MAX_REFERENCES,
    read: (value, path) => readReference(value, path, model.reading),
  })
}

function readReference(value: unknown, path: string, reading: Reading): Reference | undefined {
  const fields = Fields.of(value, path, reading)
  if (fields === undefined) return undefined
  const reference = {
    kind: readWord(fields, 'kind', REFERENCE_KINDS),
    number: readText(fields, 'number', IDENTIFIER),
    ...present({ date: readOptionalDate(fields, 'date') }),
  }
  fields.end()
  return reference
}

/** Returns the `YYYY-MM-DD` date in `key`, or `undefined` when it is absent. */
export function readOptionalDate(fields: Fields, key: string): string | undefined {
  const date = readOptionalText(fields, key, IDENTIFIER)
  if (date !== undefined && date !== '' && !isCalendarDate(date)) fields.report(key, 'date.invalid')
  return date
}

/** Returns the notes at the end of the document. */
export function readNotes(model: Fields): readonly string[] {
  return readList(model, 'notes', {
    max: MAX_NOTES,
    read: (note, path) =>
      checkedText(note, NOTE, (code, detail) => {
        model.reading.problems.add(path, code, detail)
      }),
  })
}

/** Returns the codes that are printed. */
export function readCodes(model: Fields): readonly PrintedCode[] {
  return readList(model, 'codes', {
    max: MAX_CODES,
    read: (value, path) => readCode(value, path, model.reading),
  })
}

function readCode(value: unknown, path: string, reading: Reading): PrintedCode | undefined {
  const fields = Fields.of(value, path, reading)
  if (fields === undefined) return undefined
  const code = {
    kind: readWord(fields, 'kind', ['qr']),
    text: readText(fields, 'text', CODE_TEXT),
    ...present({
      caption: readOptionalText(fields, 'caption', NAME),
      errorCorrection: readOptionalWord(fields, 'errorCorrection', ['L', 'M', 'Q', 'H']),
    }),
  }
  fields.end()
  return code
}
