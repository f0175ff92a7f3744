import { fromLatin1, toHex, toLatin1 } from '../../base/bytes.js'
import type { Dictionary, ObjectStore, PdfValue, Reference } from './objects.js'
import { loadPdfLib, type PDFObject, type PdfLib, type PDFRef } from './pdf-lib.js'

/** Objects that one object stream holds at most. */
const OBJECTS_PER_STREAM = 200

/** Returns an empty store that writes PDF 1.7. */
export async function createObjectStore(): Promise<ObjectStore> {
  const library = await loadPdfLib()
  const context = library.PDFContext.create()
  const toObject = converter(library)
  const refer = (reference: Reference): PDFRef => library.PDFRef.of(reference.number)
  const given = (ref: PDFRef): Reference => ({ kind: 'reference', number: ref.objectNumber })
  const dictionaryOf = (dictionary: Dictionary): Record<string, PDFObject> => entriesOf(dictionary, toObject)
  return {
    reserve: () => given(context.nextRef()),
    add: (value) => given(context.register(toObject(value))),
    fill: (reference, value) => {
      context.assign(refer(reference), toObject(value))
    },
    addStream: (dictionary, bytes, encoding) => {
      const stream = encoding === 'deflate' ? context.flateStream.bind(context) : context.stream.bind(context)
      return given(context.register(stream(bytes, dictionaryOf(dictionary))))
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

function converter(library: PdfLib): (value: PdfValue) => PDFObject {
  const { PDFBool, PDFContext, PDFHexString, PDFName, PDFNumber, PDFRef, PDFString } = library
  const scope = PDFContext.create()
  const convert = (value: PdfValue): PDFObject => {
    if (typeof value === 'number') return PDFNumber.of(value)
    if (typeof value === 'string') return PDFName.of(value)
    if (typeof value === 'boolean') return value ? PDFBool.True : PDFBool.False
    if (isList(value)) return scope.obj(value.map(convert))
    if (value.kind === 'reference') return PDFRef.of(value.number)
    if (value.kind === 'string')
      return isPrintable(value.bytes) ? literal(value.bytes) : hexadecimal(value.bytes)
    if (value.kind === 'unique-name') return uniqueName(library, value.name)
    return scope.obj(entriesOf(value, convert))
  }
  const literal = (bytes: Uint8Array): PDFObject => PDFString.of(toLatin1(bytes))
  const hexadecimal = (bytes: Uint8Array): PDFObject => PDFHexString.of(toHex(bytes))
  return convert
}

/** Characters that a literal string holds without an escape (ISO 32000-1 §7.3.4.2). */
function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every(
    (byte) => byte >= 0x20 && byte <= 0x7e && byte !== 0x28 && byte !== 0x29 && byte !== 0x5c,
  )
}

/** pdf-lib remembers every name it has seen for ever; one that no other document has would be a leak. */
function uniqueName(library: PdfLib, name: string): PDFObject {
  const written = fromLatin1(`/${name}`)
  const object: PDFObject = Object.assign(new library.PDFObject(), {
    clone: () => object,
    toString: () => `/${name}`,
    sizeInBytes: () => written.length,
    copyBytesInto: (buffer: Uint8Array, offset: number) => {
      buffer.set(written, offset)
      return written.length
    },
  })
  return object
}

function isList(value: PdfValue): value is readonly PdfValue[] {
  return Array.isArray(value)
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
