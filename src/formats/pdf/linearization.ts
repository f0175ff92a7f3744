import { Malformed } from '../../base/errors.js'
import { readIndirectObject } from './indirect-object.js'
import type { ParsingPlace } from './window.js'
import { PdfDictionary, PdfNumber, type PdfValue } from './values.js'

/** What the first object of a linearized file says (ISO 32000-2 annex F.3.3). */
export interface Linearization {
  /** /L: the length of the file when it was linearized. */
  readonly length: number
}

/** Returns the linearization parameters when the first object of the file, at `offset`, holds them. */
export function findLinearization(place: ParsingPlace, offset: number): Linearization | undefined {
  const value = firstObject(place, offset)
  if (!(value instanceof PdfDictionary)) return undefined
  const length = value.get('L')
  if (value.get('Linearized') === undefined || !(length instanceof PdfNumber)) return undefined
  return { length: length.value }
}

/** Any file may begin with any object: what cannot be read here is no linearization dictionary, and nothing worse. */
function firstObject(place: ParsingPlace, offset: number): PdfValue {
  try {
    return readIndirectObject({ place, resolve: (value) => value ?? null }, offset).value
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}
