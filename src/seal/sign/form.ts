import type { PdfFile } from '../../formats/pdf/file.js'
import { withEntry } from '../../formats/pdf/update/changed-entry.js'
import type { IncrementalUpdate } from '../../formats/pdf/update/incremental-update.js'
import {
  PdfArray,
  PdfDictionary,
  PdfNumber,
  PdfReference,
  NO_ENTRIES,
  arrayOf,
  numberOf,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { malformed } from './sign-error.js'

/** ISO 32000-2 table 225: SignaturesExist and AppendOnly. */
const SIGNATURES_EXIST_AND_APPEND_ONLY = 3

/** The catalog as it will be: entries that are set here are written once, by `write`. */
export class CatalogUpdate {
  readonly dictionary: PdfDictionary
  readonly #reference: PdfReference
  #changed: PdfDictionary | undefined

  /** Throws `FiscalSealError('sign.malformed')` when the trailer holds the catalog itself. */
  constructor(file: PdfFile) {
    const root = file.trailerValue('Root')
    if (!(root instanceof PdfReference)) throw malformed('the catalog is not an object of its own')
    this.#reference = root
    this.dictionary = file.catalog
  }

  /** Sets an entry. */
  set(key: string, value: PdfValue): void {
    this.#changed = withEntry(this.#changed ?? this.dictionary, key, value)
  }

  /** Puts the changed catalog into the update, if anything was set. */
  write(update: IncrementalUpdate): void {
    if (this.#changed !== undefined) update.set(this.#reference, this.#changed)
  }
}

/** What is being changed: the file as it is, and what will be appended. */
export interface FormUpdate {
  readonly file: PdfFile
  readonly update: IncrementalUpdate
  readonly catalog: CatalogUpdate
}

/** A field that is being added. */
export interface NewField {
  readonly reference: PdfReference
  /** Whether its page keeps its annotations in the very array in which the form keeps its fields: then each gets an array of its own. */
  readonly isArrayShared: boolean
}

/** Returns the reference by which the form keeps its fields, if it is one. */
export function fieldsReference({ file, catalog }: FormUpdate): PdfReference | undefined {
  const form = file.resolve(catalog.dictionary.get('AcroForm'))
  const fields = form instanceof PdfDictionary ? form.get('Fields') : undefined
  return fields instanceof PdfReference ? fields : undefined
}

/**
 * Adds `field`, if one is given, to the interactive form, and sets `/SigFlags` (ISO 32000-2 §12.7.3). A form that is not there is
 * made; one that is there stays where it is, in the catalog or as an object. Throws `FiscalSealError('sign.malformed')` for a form that is
 * no dictionary, and for XFA, which shows something else than the page.
 */
export function extendForm(changed: FormUpdate, field: NewField | undefined): void {
  const { file, update, catalog } = changed
  const written = catalog.dictionary.get('AcroForm')
  const form = file.resolve(written)
  if (form !== null && !(form instanceof PdfDictionary)) throw malformed('its form is not a dictionary')
  if (form !== null && file.get(form, 'XFA') !== undefined) throw malformed('it holds an XFA form')
  const extended = withFlags(file, withField(changed, form ?? NO_ENTRIES, field))
  if (extended === form) return
  if (written instanceof PdfReference && form !== null) update.set(written, extended)
  else catalog.set('AcroForm', form === null ? update.add(extended) : extended)
}

function withField(
  { file, update }: FormUpdate,
  form: PdfDictionary,
  field: NewField | undefined,
): PdfDictionary {
  if (field === undefined) return form
  const written = form.get('Fields')
  const fields = file.resolve(written)
  if (fields === null) return withEntry(form, 'Fields', arrayOf(field.reference))
  if (!(fields instanceof PdfArray)) throw malformed('the fields of its form are not an array')
  const extended = arrayOf(...fields.items, field.reference)
  if (!(written instanceof PdfReference) || field.isArrayShared) return withEntry(form, 'Fields', extended)
  update.set(written, extended)
  return form
}

function withFlags(file: PdfFile, form: PdfDictionary): PdfDictionary {
  const flags = file.get(form, 'SigFlags')
  const present = flags instanceof PdfNumber && flags.isInteger ? flags.value : 0
  const raised = present | SIGNATURES_EXIST_AND_APPEND_ONLY
  return raised === present ? form : withEntry(form, 'SigFlags', numberOf(raised))
}
