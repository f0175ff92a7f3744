import type { PdfFile } from '../file.js'
import { PdfDictionary, PdfName, type PdfValue } from '../values.js'

const MAX_PARENTS = 32

/** /FT of a field, own or of the nearest parent that has one. */
export function fieldTypeOf(file: PdfFile, field: PdfDictionary): string | undefined {
  return nameIn(inheritedValue(file, field, 'FT'))
}

/** The value of `key` in a field, own or of the nearest parent that has one. */
export function inheritedValue(file: PdfFile, field: PdfDictionary, key: string): PdfValue | undefined {
  let at: PdfValue | undefined = field
  for (let step = 0; at instanceof PdfDictionary && step < MAX_PARENTS; step++) {
    const value: PdfValue | undefined = file.get(at, key)
    if (value !== undefined) return value
    at = file.get(at, 'Parent')
  }
  return undefined
}

/** The name that `value` is. */
export function nameIn(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.value : undefined
}
