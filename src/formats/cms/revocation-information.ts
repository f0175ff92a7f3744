import { contextTag } from '../der/tag.js'
import { DerCursor } from '../der/cursor.js'
import { CMS_LIMITS } from '../der/limits.js'

/** Lists and responses that a signer put beside his signature, each as the whole element. */
export interface RevocationInformation {
  readonly crls: readonly Uint8Array[]
  readonly ocsp: readonly Uint8Array[]
}

/** Returns what the value of the attribute adbe-revocationInfoArchival holds (ISO 32000-2 §12.8.3.3.2). Throws `Malformed`. */
export function readRevocationInformation(value: Uint8Array): RevocationInformation {
  const cursor = DerCursor.open(value, CMS_LIMITS)
  const fields = cursor.sequence()
  cursor.finish()
  return { crls: readList(fields, 0), ocsp: readList(fields, 1) }
}

function readList(fields: DerCursor, number: number): readonly Uint8Array[] {
  const explicit = fields.enterOptional(contextTag(number))
  const list = explicit?.sequence()
  explicit?.finish()
  const elements: Uint8Array[] = []
  while (list?.atEnd === false) elements.push(list.readRaw())
  return elements
}
