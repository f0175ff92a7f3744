/** An indirect reference, given out by an object store. */
export interface Reference {
  readonly kind: 'reference'
  readonly number: number
}

/** A string object of given bytes; written in hexadecimal. */
export interface StringValue {
  readonly kind: 'string'
  readonly bytes: Uint8Array
}

/** A dictionary; entries that are `undefined` are left out. */
export interface Dictionary {
  readonly [key: string]: PdfValue | undefined
  readonly kind?: never
}

/** A PDF object as plain data; a JavaScript string is a name. */
export type PdfValue = number | boolean | string | Reference | StringValue | Dictionary | readonly PdfValue[]

/** Returns a string object of exactly these bytes. */
export function byteString(bytes: Uint8Array): StringValue {
  return { kind: 'string', bytes }
}

/** Returns a text string (ISO 32000-1 §7.9.2.2): plain ASCII as it is, anything else as UTF-16BE with its mark. */
export function textString(text: string): StringValue {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  if (units.every((unit) => unit >= 0x20 && unit <= 0x7e)) return byteString(Uint8Array.from(units))
  return byteString(Uint8Array.from([0xfe, 0xff, ...units.flatMap((unit) => [unit >> 8, unit & 0xff])]))
}

/** Where the objects of a document are collected and then written as a file. */
export interface ObjectStore {
  /** Gives out the next object number. */
  reserve: () => Reference
  add: (value: PdfValue) => Reference
  fill: (reference: Reference, value: PdfValue) => void
  /** Adds a stream; `encoding` says whether to deflate the bytes, or that they are stored as they are. */
  addStream: (dictionary: Dictionary, bytes: Uint8Array, encoding: 'deflate' | 'stored') => Reference
  write: (trailer: Trailer, xref: XrefForm) => Promise<Uint8Array>
}

/** Entries of the trailer. */
export interface Trailer {
  readonly root: Reference
  readonly info: Reference
  /** 16 bytes. */
  readonly id: Uint8Array
}

/** How a file lists its objects: a table, or a stream with object streams beside it. */
export type XrefForm = 'table' | 'stream'
