import { fromLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { PdfArray, PdfDictionary, PdfReference, PdfString } from '../../formats/pdf/values.js'

/** A signature dictionary, and the object that it is. */
export interface LooseSignature {
  readonly reference: PdfReference
  readonly dictionary: PdfDictionary
}

const KEY = fromLatin1('/ByteRange')

/** Read at once. */
const CHUNK = 2 ** 20

/**
 * Returns the signature dictionaries among the objects of a file, at most `limit`, whether or not anything refers to them (THREATS P-FLD-06, -07).
 * Looks at objects only where the bytes of the file speak of a byte range at all.
 */
export function looseSignatures(file: PdfFile, limit: number): readonly LooseSignature[] {
  if (!holdsKey(file.source)) return []
  const found: LooseSignature[] = []
  for (const number of file.numbers()) {
    const loose = signatureIn(file, number)
    if (loose !== undefined && found.push(loose) >= limit) break
  }
  if (file.hasNestedObjects) throw new Malformed('pdf.limit', 'objects inside each other')
  return found
}

/** What cannot be read is no signature. */
function signatureIn(file: PdfFile, number: number): LooseSignature | undefined {
  try {
    const object = file.objectOnce(number)
    const dictionary = object?.value
    if (object === undefined || !(dictionary instanceof PdfDictionary)) return undefined
    const isSignature =
      dictionary.last('ByteRange') instanceof PdfArray && dictionary.last('Contents') instanceof PdfString
    return isSignature ? { reference: new PdfReference(number, object.generation), dictionary } : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function holdsKey(source: ByteSource): boolean {
  for (let from = 0; from < source.size; from += CHUNK) {
    const bytes = source.read(from, Math.min(source.size, from + CHUNK + KEY.length))
    for (let at = bytes.indexOf(KEY[1] ?? 0); at >= 0; at = bytes.indexOf(KEY[1] ?? 0, at + 1)) {
      if (KEY.every((byte, index) => bytes[at - 1 + index] === byte)) return true
    }
  }
  return false
}
