import { PdfArray, PdfDictionary, PdfReference, type PdfValue } from '../values.js'
import { isSameValue } from './canonical.js'
import { combined, type Ruling } from './change.js'
import type { Comparison } from './comparison.js'
import { fieldTypeOf } from './field-values.js'

/**
 * Returns the ruling on an array of fields or annotations that may only be appended to. What was appended and is new is ruled on by itself;
 * what existed must have been a field or an annotation already, or a part of the signed document would be shown as something it was not.
 */
export function appendedRuling(
  comparison: Comparison,
  values: { readonly before: PdfValue | undefined; readonly after: PdfValue | undefined },
  kind: Ruling['kind'],
): Ruling {
  const old = values.before instanceof PdfArray ? values.before.items : []
  const young = values.after instanceof PdfArray ? values.after.items : undefined
  const kept = young !== undefined && old.every((item, index) => isSameValue(item, young[index]))
  if (!kept) return { kind, level: 'other', detail: 'an entry was removed, moved or replaced' }
  const appended = young.slice(old.length).map((item) => adoption(comparison, item, kind))
  return combined(appended, { kind, level: 'archival', detail: '' })
}

function adoption(comparison: Comparison, item: PdfValue, kind: Ruling['kind']): Ruling {
  if (!(item instanceof PdfReference)) return { kind, level: 'other', detail: 'a direct entry' }
  const value = comparison.after.resolve(item)
  // A reference of another generation names nothing (ISO 32000-2 §7.3.10), and has some readers look for objects themselves.
  if (value !== null && comparison.touched.get(item.number)?.operation === 'added')
    return { kind, level: 'archival', detail: '' }
  const isSignatureField =
    comparison.wasAnnotation(item.number) &&
    value instanceof PdfDictionary &&
    fieldTypeOf(comparison.after, value) === 'Sig'
  return isSignatureField
    ? { kind, level: 'signatures', detail: `object ${item.number}` }
    : { kind, level: 'other', detail: `object ${item.number} was something else before` }
}
