import type { PdfFile } from '../file.js'
import { PdfDictionary, PdfReference, sameReference, type PdfValue } from '../values.js'
import { appendedRuling } from './array-rule.js'
import { changedKeys } from './canonical.js'
import type { Ruling } from './change.js'
import type { Comparison } from './comparison.js'
import { fieldTypeOf, inheritedValue, nameIn } from './field-values.js'
import { ROLE } from './roles.js'
import type { TouchedObject } from './touched-objects.js'
import { isSeen } from './visibility.js'

/** What a new signature field may have, so that it does nothing but hold its signature (ISO 32000-2 tables 166, 192, 226, 235). */
const NEW_FIELD_KEYS: ReadonlySet<string> = new Set([
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'V', 'F', 'Ff', 'Rect', 'P', 'AP', 'Parent', 'Lock', 'SV'],
  ...['MK', 'BS', 'Border', 'DA', 'Q', 'M', 'NM', 'DR', 'StructParent', 'H'],
])

/** What signing an existing field sets. */
const SIGNED_FIELD_KEYS: ReadonlySet<string> = new Set([
  'V',
  'AP',
  'AS',
  'M',
  'F',
  'Type',
  'MK',
  'DA',
  'P',
  'NM',
])

/** What filling another field sets. */
const FILLED_FIELD_KEYS: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'M', 'I', 'RV'])

/** Returns the ruling on a field, widget or annotation that is new or changed. */
export function annotationRuling(comparison: Comparison, object: TouchedObject): Ruling {
  const { after } = comparison
  if (!(object.after instanceof PdfDictionary)) return refused('not a dictionary')
  if (!isValueNew(comparison, object))
    return { kind: 'signature', level: 'other', detail: 'a signature that was there before' }
  if (object.operation === 'added')
    return newAnnotation(after, object.after, comparison.parentOf(object.number))
  if (!(object.before instanceof PdfDictionary)) return refused('not a dictionary before')
  const keys = changedKeys(object.before, object.after)
  const type = fieldTypeOf(comparison.before, object.before)
  if (type === 'Sig') return signedField(comparison, { before: object.before, after: object.after, keys })
  if (type === undefined) return refused(keys.join(' '))
  const isFilled = keys.every((key) => FILLED_FIELD_KEYS.has(key))
  return { kind: 'form', level: isFilled ? 'form-filling' : 'other', detail: keys.join(' ') }
}

/** A field may get a signature that is as new as the field's having it; one from the signed revision was something else there. */
function isValueNew(comparison: Comparison, object: TouchedObject): boolean {
  const valueOf = (value: PdfValue) => (value instanceof PdfDictionary ? value.get('V') : undefined)
  const value = valueOf(object.after)
  if (!(value instanceof PdfReference) || sameReference(value, valueOf(object.before))) return true
  return comparison.touched.get(value.number)?.operation === 'added'
}

/** Returns the ruling on what /V of a field leads to. */
export function fieldValueRuling(comparison: Comparison, object: TouchedObject): Ruling {
  const value = object.after
  if (!(value instanceof PdfDictionary) || value.get('ByteRange') === undefined) {
    const isPlain = !(object.before instanceof PdfDictionary) && !(value instanceof PdfDictionary)
    return { kind: 'form', level: isPlain ? 'form-filling' : 'other', detail: 'value' }
  }
  if (object.operation !== 'added')
    return { kind: 'signature', level: 'other', detail: 'a signature was changed' }
  if (isDocumentTimestamp(comparison.after, value))
    return { kind: 'document-timestamp', level: 'archival', detail: '' }
  return { kind: 'signature', level: 'signatures', detail: '' }
}

function newAnnotation(file: PdfFile, annotation: PdfDictionary, parent: PdfDictionary | undefined): Ruling {
  const subtype = nameIn(file.get(annotation, 'Subtype'))
  // A widget may be known as part of its field by /Kids of the field alone.
  const field =
    parent !== undefined && annotation.get('Parent') === undefined
      ? annotation.with({ Parent: parent })
      : annotation
  const type = fieldTypeOf(file, field)
  if (type === undefined) {
    if (subtype === undefined || subtype === 'Widget') return refused('a field of no type')
    return { kind: 'annotation', level: 'annotations', detail: subtype }
  }
  if (type !== 'Sig') return { kind: 'form', level: 'other', detail: 'a new field' }
  if (subtype !== undefined && subtype !== 'Widget')
    return { kind: 'signature-field', level: 'other', detail: subtype }
  const unknown = annotation.keys.filter((key) => !NEW_FIELD_KEYS.has(key) && key !== 'Kids')
  if (unknown.length > 0) return { kind: 'signature-field', level: 'other', detail: unknown.join(' ') }
  return newSignatureField(file, field)
}

function newSignatureField(file: PdfFile, field: PdfDictionary): Ruling {
  const isVisible = isSeen(file, field)
  const value = inheritedValue(file, field, 'V')
  if (isVisible) {
    return {
      kind: 'visible-signature-field',
      level: value instanceof PdfDictionary ? 'signatures' : 'other',
      detail: 'visible',
    }
  }
  if (value instanceof PdfDictionary && isDocumentTimestamp(file, value)) {
    return { kind: 'document-timestamp', level: 'archival', detail: '' }
  }
  return { kind: 'signature-field', level: 'signatures', detail: '' }
}

function signedField(
  comparison: Comparison,
  field: { readonly before: PdfDictionary; readonly after: PdfDictionary; readonly keys: readonly string[] },
): Ruling {
  const { before, after, keys } = field
  const kept = comparison.before.get(before, 'V')
  const value = comparison.after.get(after, 'V')
  const detail = keys.join(' ')
  // A signature that was there stays; only a field without one may get one.
  if (kept !== undefined || !(value instanceof PdfDictionary)) {
    const isKid = kept === undefined && value === undefined && keys.every((key) => key === 'Kids')
    return {
      kind: 'signature-field',
      level: isKid && kidsGrew(comparison, before, after) ? 'signatures' : 'other',
      detail,
    }
  }
  const isForeign = isRetyped(before, after) || isAppearanceShared(comparison, before, after)
  if (isForeign || keys.some((key) => !SIGNED_FIELD_KEYS.has(key)))
    return { kind: 'signature-field', level: 'other', detail }
  const wasSeen = isSeen(comparison.before, before)
  const isQuiet = isDocumentTimestamp(comparison.after, value) && !wasSeen && !isSeen(comparison.after, after)
  return isQuiet
    ? { kind: 'document-timestamp', level: 'archival', detail }
    : { kind: 'signature-field', level: 'signatures', detail }
}

/** /Type /Annot may be written where it was left out (ISO 32000-2 table 166); nothing may become something else. */
function isRetyped(before: PdfDictionary, after: PdfDictionary): boolean {
  const [old, young] = [nameIn(before.get('Type')), nameIn(after.get('Type'))]
  return old !== young && !(before.get('Type') === undefined && young === 'Annot')
}

/** An appearance that something else showed too was more than the appearance of this field. */
function isAppearanceShared(comparison: Comparison, before: PdfDictionary, after: PdfDictionary): boolean {
  const appearance = before.get('AP')
  if (!(appearance instanceof PdfReference) || sameReference(appearance, after.get('AP'))) return false
  return (comparison.rolesBefore.rolesOf(appearance.number) & ~(ROLE.appearance | ROLE.back)) !== 0
}

/** A field that a signature stands in stays among the kids of its parent; new ones may follow. */
function kidsGrew(comparison: Comparison, before: PdfDictionary, after: PdfDictionary): boolean {
  const old = comparison.before.get(before, 'Kids')
  const young = comparison.after.get(after, 'Kids')
  return appendedRuling(comparison, { before: old, after: young }, 'signature-field').level !== 'other'
}

/** EN 319 142-1 §5.4.3. */
function isDocumentTimestamp(file: PdfFile, signature: PdfDictionary): boolean {
  const type = nameIn(file.get(signature, 'Type'))
  return (
    nameIn(file.get(signature, 'SubFilter')) === 'ETSI.RFC3161' &&
    (type === undefined || type === 'DocTimeStamp')
  )
}

function refused(detail: string): Ruling {
  return { kind: 'annotation', level: 'other', detail }
}
