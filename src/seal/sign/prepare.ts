import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { findPage } from '../../formats/pdf/page-tree.js'
import { withEntry } from '../../formats/pdf/update/changed-entry.js'
import { IncrementalUpdate, type WrittenUpdate } from '../../formats/pdf/update/incremental-update.js'
import {
  PdfDictionary,
  PdfName,
  arrayOf,
  dictionaryOf,
  numberOf,
  sameReference,
  type PdfReference,
  type PdfValue,
} from '../../formats/pdf/values.js'
import { unplaceable } from './appearance-options.js'
import { edwardsCurveEntries } from './extensions.js'
import { CatalogUpdate, extendForm, fieldsReference, type FormUpdate } from './form.js'
import { lockReferences } from './locks.js'
import { addAnnotation } from './page-annotations.js'
import { choosePlace } from './kept-place.js'
import { placeInField, type Placement } from './placement.js'
import type { EmptyField, FieldChoice } from './seal-field.js'
import { addSealForm } from './seal-form.js'
import { malformed } from './sign-error.js'
import { signatureDictionary, type SignatureEntries } from './signature-dictionary.js'
import { textString } from './text-string.js'
import type { Appearance } from './types.js'

const ANNOTATION = new PdfName('Annot')
const WIDGET = new PdfName('Widget')
const SIGNATURE = new PdfName('Sig')
const NO_AREA = arrayOf(...[0, 0, 0, 0].map(numberOf))
/** ISO 32000-2 table 167: Print and Locked. */
const PRINT_AND_LOCKED = numberOf(132)

/** Everything that is decided before a byte is written. */
export interface SealPlan {
  readonly file: PdfFile
  /** Numbers that new objects must not get. */
  readonly takenNumbers: ReadonlySet<number>
  readonly field: FieldChoice
  readonly entries: SignatureEntries
  readonly appearance: Appearance | undefined
  /** What a visible seal says when the caller says nothing. */
  readonly lines: readonly string[]
  /** Whether the signature is one of ISO/TS 32002. */
  readonly usesEdwardsCurve: boolean
  /** Second identifier of the file from now on. */
  readonly id: Uint8Array
}

/**
 * Returns the revision to append, with placeholders where value and byte range of the signature go; waits only where a seal must be drawn. Throws
 * `FiscalSealError('sign.appearance' | 'sign.malformed')`, and `Malformed` for what cannot be read on the way.
 */
export function prepare(plan: SealPlan): Awaitable<WrittenUpdate> {
  const { file, field, entries, id } = plan
  const update = new IncrementalUpdate(file, plan.takenNumbers)
  const changed: FormUpdate = { file, update, catalog: new CatalogUpdate(file) }
  const references = field.kind === 'empty' ? lockReferences(file, field.field) : undefined
  const signature = update.add(signatureDictionary(entries, references))
  const sealing = { plan, signature }
  const filled =
    field.kind === 'empty' ? fillField(changed, field.field, sealing) : addField(changed, field.name, sealing)
  return whenReady(filled, () => {
    if (plan.usesEdwardsCurve) declareEdwardsCurve(changed)
    changed.catalog.write(update)
    return update.write({ id })
  })
}

interface Sealing {
  readonly plan: SealPlan
  readonly signature: PdfReference
}

/** A field that is its own widget (ISO 32000-2 §12.7.5.1); without an appearance it has no area. */
function addField(changed: FormUpdate, name: string, { plan, signature }: Sealing): Awaitable<void> {
  const { file, update } = changed
  const placement = plan.appearance && choosePlace(file, plan.appearance)
  const page = placement?.page ?? findPage(file, 0)
  if (page?.reference === undefined) throw malformed('it has no page')
  const { reference } = page
  const rect = placement === undefined ? NO_AREA : arrayOf(...placement.rect.map(numberOf))
  return whenReady(placement && normalAppearance(changed, plan, placement), (look) => {
    const keys = ['Type', 'Subtype', 'FT', 'T', 'V', 'F', 'P', 'Rect']
    const values = [
      ANNOTATION,
      WIDGET,
      SIGNATURE,
      textString(name),
      signature,
      PRINT_AND_LOCKED,
      reference,
      rect,
    ]
    const invisible = new PdfDictionary(keys, values)
    const field = {
      reference: update.add(look === undefined ? invisible : visible(invisible, look, shownLines(plan))),
      isArrayShared: sameReference(page.dictionary.get('Annots'), fieldsReference(changed)),
    }
    addAnnotation(changed, page, field)
    extendForm(changed, field)
  })
}

/** ISO 32000-2 §14.9.3: what the seal shows is said to those too who cannot see it. */
function visible(field: PdfDictionary, look: PdfValue, lines: readonly string[]): PdfDictionary {
  return withEntry(withEntry(field, 'AP', look), 'TU', textString(lines.join('\n')))
}

function shownLines({ appearance, lines }: SealPlan): readonly string[] {
  return appearance?.lines ?? lines
}

function fillField(changed: FormUpdate, field: EmptyField, { plan, signature }: Sealing): Awaitable<void> {
  const { update } = changed
  const { reference, dictionary, widget } = field
  extendForm(changed, undefined)
  if (plan.appearance === undefined) {
    update.set(reference, withEntry(dictionary, 'V', signature))
    return
  }
  return whenReady(lookInField(changed, field, plan), (look) => {
    const sealed = withEntry(dictionary, 'V', signature)
    if (widget === undefined || widget.reference === reference) {
      update.set(reference, sealed.with(look))
      return
    }
    update.set(reference, sealed)
    update.set(widget.reference, widget.dictionary.with(look))
  })
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
    lines: shownLines(plan),
  })
  return dictionaryOf({ N: form })
}

function declareEdwardsCurve({ file, catalog }: FormUpdate): void {
  const entries = edwardsCurveEntries(file)
  for (const [key, value] of Object.entries(entries)) catalog.set(key, value)
}
