import type { PdfFile } from '../../formats/pdf/file.js'
import type { SignatureField } from '../../formats/pdf/form-fields.js'
import { isLocked, permissionsOf } from '../signature/permissions.js'
import { notPermitted } from './sign-error.js'

/** What is about to be done to a document that is signed already. */
export interface Intent {
  readonly field: string
  readonly isNewField: boolean
  readonly isVisible: boolean
}

/**
 * Throws `FiscalSealError('sign.not-permitted')` when an earlier signature forbids what is intended: a certification or a lock at P = 1, a visible
 * seal in a new field under any, a lock on the field (ISO 32000-2 §12.8.2.2, §12.8.2.4).
 */
export function checkPermissions(file: PdfFile, signed: readonly SignatureField[], intent: Intent): void {
  if (signed.length === 0 && file.get(file.catalog, 'Perms') === undefined) return
  const { permissions, locks } = permissionsOf(file, signed)
  if (permissions.includes(1)) throw notPermitted('its author certified or locked it and allows no changes')
  if (permissions.length > 0 && intent.isVisible && intent.isNewField) {
    throw notPermitted('its author certified it; a visible seal needs an empty signature field of his')
  }
  if (locks.some((lock) => isLocked(file, lock, intent.field))) {
    throw notPermitted(`an earlier signature locks field ${intent.field}`)
  }
}
