import type { Page } from '../../formats/pdf/page-tree.js'
import { withEntry } from '../../formats/pdf/update/changed-entry.js'
import { PdfArray, PdfReference, arrayOf } from '../../formats/pdf/values.js'
import type { FormUpdate, NewField } from './form.js'
import { malformed } from './sign-error.js'

/** Adds `field` to the annotations of `page`, be its `/Annots` absent, direct or an object of its own (ISO 32000-2 §12.5.2). */
export function addAnnotation({ file, update }: FormUpdate, page: Page, field: NewField): void {
  if (page.reference === undefined) throw malformed('a page is not an object of its own')
  const { reference, isArrayShared } = field
  const written = page.dictionary.get('Annots')
  const annotations = file.resolve(written)
  if (annotations !== null && !(annotations instanceof PdfArray))
    throw malformed('the annotations of a page are not an array')
  const extended = annotations === null ? arrayOf(reference) : arrayOf(...annotations.items, reference)
  if (written instanceof PdfReference && annotations !== null && !isArrayShared) update.set(written, extended)
  else update.set(page.reference, withEntry(page.dictionary, 'Annots', extended))
}
