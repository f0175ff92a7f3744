import { composePdf } from '../draw/compose.js'
import type { Attachment, DocumentProperties, Drawing } from '../draw/drawing.js'
import { loadFonts, type FontFiles, type FontSet } from '../draw/fonts.js'
import { readPicture } from '../draw/picture-file.js'
import { encodeQr } from '../draw/qr-code.js'
import { StructureElement } from '../draw/structure.js'
import { computeReceipt } from '../model/compute-receipt.js'
import type { ComputedReceipt } from '../model/computed.js'
import type { Logo, PageSize } from '../model/layout.js'
import { RECEIPT_FILE_NAME, writeReceiptJson } from '../model/receipt-json.js'
import { SEAL_PLACE } from '../model/seal-place.js'
import type { ReceiptModel } from '../model/types.js'
import { localeOf } from './locale.js'
import { documentTitle, type LogoPicture, type PageContext, type SealKeeping } from './page-context.js'
import { accentOf, checkOptions, type ReceiptOptions } from './page-options.js'
import { paperOf } from './paper.js'
import { layOutRoll } from './roll.js'
import { layOutSheets, type LaidOut, type SealBox } from './sheet.js'
import { wordsOf } from './words/languages.js'

/** A receipt as a PDF that is not sealed yet: give it to `sign`. */
export interface BuiltReceipt {
  readonly bytes: Uint8Array
  /** The receipt with everything derived, as it travels inside the PDF. */
  readonly computed: ComputedReceipt
  readonly pages: number
  /**
   * The place for a visible seal, where there is one. With `layout.sealBox: true` the bytes say it, too; a place that is only offered is
   * known here alone.
   */
  readonly sealBox?: SealBox
}

/** Builds receipts in the same fonts: what was read and shaped for one is kept for the next. */
export interface ReceiptBuilder {
  /** Like `buildReceipt`; `layout.fonts` and `layout.logo` are read once for the same bytes. */
  readonly build: (model: ReceiptModel, options?: ReceiptOptions) => Promise<BuiltReceipt>
}

/**
 * Returns the receipt as a PDF with its data inside (`receipt.json`). The same model and options give the same bytes: the
 * time in the file is the receipt's own. Throws `receipt.invalid`, `receipt.missing-glyph`, `receipt.image`,
 * `receipt.font`.
 */
export async function buildReceipt(model: ReceiptModel, options: ReceiptOptions = {}): Promise<BuiltReceipt> {
  return createReceiptBuilder().build(model, options)
}

/** Returns a builder that keeps fonts and logos; hold it where many receipts are made. */
export function createReceiptBuilder(): ReceiptBuilder {
  const fontSets = new Map<FontFiles | undefined, Promise<FontSet>>()
  const logos = new WeakMap<Uint8Array, Promise<LogoPicture>>()
  const fontsOf = (files: FontFiles | undefined): Promise<FontSet> => {
    const known = [...fontSets].find(([key]) => key?.regular === files?.regular && key?.bold === files?.bold)
    if (known !== undefined) return known[1]
    const loaded = loadFonts(files)
    fontSets.set(files, loaded)
    return loaded
  }
  const logoOf = (logo: Logo): Promise<LogoPicture> => {
    const known = logos.get(logo.bytes) ?? readLogo(logo)
    logos.set(logo.bytes, known)
    return known.then(({ picture }) => ({ picture, alternativeText: logo.alternativeText }))
  }
  return {
    build: async (model, options = {}) => {
      checkOptions(options)
      const receipt = computeReceipt(model)
      const fonts = await fontsOf(options.layout?.fonts)
      const logo = options.layout?.logo && (await logoOf(options.layout.logo))
      return write(await contextOf(receipt, options, { fonts, ...(logo && { logo }) }), options)
    },
  }
}

async function readLogo({ bytes, alternativeText }: Logo): Promise<LogoPicture> {
  return { picture: await readPicture(bytes), alternativeText }
}

async function contextOf(
  receipt: ComputedReceipt,
  { layout }: ReceiptOptions,
  read: { readonly fonts: FontSet; readonly logo?: LogoPicture },
): Promise<PageContext> {
  const paper = paperOf(layout?.page ?? DEFAULT_PAGE)
  const codes = receipt.codes.map(({ text, errorCorrection }) => encodeQr(text, errorCorrection ?? 'M'))
  return {
    ...read,
    receipt,
    words: wordsOf(receipt.language),
    locale: localeOf(receipt.language),
    paper,
    accent: accentOf(layout),
    root: new StructureElement('Document'),
    codes: await Promise.all(codes),
    sealBox: keepingOf(layout?.sealBox),
  }
}

function keepingOf(sealBox: boolean | undefined): SealKeeping {
  if (sealBox === undefined) return 'offered'
  return sealBox ? 'kept' : 'none'
}

const DEFAULT_PAGE: PageSize = 'A4'

async function write(context: PageContext, { xref = 'table' }: ReceiptOptions): Promise<BuiltReceipt> {
  const { pages, sealBox }: LaidOut = context.paper.roll ? layOutRoll(context) : layOutSheets(context)
  const drawing = {
    pages,
    structure: context.root,
    properties: propertiesOf(context),
    attachments: [attachmentOf(context)],
    // A place that is only offered is left unwritten: nobody asked for it, and the file is the shorter for it.
    ...(sealBox && context.sealBox === 'kept' && { privateData: sealPlaceOf(sealBox) }),
  }
  const bytes = await composePdf(drawing, { fonts: context.fonts, xref })
  return { bytes, computed: context.receipt, pages: pages.length, ...(sealBox && { sealBox }) }
}

/** So that the bytes alone say where a visible seal goes. */
function sealPlaceOf({ page, rect }: SealBox): NonNullable<Drawing['privateData']> {
  const { x, y, width, height } = rect
  const place = { [SEAL_PLACE.page]: page, [SEAL_PLACE.rect]: [x, y, x + width, y + height] }
  return { [SEAL_PLACE.application]: place }
}

function propertiesOf(context: PageContext): DocumentProperties {
  const { seller, language, issuedAt } = context.receipt
  return {
    title: `${documentTitle(context)}, ${seller.name}`,
    author: seller.name,
    language,
    createdAt: issuedAt,
  }
}

function attachmentOf({ receipt }: PageContext): Attachment {
  return {
    name: RECEIPT_FILE_NAME,
    mediaType: 'application/json',
    description: 'The data of this document',
    relationship: 'Data',
    bytes: writeReceiptJson(receipt),
  }
}
