import { concatBytes, fromLatin1 } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import type { PdfFile } from '../file.js'
import { findPage, inheritedValue, type Page } from '../page-tree.js'
import {
  arrayOf,
  dictionaryOf,
  numberOf,
  PdfArray,
  NO_ENTRIES,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfReference,
  PdfStream,
  streamOf,
  type PdfValue,
} from '../values.js'
import type { IncrementalUpdate } from './incremental-update.js'

/** Objects that one imported page may bring: fonts, images, colour spaces. */
const MAX_OBJECTS = 5_000

/** A page that became a form XObject (ISO 32000-2 §8.10). */
export interface ImportedPage {
  readonly reference: PdfReference
  /** /MediaBox of the page: left, bottom, right, top in its own units. */
  readonly box: readonly [number, number, number, number]
}

/**
 * Copies page `index` of `source`, its content and what that uses, into `update` as a form XObject.
 * Throws `Malformed` when there is no such page or it cannot be read.
 */
export function importPage(update: IncrementalUpdate, source: PdfFile, index: number): ImportedPage {
  const page = findPage(source, index)
  if (page === undefined) throw new Malformed('pdf.syntax', `no page ${index}`)
  const box = boxOf(source, page)
  const copy = new ObjectCopy(update, source)
  const content = contentOf(source, page)
  const dictionary = dictionaryOf({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: arrayOf(...box.map(numberOf)),
    Resources: copy.value(inheritedValue(source, page, 'Resources') ?? NO_ENTRIES, 0),
    Group: copy.value(source.get(page.dictionary, 'Group') ?? null, 0) ?? undefined,
    Filter: content.filter,
  })
  const reference = update.add(streamOf(dictionary, content.data))
  copy.finish()
  return { reference, box }
}

/** The content as stored when it is one stream; several are joined, a line end between them (§7.8.2). */
function contentOf(
  source: PdfFile,
  page: Page,
): { readonly data: Uint8Array; readonly filter: PdfName | undefined } {
  const contents = source.get(page.dictionary, 'Contents')
  if (contents === undefined) return { data: new Uint8Array(0), filter: undefined }
  if (contents instanceof PdfStream) {
    const filter = source.get(contents.dictionary, 'Filter')
    const isPlainFlate =
      filter instanceof PdfName && source.get(contents.dictionary, 'DecodeParms') === undefined
    return isPlainFlate
      ? { data: contents.data, filter }
      : { data: source.decode(contents), filter: undefined }
  }
  if (!(contents instanceof PdfArray)) throw new Malformed('pdf.syntax', '/Contents of a page')
  const parts = contents.items.flatMap((item) => {
    const part = source.resolve(item)
    return part instanceof PdfStream ? [source.decode(part), fromLatin1('\n')] : []
  })
  return { data: concatBytes(parts), filter: undefined }
}

function boxOf(source: PdfFile, page: Page): readonly [number, number, number, number] {
  const value = inheritedValue(source, page, 'MediaBox')
  const sides = value instanceof PdfArray ? value.items.map((item) => source.resolve(item)) : []
  const [left, bottom, right, top] = sides.map((side) => (side instanceof PdfNumber ? side.value : undefined))
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) {
    throw new Malformed('pdf.syntax', '/MediaBox of a page')
  }
  return [Math.min(left, right), Math.min(bottom, top), Math.max(left, right), Math.max(bottom, top)]
}

/** Copies values of one file into an update of another, giving every object that they refer to a new number. */
class ObjectCopy {
  private readonly update: IncrementalUpdate
  private readonly source: PdfFile
  private readonly references = new Map<number, PdfReference>()
  private readonly pending: number[] = []

  constructor(update: IncrementalUpdate, source: PdfFile) {
    this.update = update
    this.source = source
  }

  /** Returns `value` with its references renumbered. */
  value(value: PdfValue, depth: number): PdfValue {
    if (depth > this.source.limits.nesting) throw new Malformed('pdf.limit', 'nesting')
    if (value instanceof PdfReference) return this.reference(value)
    if (value instanceof PdfArray) return new PdfArray(value.items.map((item) => this.value(item, depth + 1)))
    if (value instanceof PdfDictionary) return this.dictionary(value, depth)
    if (value instanceof PdfStream) {
      return new PdfStream(this.dictionary(value.dictionary, depth), value.source, value.extent)
    }
    return value
  }

  /** Copies the objects that were referred to, and those that these refer to. */
  finish(): void {
    for (let number = this.pending.pop(); number !== undefined; number = this.pending.pop()) {
      const reference = this.references.get(number)
      if (reference !== undefined)
        this.update.set(reference, this.value(this.source.object(number)?.value ?? null, 0))
    }
  }

  private dictionary(dictionary: PdfDictionary, depth: number): PdfDictionary {
    dictionary.checkKeys()
    return new PdfDictionary(
      dictionary.keys,
      dictionary.values.map((value) => this.value(value, depth + 1)),
    )
  }

  private reference(reference: PdfReference): PdfReference | null {
    if (this.source.object(reference.number)?.generation !== reference.generation) return null
    const known = this.references.get(reference.number)
    if (known !== undefined) return known
    if (this.references.size >= MAX_OBJECTS) throw new Malformed('pdf.limit', 'objects of a page')
    const allocated = this.update.allocate()
    this.references.set(reference.number, allocated)
    this.pending.push(reference.number)
    return allocated
  }
}
