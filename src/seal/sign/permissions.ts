import type { PdfFile } from '../../formats/pdf/file.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import {
  PdfArray,
  NO_ENTRIES,
  PdfDictionary,
  PdfName,
  PdfNumber,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { isLocked } from './locks.js'
import { notPermitted } from './sign-error.js'

/** What is about to be done to a document that is signed already. */
export interface Intent {
  readonly field: string
  readonly isNewField: boolean
  readonly isVisible: boolean
}

/** ISO 32000-2 table 257: 1 nothing, 2 forms and signatures, 3 annotations too. */
const NO_CHANGES = 1
const DEFAULT_PERMISSION = 2

/**
 * Throws `FiscalSealError('sign.not-permitted')` when an earlier signature forbids what is intended: a certification at P = 1, a visible
 * seal in a new field under any certification, a lock on the field (ISO 32000-2 §12.8.2.2, §12.8.2.4).
 */
export function checkPermissions(file: PdfFile, signed: readonly SignatureField[], intent: Intent): void {
  const certified = certification(file)
  if (signed.length === 0 && certified === undefined) return
  const transforms = [...signed.map(({ signature }) => signature), certified].flatMap((signature) =>
    signature === undefined ? [] : transformsOf(file, signature),
  )
  for (const { method, parameters } of transforms) {
    if (method === 'DocMDP') checkCertification(file, parameters, intent)
    if (method === 'FieldMDP' && isLocked(file, parameters, intent.field)) {
      throw notPermitted(`an earlier signature locks field ${intent.field}`)
    }
  }
}

function checkCertification(file: PdfFile, parameters: PdfDictionary, intent: Intent): void {
  if (permissionOf(file.get(parameters, 'P')) === NO_CHANGES) {
    throw notPermitted('its author certified it and allows no changes')
  }
  if (intent.isVisible && intent.isNewField) {
    throw notPermitted('its author certified it; a visible seal needs an empty signature field of his')
  }
}

/** What is no number from 1 to 3 is taken as the strictest. */
function permissionOf(value: PdfValue | undefined): number {
  if (value === undefined) return DEFAULT_PERMISSION
  return value instanceof PdfNumber && (value.value === 2 || value.value === 3) ? value.value : NO_CHANGES
}

/** §12.8.6: the certifying signature, which may be in no field. */
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
