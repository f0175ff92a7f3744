import { formFields } from '../form-fields.js'
import { PdfArray, PdfDictionary, PdfName, PdfNumber, PdfString, type PdfValue } from '../values.js'
import { appendedRuling } from './array-rule.js'
import { changedKeys, isSameValue } from './canonical.js'
import { combined, type Ruling } from './change.js'
import { dictionaryOrEmpty, type Comparison } from './comparison.js'
import { dssRuling } from './dss-rule.js'
import type { TouchedObject } from './touched-objects.js'

/** What every writer renews of /Info and nobody reads as content (ISO 32000-2 §14.3.3). */
const BOOKKEEPING_KEYS: readonly string[] = ['ModDate', 'Producer']

/** Returns the ruling on the catalog, each changed key by its own rule. */
export function catalogRuling(comparison: Comparison, object: TouchedObject): Ruling {
  if (!(object.before instanceof PdfDictionary) || !(object.after instanceof PdfDictionary))
    return other('catalog', 'not a dictionary')
  const keys = changedKeys(object.before, object.after)
  return combined(
    keys.map((key) => catalogKey(comparison, key)),
    { kind: 'catalog', level: 'none', detail: '' },
  )
}

function catalogKey(comparison: Comparison, key: string): Ruling {
  const { before, after } = comparison.inCatalogs(key)
  if (key === 'DSS') return dssRuling(comparison)
  if (key === 'Extensions') return extensionsRuling(comparison)
  if (key === 'AcroForm') return formRuling(comparison, before, after)
  if (key === 'Version' && after instanceof PdfName)
    return { kind: 'catalog', level: 'archival', detail: key }
  if (key === 'Metadata') return other('metadata', key)
  return other('catalog', key)
}

/** Returns the ruling on /Root/AcroForm: fields are appended, the signature flags are set. */
export function formRuling(
  comparison: Comparison,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): Ruling {
  if (!(after instanceof PdfDictionary)) return other('form', 'removed')
  const old = dictionaryOrEmpty(before)
  const rulings = changedKeys(old, after).map((key) => formKey(comparison, { old, after, key }))
  return combined(rulings, { kind: 'form', level: 'none', detail: '' })
}

function formKey(
  comparison: Comparison,
  change: { readonly old: PdfDictionary; readonly after: PdfDictionary; readonly key: string },
): Ruling {
  const { old, after, key } = change
  const before = comparison.before.get(old, key)
  const value = comparison.after.get(after, key)
  if (key === 'Fields') return appendedRuling(comparison, { before, after: value }, 'form')
  if (key === 'SigFlags' && keepsFlags(before, value)) return { kind: 'form', level: 'archival', detail: key }
  if (key === 'DA' || key === 'DR') return defaultsRuling(comparison, before, key)
  return other('form', key)
}

/** Default resources and appearance are for fields with text (ISO 32000-2 §12.7.4.3): where all fields and widgets are of signatures, they show nothing. */
function defaultsRuling(comparison: Comparison, before: PdfValue | undefined, key: string): Ruling {
  const isForSignatures =
    formFields(comparison.after).every((field) => field.type === 'Sig') &&
    comparison.rolesBefore.hasOnlySignatureFields &&
    comparison.rolesAfter.hasOnlySignatureFields
  if (!isForSignatures) return other('form', key)
  return { kind: 'form', level: before === undefined ? 'archival' : 'signatures', detail: key }
}

/** Flags may be set, not cleared (ISO 32000-2 table 225). */
function keepsFlags(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
  const old = before instanceof PdfNumber ? before.value : 0
  return after instanceof PdfNumber && (old & after.value) === old
}

/** Returns the ruling on /Root/Extensions: names, numbers and texts that say which extensions of the standard a file uses (ISO 32000-2 §7.12). */
export function extensionsRuling(comparison: Comparison): Ruling {
  const { after } = comparison.inCatalogs('Extensions')
  const isPlain = after instanceof PdfDictionary && isPlainData(comparison, after, 0)
  return { kind: 'extensions', level: isPlain ? 'archival' : 'other', detail: '' }
}

function isPlainData(comparison: Comparison, value: PdfValue, depth: number): boolean {
  const resolved = comparison.after.resolve(value)
  if (resolved instanceof PdfName || resolved instanceof PdfNumber || resolved instanceof PdfString)
    return true
  if (depth > 3) return false
  if (resolved instanceof PdfArray)
    return resolved.items.every((item) => isPlainData(comparison, item, depth + 1))
  return (
    resolved instanceof PdfDictionary &&
    resolved.values.every((item) => isPlainData(comparison, item, depth + 1))
  )
}

/** Returns the ruling on a page: its annotations are appended to, nothing else. */
export function pageRuling(comparison: Comparison, object: TouchedObject): Ruling {
  if (!(object.before instanceof PdfDictionary) || !(object.after instanceof PdfDictionary))
    return other('page', 'not a dictionary')
  const keys = changedKeys(object.before, object.after)
  const type = comparison.before.get(object.before, 'Type')
  if (keys.some((key) => key !== 'Annots') || !(type instanceof PdfName) || type.value !== 'Page')
    return other('page', keys.join(' '))
  const before = comparison.before.get(object.before, 'Annots')
  const after = comparison.after.get(object.after, 'Annots')
  return appendedRuling(comparison, { before, after }, 'page')
}

/** Returns the ruling on /Info of the trailer. */
export function infoRuling(comparison: Comparison): Ruling {
  const before = dictionaryOrEmpty(comparison.before.resolve(comparison.before.trailerValue('Info')))
  const after = dictionaryOrEmpty(comparison.after.resolve(comparison.after.trailerValue('Info')))
  const keys = changedKeys(before, after).filter(
    (key) => !isSameValue(comparison.before.get(before, key), comparison.after.get(after, key)),
  )
  const isBookkeeping = keys.every(
    (key) => BOOKKEEPING_KEYS.includes(key) && comparison.after.get(after, key) instanceof PdfString,
  )
  return { kind: 'metadata', level: isBookkeeping ? 'archival' : 'other', detail: keys.join(' ') }
}

function other(kind: Ruling['kind'], detail: string): Ruling {
  return { kind, level: 'other', detail }
}
