import type { PdfFile } from '../../formats/pdf/file.js'
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
import { malformed } from './sign-error.js'

/**
 * Returns what `/Reference` of the signature must say because the field asks for it with `/Lock` (ISO 32000-2 §12.7.5.5, §12.8.2.4),
 * `undefined` when it asks for nothing.
 */
export function lockReferences(file: PdfFile, field: EmptyField): PdfArray | undefined {
  const lock = file.get(field.dictionary, 'Lock')
  if (lock === undefined) return undefined
  if (!(lock instanceof PdfDictionary)) throw malformed(`the lock of field ${field.name} is not a dictionary`)
  if (!saysWhatIsLocked(file, lock))
    throw malformed(`the lock of field ${field.name} does not say what it locks`)
  const permissions = permissionsOf(file, lock, field)
  const parameters = { Action: lock.get('Action'), Fields: lock.get('Fields') }
  const locked = signatureReference('FieldMDP', parameters, file.trailerValue('Root'))
  if (permissions === undefined) return arrayOf(locked)
  return arrayOf(locked, signatureReference('DocMDP', { P: permissions }, undefined))
}

/** Table 236: all fields, or some that it names. */
function saysWhatIsLocked(file: PdfFile, lock: PdfDictionary): boolean {
  const action = file.get(lock, 'Action')
  if (!(action instanceof PdfName)) return false
  if (action.value === 'All') return true
  const fields = file.get(lock, 'Fields')
  const isList =
    fields instanceof PdfArray && fields.items.every((item) => file.resolve(item) instanceof PdfString)
  return isList && (action.value === 'Include' || action.value === 'Exclude')
}

function permissionsOf(file: PdfFile, lock: PdfDictionary, { name }: EmptyField): PdfNumber | undefined {
  const permissions = file.get(lock, 'P')
  if (permissions === undefined) return undefined
  if (permissions instanceof PdfNumber && [1, 2, 3].includes(permissions.value)) return permissions
  throw malformed(`the lock of field ${name} has permissions that nobody knows`)
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
