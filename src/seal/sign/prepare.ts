import type { PdfFile } from '../../formats/pdf/file.js'
import { findPage } from '../../formats/pdf/page-tree.js'
import { IncrementalUpdate, type WrittenUpdate } from '../../formats/pdf/update/incremental-update.js'
import {
  PdfName,
  arrayOf,
  dictionaryOf,
  numberOf,
  type PdfReference,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { unplaceable } from './appearance-options.js'
import { edwardsCurveEntries } from './extensions.js'
import { CatalogUpdate, extendForm, type FormUpdate } from './form.js'
import { lockReferences } from './locks.js'
import { addAnnotation } from './page-annotations.js'
import { placeInField, placeSeal, type Placement } from './placement.js'
import type { EmptyField, FieldChoice } from './seal-field.js'
import { addSealForm } from './seal-form.js'
import { malformed } from './sign-error.js'
import { signatureDictionary, type SignatureEntries } from './signature-dictionary.js'
import { textString } from './text-string.js'
import type { Appearance } from './types.js'

/** ISO 32000-2 table 167: Print and Locked. */
const PRINT_AND_LOCKED = numberOf(132)

/** Everything that is decided before a byte is written. */
export interface SealPlan {
  readonly file: PdfFile
  /** Numbers that new objects must not get. */
  readonly takenNumbers: ReadonlySet<number>
  readonly field: FieldChoice
  readonly entries: Omit<SignatureEntries, 'references'>
  readonly appearance: Appearance | undefined
  /** What a visible seal says when the caller says nothing. */
  readonly lines: readonly string[]
  /** Whether the signature is one of ISO/TS 32002. */
  readonly usesEdwardsCurve: boolean
  /** Second identifier of the file from now on. */
  readonly id: Uint8Array
}

/**
 * Returns the revision to append, with placeholders where value and byte range of the signature go. Throws `FiscalSealError('sign.appearance' |
 * 'sign.malformed')`, and `Malformed` for what cannot be read on the way.
 */
export async function prepare(plan: SealPlan): Promise<WrittenUpdate> {
  const { file, field, entries, id } = plan
  const update = new IncrementalUpdate(file, plan.takenNumbers)
  const changed: FormUpdate = { file, update, catalog: new CatalogUpdate(file) }
  const references = field.kind === 'empty' ? lockReferences(file, field.field) : undefined
  const signature = update.add(signatureDictionary({ ...entries, references }))
  if (field.kind === 'empty') await fillField(changed, field.field, { plan, signature })
  else await addField(changed, field.name, { plan, signature })
  if (plan.usesEdwardsCurve) declareEdwardsCurve(changed)
  changed.catalog.write(update)
  return update.write({ id })
}

interface Sealing {
  readonly plan: SealPlan
  readonly signature: PdfReference
}

/** A field that is its own widget (ISO 32000-2 §12.7.5.1); without an appearance it has no area. */
async function addField(changed: FormUpdate, name: string, { plan, signature }: Sealing): Promise<void> {
  const { file, update } = changed
  const placement = plan.appearance && placeSeal(file, plan.appearance)
  const page = placement?.page ?? findPage(file, 0)
  if (page?.reference === undefined) throw malformed('it has no page')
  const field = update.add(
    dictionaryOf({
      Type: new PdfName('Annot'),
      Subtype: new PdfName('Widget'),
      FT: new PdfName('Sig'),
      T: textString(name),
      V: signature,
      F: PRINT_AND_LOCKED,
      P: page.reference,
      Rect: arrayOf(...(placement?.rect ?? [0, 0, 0, 0]).map(numberOf)),
      AP: placement && (await normalAppearance(changed, plan, placement)),
    }),
  )
  addAnnotation(changed, page, field)
  extendForm(changed, field)
}

async function fillField(
  changed: FormUpdate,
  field: EmptyField,
  { plan, signature }: Sealing,
): Promise<void> {
  const { update } = changed
  extendForm(changed, undefined)
  const look = plan.appearance === undefined ? {} : await lookInField(changed, field, plan)
  if (field.widget === undefined || field.widget.reference === field.reference) {
    update.set(field.reference, field.dictionary.with({ V: signature, ...look }))
    return
  }
  update.set(field.reference, field.dictionary.with({ V: signature }))
  if (plan.appearance !== undefined) update.set(field.widget.reference, field.widget.dictionary.with(look))
}

async function lookInField(
  changed: FormUpdate,
  { widget }: EmptyField,
  plan: SealPlan,
): Promise<Readonly<Record<string, PdfValue>>> {
  const { appearance } = plan
  if (widget === undefined) throw unplaceable('its field has no place on a page')
  if (appearance?.rect !== undefined || appearance?.page !== undefined) {
    throw unplaceable('its field has a place of its own; leave out page and rect')
  }
  const placement = placeInField(changed.file, widget.dictionary)
  return { F: PRINT_AND_LOCKED, AP: await normalAppearance(changed, plan, placement) }
}

async function normalAppearance(
  changed: FormUpdate,
  plan: SealPlan,
  placement: Placement,
): Promise<PdfValue> {
  const appearance = plan.appearance ?? {}
  const form = await addSealForm(changed.update, appearance, {
    placement,
    lines: appearance.lines ?? plan.lines,
  })
  return dictionaryOf({ N: form })
}

function declareEdwardsCurve({ file, catalog }: FormUpdate): void {
  const entries = edwardsCurveEntries(file)
  for (const [key, value] of Object.entries(entries)) catalog.set(key, value)
}
