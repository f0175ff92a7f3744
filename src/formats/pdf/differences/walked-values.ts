import type { PdfFile } from '../file.js'
import { PdfDictionary, PdfName, type PdfValue } from '../values.js'
import { fieldTypeOf, nameIn } from './field-values.js'

const LANDMARKS: ReadonlySet<string> = new Set(['Page', 'Pages', 'Catalog', 'Annot'])

/**
 * Returns whether `value` is a page, an annotation or the catalog. Destinations, actions and the structure tree name these: whatever does so shows
 * nothing of them, for what is shown of a document hangs at streams, and they are dictionaries.
 */
export function isLandmark(value: PdfValue): boolean {
  if (!(value instanceof PdfDictionary)) return false
  const type = value.last('Type')
  if (type instanceof PdfName && LANDMARKS.has(type.value)) return true
  const subtype = value.last('Subtype')
  return subtype instanceof PdfName && subtype.value === 'Widget'
}

/** Returns whether an annotation is a field or a widget, and not one of a signature. Which of two values of a key counts, nobody knows. */
export function isOtherField(file: PdfFile, annotation: PdfDictionary): boolean {
  if (annotation.duplicates.length > 0) return true
  const isField = annotation.last('FT') !== undefined || nameIn(file.get(annotation, 'Subtype')) === 'Widget'
  return isField && fieldTypeOf(file, annotation) !== 'Sig'
}

/** Returns whether `value` is a reference, or may hold one. */
export function leadsOn(value: PdfValue): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    value.kind !== 'name' &&
    value.kind !== 'number' &&
    value.kind !== 'string'
  )
}
