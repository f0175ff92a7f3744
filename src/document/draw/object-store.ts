import { fromLatin1, toHex } from '../../base/bytes.js'
import type { Dictionary, ObjectStore, PdfValue, Reference } from './objects.js'
import { loadPdfLib, type PDFObject, type PdfLib, type PDFRef } from './pdf-lib.js'
import { serialize } from './serialize.js'

/** Objects that one object stream holds at most. */
const OBJECTS_PER_STREAM = 200

/** Returns an empty store that writes PDF 1.7. */
export async function createObjectStore(): Promise<ObjectStore> {
  const library = await loadPdfLib()
  const context = library.PDFContext.create()
  const toObject = (value: PdfValue): PDFObject => writtenObject(library, serialize(value))
  const refer = (reference: Reference): PDFRef => library.PDFRef.of(reference.number)
  const given = (ref: PDFRef): Reference => ({ kind: 'reference', number: ref.objectNumber })
  return {
    reserve: () => given(context.nextRef()),
    add: (value) => given(context.register(toObject(value))),
    fill: (reference, value) => {
      context.assign(refer(reference), toObject(value))
    },
    addStream: (dictionary, bytes, encoding) => {
      const stream = encoding === 'deflate' ? context.flateStream.bind(context) : context.stream.bind(context)
      return given(context.register(stream(bytes, entriesOf(dictionary, toObject))))
    },
    write: async ({ root, info, id }, xref) => {
      const hex = library.PDFHexString.of(toHex(id))
      context.trailerInfo = { Root: refer(root), Info: refer(info), ID: context.obj([hex, hex]) }
      // Infinity: never wait for a tick in between; these documents are small.
      if (xref === 'table') return library.PDFWriter.forContext(context, Infinity).serializeToBuffer()
      return library.PDFStreamWriter.forContext(
        context,
        Infinity,
        true,
        OBJECTS_PER_STREAM,
      ).serializeToBuffer()
    },
  }
}

/**
 * An object that is written as it stands. pdf-lib's own objects would be larger in the file, and it keeps every name it
 * has ever seen: with one font name for each document, that is a leak.
 */
function writtenObject(library: PdfLib, text: string): PDFObject {
  const bytes = fromLatin1(text)
  const object: PDFObject = Object.assign(new library.PDFObject(), {
    clone: () => object,
    toString: () => text,
    sizeInBytes: () => bytes.length,
    copyBytesInto: (buffer: Uint8Array, offset: number) => {
      buffer.set(bytes, offset)
      return bytes.length
    },
  })
  return object
}

function entriesOf(
  dictionary: Dictionary,
  convert: (value: PdfValue) => PDFObject,
): Record<string, PDFObject> {
  const entries: Record<string, PDFObject> = {}
  for (const [key, value] of Object.entries(dictionary)) {
    if (value !== undefined) entries[key] = convert(value)
  }
  return entries
}
