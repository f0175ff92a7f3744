import { PdfDictionary, type PdfValue } from '../values.js'

/** Returns a copy of `dictionary` with the entry of `key` set, for writing. Throws `Malformed('pdf.duplicate-key')` for one that was read with a key twice. */
export function withEntry(dictionary: PdfDictionary, key: string, value: PdfValue): PdfDictionary {
  dictionary.checkKeys()
  const keys = dictionary.keys.slice()
  const values = dictionary.values.slice()
  const index = keys.indexOf(key)
  values[index < 0 ? keys.push(key) - 1 : index] = value
  return new PdfDictionary(keys, values)
}
