import type { PdfFile } from '../../formats/pdf/file.js'
import type { IncrementalUpdate } from '../../formats/pdf/update/incremental-update.js'
import {
  PdfArray,
  PdfDictionary,
  PdfNumber,
  PdfReference,
  arrayOf,
  dictionaryOf,
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
  readonly #changes: Record<string, PdfValue> = {}

  /** Throws `FiscalSealError('sign.malformed')` when the trailer holds the catalog itself. */
  constructor(file: PdfFile) {
    const root = file.trailerValue('Root')
    if (!(root instanceof PdfReference)) throw malformed('the catalog is not an object of its own')
    this.#reference = root
    this.dictionary = file.catalog
  }

  /** Sets an entry. */
  set(key: string, value: PdfValue): void {
    this.#changes[key] = value
  }

  /** Puts the changed catalog into the update, if anything was set. */
  write(update: IncrementalUpdate): void {
    if (Object.keys(this.#changes).length === 0) return
    update.set(this.#reference, this.dictionary.with(this.#changes))
  }
}

/** What is being changed: the file as it is, and what will be appended. */
export interface FormUpdate {
  readonly file: PdfFile
  readonly update: IncrementalUpdate
  readonly catalog: CatalogUpdate
}

/**
 * Adds `field`, if one is given, to the interactive form, and sets `/SigFlags` (ISO 32000-2 §12.7.3). A form that is not there is
 * made; one that is there stays where it is, in the catalog or as an object. Throws `FiscalSealError('sign.malformed')` for a form that is
 * no dictionary, and for XFA, which shows something else than the page.
 */
export function extendForm(changed: FormUpdate, field: PdfReference | undefined): void {
  const { file, update, catalog } = changed
  const written = catalog.dictionary.get('AcroForm')
  const form = file.resolve(written)
  if (form !== null && !(form instanceof PdfDictionary)) throw malformed('its form is not a dictionary')
  if (form !== null && file.get(form, 'XFA') !== undefined) throw malformed('it holds an XFA form')
  const entries = { ...withField(changed, form, field), ...withFlags(file, form) }
  if (Object.keys(entries).length === 0) return
  const extended = (form ?? dictionaryOf({})).with(entries)
  if (written instanceof PdfReference && form !== null) update.set(written, extended)
  else if (form !== null) catalog.set('AcroForm', extended)
  else catalog.set('AcroForm', update.add(extended))
}

function withField(
  { file, update }: FormUpdate,
  form: PdfDictionary | null,
  field: PdfReference | undefined,
): Readonly<Record<string, PdfValue>> {
  if (field === undefined) return {}
  const written = form?.get('Fields')
  const fields = file.resolve(written)
  if (fields === null) return { Fields: arrayOf(field) }
  if (!(fields instanceof PdfArray)) throw malformed('the fields of its form are not an array')
  const extended = arrayOf(...fields.items, field)
  if (!(written instanceof PdfReference)) return { Fields: extended }
  update.set(written, extended)
  return {}
}

function withFlags(file: PdfFile, form: PdfDictionary | null): Readonly<Record<string, PdfValue>> {
  const flags = form === null ? undefined : file.get(form, 'SigFlags')
  const present = flags instanceof PdfNumber && flags.isInteger ? flags.value : 0
  const raised = present | SIGNATURES_EXIST_AND_APPEND_ONLY
  return raised === present ? {} : { SigFlags: numberOf(raised) }
}
