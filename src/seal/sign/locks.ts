import type { PdfFile } from '../../formats/pdf/file.js'
import { decodeText } from '../../formats/pdf/string-decoding.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfString,
  arrayOf,
  dictionaryOf,
  type PdfValue,
} from '../../formats/pdf/values.js'
import type { EmptyField } from './seal-field.js'
import { malformed, notPermitted } from './sign-error.js'

/** Whether a set of fields, `/Action` and `/Fields` of a lock or of FieldMDP (ISO 32000-2 table 236, 259), holds field `name`. */
export function isLocked(file: PdfFile, lock: PdfDictionary, name: string): boolean {
  const action = file.get(lock, 'Action')
  const listed = namesOf(file, file.get(lock, 'Fields')).some(
    (field) => name === field || name.startsWith(`${field}.`),
  )
  if (!(action instanceof PdfName)) return true
  if (action.value === 'Include') return listed
  if (action.value === 'Exclude') return !listed
  return true
}

function namesOf(file: PdfFile, value: PdfValue | undefined): readonly string[] {
  if (!(value instanceof PdfArray)) return []
  return value.items.flatMap((item) => {
    const name = file.resolve(item)
    return name instanceof PdfString ? [decodeText(name.bytes)] : []
  })
}

/**
 * Returns what `/Reference` of the signature must say because the field asks for it with `/Lock` (ISO 32000-2 §12.7.5.5, §12.8.2.4),
 * `undefined` when it asks for nothing.
 */
export function lockReferences(file: PdfFile, field: EmptyField): PdfArray | undefined {
  const lock = file.get(field.dictionary, 'Lock')
  if (lock === undefined) return undefined
  if (!(lock instanceof PdfDictionary)) throw malformed(`the lock of field ${field.name} is not a dictionary`)
  const action = lock.get('Action')
  const permissions = file.get(lock, 'P')
  const fields = lock.get('Fields')
  const locked = signatureReference('FieldMDP', { Action: action, Fields: fields }, file.trailerValue('Root'))
  if (!(permissions instanceof PdfNumber)) return arrayOf(locked)
  return arrayOf(locked, signatureReference('DocMDP', { P: permissions }, undefined))
}

function signatureReference(
  method: string,
  parameters: Readonly<Record<string, PdfValue | undefined>>,
  data: PdfValue | undefined,
): PdfDictionary {
  return dictionaryOf({
    Type: new PdfName('SigRef'),
    TransformMethod: new PdfName(method),
    TransformParams: dictionaryOf({
      Type: new PdfName('TransformParams'),
      V: new PdfName('1.2'),
      ...parameters,
    }),
    Data: data,
  })
}

/** ISO 32000-2 table 237: the bits of `/Ff` that make `/SubFilter` and `/V` binding, which we can honour. */
const SUB_FILTER_REQUIRED = 2
const HONOURED = 1 | SUB_FILTER_REQUIRED | 4

/**
 * Throws `FiscalSealError('sign.not-permitted')` when the seed values of the field (ISO 32000-2 §12.7.5.5) demand what this signature
 * is not: a field that asks for something must get it or nothing.
 */
export function checkSeedValues(file: PdfFile, field: EmptyField, subFilter: string): void {
  const seed = file.get(field.dictionary, 'SV')
  if (!(seed instanceof PdfDictionary)) return
  const flags = file.get(seed, 'Ff')
  const required = flags instanceof PdfNumber ? flags.value : 0
  if ((required & ~HONOURED) !== 0)
    throw notPermitted(`field ${field.name} makes demands on its signature that cannot be met`)
  if ((required & SUB_FILTER_REQUIRED) === 0) return
  const wanted = file.get(seed, 'SubFilter')
  const names = wanted instanceof PdfArray ? wanted.items.map((item) => file.resolve(item)) : []
  const isWanted = names.some((name) => name instanceof PdfName && name.value === subFilter)
  if (!isWanted) throw notPermitted(`field ${field.name} does not allow /SubFilter /${subFilter}`)
}
