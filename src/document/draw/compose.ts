import { concatBytes, fromLatin1, toUtf8 } from '../../base/bytes.js'
import { writeAttachment } from './attachments.js'
import { FONT_NAMES, writeContent, type ContentContext } from './content-stream.js'
import type { Drawing, PageDrawing } from './drawing.js'
import { EmbeddedFont } from './embedded-font.js'
import type { FontSet } from './fonts.js'
import { md5 } from './md5.js'
import { infoDictionary, pdfDate, xmpPacket } from './metadata.js'
import { checkGlyphs } from './missing-glyphs.js'
import { createObjectStore } from './object-store.js'
import { textString, type Dictionary, type ObjectStore, type Reference, type XrefForm } from './objects.js'
import { writePicture, type Picture } from './picture.js'
import { StructureTree } from './structure-tree.js'

/** How a drawing is written. */
export interface ComposeOptions {
  readonly fonts: FontSet
  readonly xref: XrefForm
}

/**
 * Returns the PDF 1.7 file of `drawing`: the same bytes for the same drawing, fonts and form. Throws
 * `receipt.missing-glyph` when a character cannot be set.
 */
export async function composePdf(drawing: Drawing, { fonts, xref }: ComposeOptions): Promise<Uint8Array> {
  checkGlyphs(drawing.pages, fonts)
  const store = await createObjectStore()
  const root = store.reserve()
  const tree = drawing.structure && new StructureTree(drawing.structure)
  const pages = writePages(store, { drawing, fonts, tree })
  const metadata = xmpPacket(drawing.properties)
  store.fill(root, {
    Type: 'Catalog',
    Pages: pages.reference,
    Lang: textString(drawing.properties.language),
    ViewerPreferences: { DisplayDocTitle: true },
    MarkInfo: tree && { Marked: true },
    StructTreeRoot: tree?.write(store),
    Metadata: store.addStream({ Type: 'Metadata', Subtype: 'XML' }, metadata, 'stored'),
    ...writeAttachments(store, drawing),
    PieceInfo: pieceInfo(drawing),
  })
  const info = store.add(infoDictionary(drawing.properties))
  return store.write({ root, info, id: md5(concatBytes(identifying(drawing, pages, metadata))) }, xref)
}

/** What tells one document from another. */
function identifying(
  { attachments, privateData }: Drawing,
  { contents }: WrittenPages,
  metadata: Uint8Array,
): readonly Uint8Array[] {
  const data = privateData === undefined ? [] : [toUtf8(JSON.stringify(privateData))]
  return [...contents, metadata, ...attachments.map(({ bytes }) => bytes), ...data]
}

/** The page-piece dictionary of the document (ISO 32000-2 §14.5). */
function pieceInfo({ privateData, properties }: Drawing): Dictionary | undefined {
  if (privateData === undefined) return undefined
  const LastModified = pdfDate(properties.createdAt)
  const pieces = Object.entries(privateData).map(([name, Private]) => [name, { LastModified, Private }])
  return Object.fromEntries(pieces) as Dictionary
}

interface PagesInput {
  readonly drawing: Drawing
  readonly fonts: FontSet
  readonly tree: StructureTree | undefined
}

interface WrittenPages {
  readonly reference: Reference
  readonly contents: readonly Uint8Array[]
}

function writePages(store: ObjectStore, { drawing, fonts, tree }: PagesInput): WrittenPages {
  const parent = store.reserve()
  const resources = store.reserve()
  const embedded = { regular: new EmbeddedFont(fonts.regular), bold: new EmbeddedFont(fonts.bold) }
  const pictures = new Map<Picture, string>()
  const nameOf = (picture: Picture): string => {
    const name = pictures.get(picture) ?? `P${pictures.size}`
    pictures.set(picture, name)
    return name
  }
  const references = drawing.pages.map(() => store.reserve())
  const contents = drawing.pages.map((page, index) => {
    const reference = references[index] ?? parent
    const context: ContentContext = {
      fonts: embedded,
      nameOf,
      ...(tree && { identify: tree.openPage(reference) }),
    }
    const content = fromLatin1(writeContent(page, context))
    const stream = store.addStream({}, content, 'deflate')
    const dictionary = pageDictionary(page, { parent, resources, stream })
    store.fill(reference, tree ? { ...dictionary, StructParents: index, Tabs: 'S' } : dictionary)
    return content
  })
  store.fill(parent, { Type: 'Pages', Count: references.length, Kids: references })
  const images = [...pictures].map(([picture, name]) => [name, writePicture(store, picture)] as const)
  store.fill(resources, {
    Font: writeFonts(store, embedded),
    XObject: images.length === 0 ? undefined : Object.fromEntries(images),
  })
  return { reference: parent, contents }
}

interface PageParts {
  readonly parent: Reference
  readonly resources: Reference
  readonly stream: Reference
}

function pageDictionary(
  { width, height }: PageDrawing,
  { parent, resources, stream }: PageParts,
): Dictionary {
  const side = (length: number): number => Math.round(length * 100) / 100
  return {
    Type: 'Page',
    Parent: parent,
    MediaBox: [0, 0, side(width), side(height)],
    Resources: resources,
    Contents: stream,
  }
}

function writeFonts(
  store: ObjectStore,
  fonts: Readonly<Record<'regular' | 'bold', EmbeddedFont>>,
): Dictionary {
  const entries = Object.entries(fonts).filter(([, font]) => font.isUsed)
  return Object.fromEntries(
    entries.map(([weight, font]) => [FONT_NAMES[weight as keyof typeof FONT_NAMES], font.write(store)]),
  )
}

/** Associated with the document (`/AF`) and in its list of embedded files. */
function writeAttachments(store: ObjectStore, { attachments, properties }: Drawing): Dictionary {
  if (attachments.length === 0) return {}
  const sorted = [...attachments].sort((left, right) => (left.name < right.name ? -1 : 1))
  const files = sorted.map((attachment) => writeAttachment(store, attachment, properties.createdAt))
  const names = sorted.flatMap(({ name }, index) => [textString(name), files[index] ?? textString('')])
  return { AF: files, Names: { EmbeddedFiles: { Names: names } } }
}
