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
  type PdfValue,
} from './values.js'

/** Files that a document may hold. */
const MAX_FILES = 1_000
/** Nodes and names that a name tree may have for so many files, and entries that /AF may have. */
const MAX_VISITS = 4 * MAX_FILES
/** Bytes of a name as it is written. */
const MAX_NAME_BYTES = 8 * 1024

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
  const walk = new SpecificationWalk(file)
  walk.visitTree(tree)
  const associated = file.get(file.catalog, 'AF')
  if (associated instanceof PdfArray) walk.associate(associated)
  const files: EmbeddedFile[] = []
  for (const specification of walk.found) {
    const embedded = embeddedFile(file, specification)
    if (embedded !== undefined) files.push(embedded)
  }
  return files
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

/** Looks at whatever may be a file specification; what it looks at is counted, for one array may be in many places. */
class SpecificationWalk {
  readonly found: Specification[] = []
  private readonly file: PdfFile
  private readonly byReference = new Map<string, Specification>()
  private readonly visited = new Set<number>()
  private visits = 0

  constructor(file: PdfFile) {
    this.file = file
  }

  /** ISO 32000-2 §7.9.6, as far as the values of a tree: which keys a node claims to hold is not believed. */
  visitTree(tree: PdfValue | undefined): void {
    this.visit(tree ?? null, 0)
  }

  /** §14.13: what is neither a dictionary nor a reference specifies no file. */
  associate(values: PdfArray): void {
    for (const value of values.items) {
      this.countVisit()
      const known = this.known(value)
      if (known !== undefined) known.isAssociated = true
      else if (value instanceof PdfReference || value instanceof PdfDictionary)
        this.add({ value, key: undefined, isListed: false, isAssociated: true })
    }
  }

  private visit(value: PdfValue, depth: number): void {
    this.countVisit()
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
      this.countVisit()
      const value = names.items[index + 1] ?? null
      if (this.known(value) !== undefined) continue
      const key = textIn(this.file.resolve(names.items[index]))
      this.add({ value, key, isListed: true, isAssociated: false })
    }
  }

  private countVisit(): void {
    if (++this.visits > MAX_VISITS) throw new Malformed('pdf.limit', 'places of embedded files')
  }

  private known(value: PdfValue): Specification | undefined {
    return value instanceof PdfReference ? this.byReference.get(keyOf(value)) : undefined
  }

  private add(specification: Specification): void {
    if (this.found.length >= MAX_FILES) throw new Malformed('pdf.limit', 'embedded files')
    this.found.push(specification)
    const { value } = specification
    if (value instanceof PdfReference) this.byReference.set(keyOf(value), specification)
  }
}

function keyOf({ number, generation }: PdfReference): string {
  return `${number} ${generation}`
}

function textIn(value: PdfValue | undefined): string | undefined {
  if (!(value instanceof PdfString)) return undefined
  // Many files may share one name.
  if (value.raw.length > MAX_NAME_BYTES) throw new Malformed('pdf.limit', 'name of an embedded file')
  return decodeText(value.bytes)
}

function nameIn(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.value : undefined
}
