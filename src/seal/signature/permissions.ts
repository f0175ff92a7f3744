import type { PdfFile } from '../../formats/pdf/file.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { decodeText } from '../../formats/pdf/string-decoding.js'
import {
  PdfArray,
  NO_ENTRIES,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfString,
  type PdfValue,
} from '../../formats/pdf/values.js'

/** What may be changed (ISO 32000-2 table 257): 1 nothing, 2 forms and signatures, 3 annotations too. */
export type Permission = 1 | 2 | 3

/** What the signatures of a document say of later changes. */
export interface SignedPermissions {
  /** `P` of each DocMDP transform and of each lock that has one: the least of them counts. */
  readonly permissions: readonly Permission[]
  /** FieldMDP transforms, and locks of the fields that are signed. */
  readonly locks: readonly PdfDictionary[]
}

/**
 * Returns what the signatures of `fields` say of later changes, and the certification that `/Perms` names, which may be in no field
 * (ISO 32000-2 §12.8.2.2, §12.8.2.4, §12.8.6). A lock counts once its field is signed, whether the signature repeats it or not (table 236).
 */
export function permissionsOf(file: PdfFile, fields: readonly SignatureField[]): SignedPermissions {
  const signatures = fields.map(({ signature }) => signature)
  const transforms = [...signatures, certification(file)].flatMap((signature) =>
    signature === undefined ? [] : transformsOf(file, signature),
  )
  const locks = fields.flatMap(({ signature, dictionary }) => {
    const lock = signature === undefined ? undefined : file.get(dictionary, 'Lock')
    return lock instanceof PdfDictionary ? [lock] : []
  })
  const certified = transforms.filter(({ method }) => method === 'DocMDP')
  return {
    permissions: [
      ...certified.map(({ parameters }) => permissionOf(file.get(parameters, 'P'))),
      ...locks.flatMap((lock) => {
        const value = file.get(lock, 'P')
        return value === undefined ? [] : [permissionOf(value)]
      }),
    ],
    locks: [
      ...transforms.filter(({ method }) => method === 'FieldMDP').map(({ parameters }) => parameters),
      ...locks,
    ],
  }
}

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

/** Default 2 (table 257); what is no number from 1 to 3 is taken as the strictest (THREATS P-MDP-07). */
function permissionOf(value: PdfValue | undefined): Permission {
  if (value === undefined) return 2
  return value instanceof PdfNumber && (value.value === 2 || value.value === 3) ? value.value : 1
}

function certification(file: PdfFile): PdfDictionary | undefined {
  const permissions = file.get(file.catalog, 'Perms')
  const signature = permissions instanceof PdfDictionary ? file.get(permissions, 'DocMDP') : undefined
  return signature instanceof PdfDictionary ? signature : undefined
}

interface Transform {
  readonly method: string
  readonly parameters: PdfDictionary
}

function transformsOf(file: PdfFile, signature: PdfDictionary): readonly Transform[] {
  const references = file.get(signature, 'Reference')
  if (!(references instanceof PdfArray)) return []
  return references.items.flatMap((item) => {
    const reference = file.resolve(item)
    if (!(reference instanceof PdfDictionary)) return []
    const method = file.get(reference, 'TransformMethod')
    const parameters = file.get(reference, 'TransformParams')
    if (!(method instanceof PdfName)) return []
    return [
      {
        method: method.value,
        parameters: parameters instanceof PdfDictionary ? parameters : NO_ENTRIES,
      },
    ]
  })
}
