import { byteAt } from '../characters.js'
import { PdfDictionary, PdfName, PdfStream, type PdfValue } from '../values.js'
import { annotationRuling, fieldValueRuling } from './field-rules.js'
import { appendedRuling } from './array-rule.js'
import { changedKeys } from './canonical.js'
import { combined, type Ruling } from './change.js'
import type { Comparison } from './comparison.js'
import { catalogRuling, extensionsRuling, formRuling, infoRuling, pageRuling } from './document-rules.js'
import { dssRuling } from './dss-rule.js'
import { ROLE } from './roles.js'
import type { TouchedObject } from './touched-objects.js'

type Rule = (comparison: Comparison, object: TouchedObject) => Ruling

/** One rule for each role. An object with two roles has no rule: each of its usages would have to allow the change (THREATS, difference analysis, 6). */
const RULES: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [ROLE.catalog, catalogRuling],
  [ROLE.info, infoRuling],
  [ROLE.metadata, () => ({ kind: 'metadata', level: 'other', detail: 'Metadata' })],
  [ROLE.pages, pageRuling],
  [ROLE.annotationArray, (comparison, object) => appendedRuling(comparison, object, 'page')],
  [ROLE.fieldArray, (comparison, object) => appendedRuling(comparison, object, 'form')],
  [ROLE.form, (comparison, object) => formRuling(comparison, object.before, object.after)],
  [ROLE.annotation, typedOrNotRuling],
  [ROLE.fieldValue, fieldValueRuling],
  [ROLE.signatureReference, detailRuling],
  [ROLE.detail, detailRuling],
  [ROLE.dss, dssRuling],
  [ROLE.vriMap, dssRuling],
  [ROLE.vri, dssRuling],
  [ROLE.evidenceArray, dssRuling],
  [ROLE.evidence, evidenceRuling],
  [ROLE.extensions, extensionsRuling],
  [ROLE.appearance, appearanceRuling],
  [ROLE.formResources, formResourcesRuling],
  [ROLE.formResources | ROLE.appearance, formResourcesRuling],
])

/** Returns what an object that differs is, and how far its change goes. Throws `Malformed` when it cannot be read. */
export function rulingOn(comparison: Comparison, object: TouchedObject): Ruling {
  const { number, operation } = object
  if (operation === 'freed') return { kind: 'other', level: 'other', detail: 'freed' }
  if (operation === 'changed' && !object.isSameGeneration)
    return { kind: 'other', level: 'other', detail: 'generation' }
  if (operation === 'changed' && comparison.rolesBefore.rolesOf(number) === 0)
    return { kind: 'orphan', level: 'other', detail: 'nothing led to it before' }
  if (operation === 'added' && (comparison.rolesBefore.rolesOf(number) & ~ROLE.trailerExtra) !== 0) {
    return { kind: 'other', level: 'other', detail: 'it was referred to before it was there' }
  }
  // LibreOffice leaves a dangling reference in the trailer, under a key that no reader knows: a number like any other.
  const unseen = ROLE.back | (operation === 'added' ? ROLE.trailerExtra : 0)
  const seen = comparison.rolesOf(number) & ~unseen
  // A page is named by every destination that leads to it, and may change in its annotations only.
  const roles = (seen & ~ROLE.named) === ROLE.pages ? ROLE.pages : seen
  if (roles === 0) return orphanRuling(object)
  const rule = RULES.get(roles)
  return rule === undefined
    ? { kind: 'other', level: 'other', detail: roleNames(roles) }
    : rule(comparison, object)
}

/** ISO 32000-2 table 166: what is an annotation says so or not. PDFBox, and with it EU DSS, writes it into those that do not. */
function typedOrNotRuling(comparison: Comparison, object: TouchedObject): Ruling {
  const { before, after } = object
  const isTyped =
    before instanceof PdfDictionary &&
    after instanceof PdfDictionary &&
    changedKeys(before, after).join() === 'Type' &&
    before.get('Type') === undefined &&
    typeOf(after) === 'Annot'
  return isTyped
    ? { kind: 'annotation', level: 'archival', detail: 'Type' }
    : annotationRuling(comparison, object)
}

/** What only describes a field or a signature is new with it; the field is ruled on by itself. */
function detailRuling(_comparison: Comparison, object: TouchedObject): Ruling {
  return {
    kind: 'signature-field',
    level: object.operation === 'added' ? 'archival' : 'other',
    detail: 'details of a field',
  }
}

/** New default resources are ruled on with the form that names them. */
function formResourcesRuling(_comparison: Comparison, object: TouchedObject): Ruling {
  return { kind: 'form', level: object.operation === 'added' ? 'archival' : 'other', detail: 'DR' }
}

/** New evidence is looked at by validators only, whatever it is; what was there before stays as it was. */
function evidenceRuling(comparison: Comparison, object: TouchedObject): Ruling {
  if (object.operation !== 'added') return { kind: 'dss', level: 'other', detail: 'evidence was changed' }
  return object.after instanceof PdfStream
    ? dssRuling(comparison)
    : { kind: 'dss', level: 'other', detail: 'evidence that is no stream' }
}

/** The appearance of a field goes as far as the change of the field: every field that shows it must be one that was signed or filled. */
function appearanceRuling(comparison: Comparison, object: TouchedObject): Ruling {
  if (object.operation === 'added')
    return { kind: 'signature-field', level: 'archival', detail: 'appearance' }
  const owners = [
    ...comparison.rolesBefore.ownersOf(object.number),
    ...comparison.rolesAfter.ownersOf(object.number),
  ]
  const rulings = owners.map((number): Ruling => {
    const owner = comparison.touched.get(number)
    if (owner === undefined)
      return { kind: 'annotation', level: 'other', detail: `appearance of object ${number}` }
    const ruling = annotationRuling(comparison, owner)
    return ruling.level === 'archival' ? { ...ruling, level: 'signatures' } : ruling
  })
  return combined(rulings, { kind: 'annotation', level: 'other', detail: 'appearance' })
}

/** What nothing leads to: containers of other objects, and evidence that a later DSS of the same update left behind. */
function orphanRuling(object: TouchedObject): Ruling {
  const { after } = object
  if (object.operation === 'added') {
    const type = typeOf(after)
    if (after instanceof PdfStream && (type === 'ObjStm' || type === 'XRef'))
      return { kind: 'other', level: 'none', detail: type }
    if (isLeftEvidence(after, type)) return { kind: 'dss', level: 'archival', detail: 'superseded' }
  }
  return { kind: 'orphan', level: 'other', detail: 'nothing leads to it' }
}

function isLeftEvidence(value: PdfValue, type: string | undefined): boolean {
  if (value instanceof PdfDictionary) return type === 'DSS' || type === 'VRI'
  if (!(value instanceof PdfStream) || type !== undefined) return false
  const isPlain = value.dictionary.keys.every((key) => key === 'Length' || key === 'Filter')
  return isPlain && (value.dictionary.get('Filter') !== undefined || byteAt(value.data, 0) === 0x30)
}

function typeOf(value: PdfValue): string | undefined {
  const dictionary = value instanceof PdfStream ? value.dictionary : value
  const type = dictionary instanceof PdfDictionary ? dictionary.get('Type') : undefined
  return type instanceof PdfName ? type.value : undefined
}

function roleNames(roles: number): string {
  return Object.entries(ROLE)
    .filter(([, bit]) => (roles & bit) !== 0)
    .map(([name]) => name)
    .join(' and ')
}
