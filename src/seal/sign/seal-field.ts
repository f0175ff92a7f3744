import type { PdfFile } from '../../formats/pdf/file.js'
import { formFields, type FormField } from '../../formats/pdf/form-fields.js'
import { PdfArray, PdfDictionary, PdfName, PdfReference } from '../../formats/pdf/values.js'
import { invalid } from './options.js'
import { malformed } from './sign-error.js'

/** A signature field that is there and waits for a signature. */
export interface EmptyField {
  readonly name: string
  readonly reference: PdfReference
  readonly dictionary: PdfDictionary
  /** Its annotation: the field itself where both are one dictionary (ISO 32000-2 §12.7.5.1). */
  readonly widget: { readonly reference: PdfReference; readonly dictionary: PdfDictionary } | undefined
}

/** Where the signature goes: into a field that waits for it, or into a new one of that name. */
export type FieldChoice =
  { readonly kind: 'empty'; readonly field: EmptyField } | { readonly kind: 'new'; readonly name: string }

const DEFAULT_NAME = 'Seal'
const FIRST_NAME = `${DEFAULT_NAME}1`

/**
 * Returns the field to seal in: the empty signature field called `name`, else a new one; without a name the first of `Seal1`, `Seal2`, …
 * that is free. Throws `FiscalSealError('argument.invalid')` when the field holds a signature, is no signature field, or cannot be called so.
 */
export function chooseField(file: PdfFile, name: string | undefined): FieldChoice {
  const fields = formFields(file)
  if (name === undefined) return { kind: 'new', name: freeName(fields) }
  const taken = fields.filter((field) => field.name === name || field.name.startsWith(`${name}.`))
  const [field] = taken
  if (field === undefined) {
    // ISO 32000-2 §12.7.4.2: a period parts the names of a parent and its kid.
    if (name.includes('.')) throw invalid('field', 'must not hold a period, unless such a field is there')
    return { kind: 'new', name }
  }
  if (taken.length > 1 || field.name !== name || field.type !== 'Sig')
    throw invalid('field', `names another kind of field, ${name}`)
  if (file.resolve(field.value) !== null) throw invalid('field', `names ${name}, which holds a signature`)
  return { kind: 'empty', field: emptyField(file, field) }
}

function freeName(fields: readonly FormField[]): string {
  if (fields.length === 0) return FIRST_NAME
  const taken = new Set(fields.map(({ name }) => name.split('.', 1)[0]))
  let number = 1
  while (taken.has(`${DEFAULT_NAME}${number}`)) number++
  return `${DEFAULT_NAME}${number}`
}

function emptyField(file: PdfFile, { name, reference, dictionary }: FormField): EmptyField {
  if (reference === undefined) throw malformed(`field ${name} is not an object of its own`)
  return { name, reference, dictionary, widget: widgetOf(file, { reference, dictionary }) }
}

function widgetOf(
  file: PdfFile,
  field: { readonly reference: PdfReference; readonly dictionary: PdfDictionary },
): EmptyField['widget'] {
  if (isWidget(file, field.dictionary)) return field
  const kids = file.get(field.dictionary, 'Kids')
  const [kid] = kids instanceof PdfArray ? kids.items : []
  const dictionary = file.resolve(kid)
  const isKid =
    kid instanceof PdfReference && dictionary instanceof PdfDictionary && isWidget(file, dictionary)
  return isKid ? { reference: kid, dictionary } : undefined
}

function isWidget(file: PdfFile, dictionary: PdfDictionary): boolean {
  const subtype = file.get(dictionary, 'Subtype')
  return subtype instanceof PdfName && subtype.value === 'Widget'
}
