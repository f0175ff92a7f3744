import { Malformed } from '../../base/errors.js'
import type { PdfFile } from './file.js'
import { decodeText } from './string-decoding.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  sameReference,
  type PdfValue,
} from './values.js'

/** Files that a document may hold. */
const MAX_FILES = 1_000

/** A file inside the document (ISO 32000-2 §7.11.4). */
export interface EmbeddedFile {
  /** /UF of its file specification, else /F, else its key in the name tree. */
  readonly name: string
  /** /AFRelationship (§14.13), where it has one. */
  readonly relationship: string | undefined
  /** /Subtype of the stream: its media type. */
  readonly mediaType: string | undefined
  /** Whether /AF of the catalog names it. */
  readonly isAssociated: boolean
  /** Whether the name tree /Names /EmbeddedFiles of the catalog names it. */
  readonly isListed: boolean
  readonly stream: PdfStream
}

/** Where a file specification is named. */
interface Specification {
  readonly value: PdfValue
  readonly key: string | undefined
  readonly isListed: boolean
  isAssociated: boolean
}

/**
 * Returns the files that the catalog's /AF and its name tree /EmbeddedFiles name, each file specification once, same names kept.
 * Throws `Malformed('pdf.syntax' | 'pdf.limit')`, also for a name tree that loops.
 */
export function embeddedFiles(file: PdfFile): readonly EmbeddedFile[] {
  const names = file.get(file.catalog, 'Names')
  const tree = names instanceof PdfDictionary ? names.get('EmbeddedFiles') : undefined
  const specifications = new NameTreeWalk(file).specifications(tree)
  const associated = file.get(file.catalog, 'AF')
  if (associated instanceof PdfArray) for (const value of associated.items) associate(specifications, value)
  if (specifications.length > MAX_FILES) throw new Malformed('pdf.limit', 'embedded files')
  const files: EmbeddedFile[] = []
  for (const specification of specifications) {
    const embedded = embeddedFile(file, specification)
    if (embedded !== undefined) files.push(embedded)
  }
  return files
}

function associate(specifications: Specification[], value: PdfValue): void {
  const known = specifications.find((each) => sameReference(each.value, value))
  if (known === undefined) specifications.push({ value, key: undefined, isListed: false, isAssociated: true })
  else known.isAssociated = true
}

function embeddedFile(file: PdfFile, specification: Specification): EmbeddedFile | undefined {
  const { key, isAssociated, isListed } = specification
  const dictionary = file.resolve(specification.value)
  if (!(dictionary instanceof PdfDictionary)) return undefined
  const embedded = file.get(dictionary, 'EF')
  if (!(embedded instanceof PdfDictionary)) return undefined
  const stream = file.get(embedded, 'UF') ?? file.get(embedded, 'F')
  if (!(stream instanceof PdfStream)) return undefined
  return {
    name: textIn(file.get(dictionary, 'UF')) ?? textIn(file.get(dictionary, 'F')) ?? key ?? '',
    relationship: nameIn(file.get(dictionary, 'AFRelationship')),
    mediaType: nameIn(file.get(stream.dictionary, 'Subtype')),
    isAssociated,
    isListed,
    stream,
  }
}

/** ISO 32000-2 §7.9.6, as far as the values of a tree: which keys a node claims to hold is not believed. */
class NameTreeWalk {
  private readonly file: PdfFile
  private readonly found: Specification[] = []
  private readonly visited = new Set<number>()

  constructor(file: PdfFile) {
    this.file = file
  }

  specifications(tree: PdfValue | undefined): Specification[] {
    this.visit(tree ?? null, 0)
    return this.found
  }

  private visit(value: PdfValue, depth: number): void {
    if (depth > this.file.limits.treeDepth) throw new Malformed('pdf.limit', 'depth of a name tree')
    if (value instanceof PdfReference) {
      if (this.visited.has(value.number)) throw new Malformed('pdf.syntax', 'a loop in a name tree')
      this.visited.add(value.number)
    }
    const node = this.file.resolve(value)
    if (!(node instanceof PdfDictionary)) return
    this.collect(this.file.get(node, 'Names'))
    const kids = this.file.get(node, 'Kids')
    if (kids instanceof PdfArray) for (const kid of kids.items) this.visit(kid, depth + 1)
  }

  private collect(names: PdfValue | undefined): void {
    if (!(names instanceof PdfArray)) return
    for (let index = 0; index + 1 < names.items.length; index += 2) {
      if (this.found.length >= MAX_FILES) throw new Malformed('pdf.limit', 'embedded files')
      const value = names.items[index + 1] ?? null
      if (this.found.some((each) => sameReference(each.value, value))) continue
      const key = textIn(this.file.resolve(names.items[index]))
      this.found.push({ value, key, isListed: true, isAssociated: false })
    }
  }
}

function textIn(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfString ? decodeText(value.bytes) : undefined
}

function nameIn(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.value : undefined
}
