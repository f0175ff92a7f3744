import { Malformed } from '../../base/errors.js'
import { prefixSource, type ByteSource } from '../../base/source.js'
import { findLastEndOfFile } from './end-of-file.js'
import { readHeader, type Header } from './header.js'
import { readIndirectObject, type IndirectObject, type ObjectPlace } from './indirect-object.js'
import { completeLimits, type PdfLimits } from './limits.js'
import { findLinearization } from './linearization.js'
import type { ObjectStream } from './object-stream.js'
import { revisionsOf, type Revision } from './revision.js'
import { decodeStream } from './stream-decoding.js'
import { StructuralStreams } from './structural-streams.js'
import { PdfDictionary, PdfNumber, PdfReference, PdfStream, type PdfValue } from './values.js'
import { ParsingPlace } from './window.js'
import { readChain, type ChainLink } from './xref/chain.js'
import { findInLink } from './xref/hybrid.js'
import type { XrefEntry, XrefSection } from './xref/section.js'

/** A reference may lead to a reference; a chain of them this long is a loop or an attack. */
const MAX_REFERENCE_STEPS = 16

/** Options of `PdfFile.open`. */
export interface PdfOpenOptions {
  readonly limits?: Partial<PdfLimits> | undefined
}

/**
 * A PDF file as its cross-reference sections describe it: nothing is repaired, nothing is read that is not asked for.
 * What it gives is what the bytes say; judging is for others.
 */
export class PdfFile {
  readonly source: ByteSource
  readonly header: Header
  /** The oldest first. */
  readonly revisions: readonly Revision[]
  /** The trailer of the newest revision. */
  readonly trailer: PdfDictionary
  readonly limits: PdfLimits
  private readonly streams: StructuralStreams
  private readonly place: ParsingPlace
  private readonly objectPlace: ObjectPlace
  private readonly links: readonly ChainLink[]
  private readonly objects = new Map<number, IndirectObject | undefined>()
  private readonly objectStreams = new Map<number, ObjectStream>()
  /** Numbers of objects that are being read, one because of the other. */
  private readonly opening: number[] = []
  #catalog: PdfDictionary | undefined

  private constructor(source: ByteSource, options: PdfOpenOptions, streams?: StructuralStreams) {
    this.source = source
    this.limits = completeLimits(options.limits)
    this.streams = streams ?? new StructuralStreams(this.limits, source.size)
    if (source.size > this.limits.fileSize) throw new Malformed('pdf.limit', 'file size')
    this.header = readHeader(source)
    this.place = new ParsingPlace(source, this.limits)
    const { place } = this
    this.objectPlace = { place, resolve: (value) => this.resolve(value), budget: this.streams.budget }
    const { startxref } = findLastEndOfFile(place)
    const linearization = findLinearization(place)
    this.links = readChain({ place, streams: this.streams, linearization }, startxref)
    this.revisions = revisionsOf(place, this.links)
    const last = this.revisions.at(-1)
    if (last === undefined) throw new Malformed('xref.missing')
    this.trailer = last.trailer
  }

  /** Returns the file that `source` holds. Synchronous; reads its first and last bytes and its cross-reference sections. Throws `Malformed('pdf.*' | 'xref.*')`. */
  static open(source: ByteSource, options: PdfOpenOptions = {}): PdfFile {
    return new PdfFile(source, options)
  }

  /** Returns the bytes [0, `end`) parsed as a file of their own: a signed revision alone. Throws as `open` does. */
  at(end: number): PdfFile {
    if (end === this.source.size) return this
    if (end > this.source.size) throw new Malformed('pdf.truncated', 'a revision beyond the end', end)
    return new PdfFile(prefixSource(this.source, end), { limits: this.limits }, this.streams)
  }

  /** The document catalog (ISO 32000-2 §7.7.2). Throws `Malformed('pdf.catalog-missing')`. */
  get catalog(): PdfDictionary {
    this.#catalog ??= this.readCatalog()
    return this.#catalog
  }

  private readCatalog(): PdfDictionary {
    const catalog = this.resolve(this.trailerValue('Root'))
    if (!(catalog instanceof PdfDictionary)) {
      throw new Malformed('pdf.catalog-missing', '', this.trailer.extent.start)
    }
    return catalog
  }

  /**
   * Returns the value of `key` in the newest trailer that has it. Every trailer repeats what the one before it said (§7.5.6); where a writer
   * left that out, what was said last still holds.
   */
  trailerValue(key: string): PdfValue | undefined {
    for (const { section } of this.links) {
      const value = section.trailer.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** Whether a trailer of any revision names an encryption dictionary (§7.6). Strings and streams then are what they are in the file. */
  get isEncrypted(): boolean {
    return this.trailerValue('Encrypt') !== undefined
  }

  /** Whether objects were found inside each other: then no more are read. */
  get hasNestedObjects(): boolean {
    return this.streams.budget.areObjectsNested
  }

  /** Offset after the last revision; what stands from here to the end of the file belongs to none. */
  get end(): number {
    return this.revisions.at(-1)?.end ?? 0
  }

  /** The smallest number above every one that a section lists and every /Size that a trailer states. */
  get nextNumber(): number {
    let next = 1
    for (const { section, hybridStream } of this.links) {
      const size = section.trailer.get('Size')
      next = Math.max(next, endOf(section), endOf(hybridStream))
      if (size instanceof PdfNumber && Number.isSafeInteger(size.value)) next = Math.max(next, size.value)
    }
    return next
  }

  /** Returns where object `number` lives, `undefined` when no section names it or the newest one that does leaves it free. */
  entry(number: number): Exclude<XrefEntry, { readonly kind: 'free' }> | undefined {
    for (const link of this.links) {
      const entry = findInLink(link, number)
      if (entry !== undefined) return entry.kind === 'free' ? undefined : entry
    }
    return undefined
  }

  /** Returns object `number`, `undefined` when there is none. One in an object stream has offsets of -1. Throws `Malformed`. */
  object(number: number): IndirectObject | undefined {
    const known = this.objects.get(number)
    if (known !== undefined || this.objects.has(number)) return known
    const object = this.objectOnce(number)
    this.objects.set(number, object)
    return object
  }

  /** Returns object `number` as `object` does and does not keep it: for walks over a whole file. Throws `Malformed`. */
  objectOnce(number: number): IndirectObject | undefined {
    const known = this.objects.get(number)
    if (known !== undefined) return known
    if (this.opening.includes(number))
      throw new Malformed('pdf.syntax', `object ${number} is needed to read itself`)
    this.opening.push(number)
    try {
      return this.readObject(number)
    } finally {
      this.opening.pop()
    }
  }

  /** Returns what `value` stands for: itself, or what a reference leads to; null when that is nothing (§7.3.10). Throws `Malformed`. */
  resolve(value: PdfValue | undefined): PdfValue {
    let resolved = value ?? null
    for (let step = 0; resolved instanceof PdfReference; step++) {
      if (step > MAX_REFERENCE_STEPS) throw new Malformed('pdf.syntax', 'a chain of references')
      const object = this.object(resolved.number)
      resolved = object?.generation === resolved.generation ? object.value : null
    }
    return resolved
  }

  /** Returns the value of `key` with references followed; absent, null and dangling are one. Throws `Malformed`. */
  get(dictionary: PdfDictionary, key: string): Exclude<PdfValue, null | PdfReference> | undefined {
    const value = this.resolve(dictionary.get(key))
    return value === null || value instanceof PdfReference ? undefined : value
  }

  /** Returns the data of `stream`, unfiltered, at most `maxOutput` bytes. Throws `Malformed('pdf.filter-unsupported' | 'pdf.stream-corrupt' | 'pdf.limit')`. */
  decode(stream: PdfStream, maxOutput?: number): Uint8Array {
    const resolve = (value: PdfValue | undefined) => this.resolve(value)
    return decodeStream(stream, {
      budget: this.streams.budget,
      resolve,
      maxOutput,
    })
  }

  /** Returns the number of every object that is there, each once. */
  numbers(): readonly number[] {
    const isSeen = new Uint8Array(this.nextNumber)
    return this.links.flatMap((link) => numbersIn(link, isSeen))
  }

  /** Returns the numbers of the objects in object stream `number`, in their order. Throws `Malformed`. */
  numbersInStream(number: number): readonly number[] {
    return this.objectStream(number).numbers
  }

  private readObject(number: number): IndirectObject | undefined {
    const entry = this.entry(number)
    if (entry === undefined) return undefined
    if (entry.kind === 'compressed') {
      const value = this.objectStream(entry.stream).read(number, entry.index)
      return { number, generation: 0, value, start: -1, end: -1 }
    }
    if (entry.offset >= this.source.size) {
      throw new Malformed('pdf.object-mismatch', `object ${number} beyond the end`, entry.offset)
    }
    return readIndirectObject(this.objectPlace, entry.offset, { number, generation: entry.generation })
  }

  private objectStream(number: number): ObjectStream {
    const known = this.objectStreams.get(number)
    if (known !== undefined) return known
    // ISO 32000-2 §7.5.7: a stream is never inside an object stream, so no loop can begin here.
    const container = this.entry(number)?.kind === 'offset' ? this.object(number)?.value : undefined
    if (!(container instanceof PdfStream))
      throw new Malformed('pdf.object-mismatch', `no object stream ${number}`)
    const opened = this.streams.objectStream(container)
    this.objectStreams.set(number, opened)
    return opened
  }
}

/** The number after the last one that a section lists. */
function endOf(section: XrefSection | undefined): number {
  const last = section?.ranges.at(-1)
  return last === undefined ? 0 : last.first + last.count
}

/** The numbers of which `link` is the newest to say something, and says where they are. */
function numbersIn(link: ChainLink, isSeen: Uint8Array): readonly number[] {
  const numbers: number[] = []
  for (const { first, count } of [...link.section.ranges, ...(link.hybridStream?.ranges ?? [])]) {
    for (let number = first; number < first + count; number++) {
      if (isSeen[number] !== 0) continue
      isSeen[number] = 1
      const entry = findInLink(link, number)
      if (entry !== undefined && entry.kind !== 'free') numbers.push(number)
    }
  }
  return numbers
}
