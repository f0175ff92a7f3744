import type * as library from 'pdf-lib'

export type { PDFObject, PDFRawStream, PDFRef } from 'pdf-lib'

/** The package that writes PDF objects and reads PNG files. */
export type PdfLib = typeof library

/** Returns the package; it is loaded when a document is first composed, not when this library is. */
export function loadPdfLib(): Promise<PdfLib> {
  return import('pdf-lib')
}
