import { memorySource } from '../../base/source.js'
import { PdfFile } from '../../formats/pdf/file.js'
import { findPage, inheritedValue } from '../../formats/pdf/page-tree.js'
import { importPage, type ImportedPage } from '../../formats/pdf/update/page-import.js'
import type { IncrementalUpdate } from '../../formats/pdf/update/incremental-update.js'
import {
  PdfNumber,
  PdfStream,
  arrayOf,
  numberOf,
  type PdfArray,
  type PdfReference,
} from '../../formats/pdf/values.js'
import { Malformed } from '../../base/errors.js'
import { unplaceable } from './appearance-options.js'
import type { Placement, Rotation } from './placement.js'
import type { Appearance } from './types.js'

/** Turns a form so that it is upright on a page that is shown turned clockwise by so many degrees (ISO 32000-2 §8.3.3). */
const UPRIGHT: Readonly<Record<Rotation, readonly number[]>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
}

/**
 * Returns the form XObject of a visible seal, imported from a one-page PDF: the caller's, or one drawn with `lines` and logo.
 * A reader fits it into the rectangle of the widget (ISO 32000-2 §12.5.5). Throws `FiscalSealError('sign.appearance')` for a PDF that is
 * not one page which can be read, and what drawing throws.
 */
export async function addSealForm(
  update: IncrementalUpdate,
  appearance: Appearance,
  seal: { readonly placement: Placement; readonly lines: readonly string[] },
): Promise<PdfReference> {
  const { placement, lines } = seal
  const source = openSeal(appearance.pdf ?? (await draw(appearance, placement, lines)))
  const imported = importSeal(update, source)
  const form = update.resolve(imported.reference)
  if (!(form instanceof PdfStream)) throw unplaceable('its PDF has no page that can be read')
  const matrix = arrayOf(...UPRIGHT[placement.rotation].map(numberOf))
  update.set(imported.reference, withMatrix(form, matrix))
  return imported.reference
}

/** The drawing code, its fonts and its packages are loaded here and only here. */
async function draw(
  appearance: Appearance,
  placement: Placement,
  lines: readonly string[],
): Promise<Uint8Array> {
  const { composeSeal } = await import('../../document/draw/seal.js')
  const { width, height } = placement
  const { logo, fonts } = appearance
  return composeSeal({
    ...{ width, height, lines },
    ...(logo === undefined ? {} : { logo }),
    ...(fonts === undefined ? {} : { fonts }),
  })
}

function openSeal(pdf: Uint8Array): PdfFile {
  try {
    const file = PdfFile.open(memorySource(pdf))
    const page = findPage(file, 0)
    const rotate = page && inheritedValue(file, page, 'Rotate')
    const isUpright = !(rotate instanceof PdfNumber) || rotate.value % 360 === 0
    if (file.isEncrypted || page === undefined || findPage(file, 1) !== undefined || !isUpright) {
      throw unplaceable('its PDF must have one upright page and no encryption')
    }
    return file
  } catch (error) {
    throw error instanceof Malformed ? unplaceable(`its PDF cannot be read (${error.message})`) : error
  }
}

function importSeal(update: IncrementalUpdate, source: PdfFile): ImportedPage {
  try {
    return importPage(update, source, 0)
  } catch (error) {
    throw error instanceof Malformed ? unplaceable(`its PDF cannot be read (${error.message})`) : error
  }
}

function withMatrix(form: PdfStream, matrix: PdfArray): PdfStream {
  return new PdfStream(form.dictionary.with({ Matrix: matrix }), form.source, form.extent)
}
