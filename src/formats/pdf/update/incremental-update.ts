import { Malformed } from '../../../base/errors.js'
import { byteAt, isEndOfLine } from '../characters.js'
import type { PdfFile } from '../file.js'
import {
  arrayOf,
  numberOf,
  PdfArray,
  PdfDictionary,
  PdfReference,
  stringOf,
  type Extent,
  type PdfValue,
} from '../values.js'
import { ByteSink } from './byte-sink.js'
import { serialize, type OnPlaceholder } from './serialize.js'
import { writeEndOfFile, writeTable, writeXrefStream, type WrittenObject } from './xref-writer.js'

/** What `IncrementalUpdate.write` appends. */
export interface WrittenUpdate {
  /** The bytes to append to the file; the caller may fill its placeholders in place. */
  readonly bytes: Uint8Array
  /** Offset in the new file of the first of `bytes`: the size of the file as it was. */
  readonly offset: number
  /** For each placeholder its extent in the new file. */
  readonly placeholders: ReadonlyMap<string, Extent>
}

/** Entries of a trailer that describe one section, and those of a cross-reference stream, are never carried over. */
const OF_ONE_SECTION: readonly string[] = [
  'Size',
  'Prev',
  'XRefStm',
  'Type',
  'W',
  'Index',
  'Filter',
  'DecodeParms',
  'Length',
  'F',
  'FFilter',
  'FDecodeParms',
  'DL',
]
const CARRIED: readonly string[] = ['Root', 'Info', 'ID', 'Encrypt']

const NONE_TAKEN: ReadonlySet<number> = new Set()

/** An update appended to a file (ISO 32000-2 §7.5.6). What is there is never written again; only new and changed objects are. */
export class IncrementalUpdate {
  private readonly file: PdfFile
  private readonly taken: ReadonlySet<number>
  private readonly values = new Map<number, { readonly generation: number; readonly value: PdfValue }>()
  private next: number

  /** `taken` are numbers that the file refers to without having them: an object of that number would change what the file says (§7.3.10). */
  constructor(file: PdfFile, taken: ReadonlySet<number> = NONE_TAKEN) {
    this.file = file
    this.taken = taken
    this.next = file.nextNumber
  }

  /** Returns a reference to an object that the file does not have yet. Throws `Malformed('pdf.limit')` when there are too many. */
  allocate(): PdfReference {
    while (this.taken.has(this.next)) this.next++
    if (this.next > this.file.limits.objects) throw new Malformed('pdf.limit', 'objects')
    return new PdfReference(this.next++, 0)
  }

  /** Gives the object that `reference` names the value `value`, be it new or changed. */
  set(reference: PdfReference, value: PdfValue): void {
    this.values.set(reference.number, { generation: reference.generation, value })
  }

  /** Adds a new object and returns the reference to it. */
  add(value: PdfValue): PdfReference {
    const reference = this.allocate()
    this.set(reference, value)
    return reference
  }

  /** Returns what `value` stands for with the changes of this update; null when that is nothing. */
  resolve(value: PdfValue | undefined): PdfValue {
    if (!(value instanceof PdfReference)) return value ?? null
    const changed = this.values.get(value.number)
    return changed === undefined ? this.file.resolve(value) : this.resolve(changed.value)
  }

  /**
   * Returns the bytes to append: a line end where the file has none, the objects, and a cross-reference section of the form that the file's
   * last one has. The second identifier of the file becomes `id`.
   */
  write(options: { readonly id: Uint8Array }): WrittenUpdate {
    const sink = new ByteSink()
    const offset = this.file.source.size
    const placeholders = new Map<string, Extent>()
    if (offset > 0 && !isEndOfLine(byteAt(this.file.source.read(offset - 1, offset), 0)))
      sink.writeLatin1('\n')
    const onPlaceholder: OnPlaceholder = (label, { start, end }) => {
      placeholders.set(label, { start: offset + start, end: offset + end })
    }
    const objects: WrittenObject[] = []
    for (const number of Array.from(this.values.keys()).sort(ascending))
      objects.push(this.writeObject(sink, number, onPlaceholder))
    this.writeSection(sink, objects, options.id)
    return { bytes: sink.finish(), offset, placeholders }
  }

  private writeObject(sink: ByteSink, number: number, onPlaceholder: OnPlaceholder): WrittenObject {
    const { generation = 0, value = null } = this.values.get(number) ?? {}
    const offset = this.file.source.size + sink.length
    sink.writeNumber(number)
    sink.writeLatin1(' ')
    sink.writeNumber(generation)
    sink.writeLatin1(' obj\n')
    serialize(sink, value, onPlaceholder)
    sink.writeLatin1('\nendobj\n')
    return { number, generation, offset }
  }

  private writeSection(sink: ByteSink, objects: readonly WrittenObject[], id: Uint8Array): void {
    const xrefOffset = this.file.source.size + sink.length
    const isTable = this.file.revisions.at(-1)?.form !== 'stream'
    if (!isTable || !writeTable(sink, objects, this.trailer(this.next, id))) {
      const { number, generation } = this.allocate()
      const self = { number, generation, offset: xrefOffset }
      writeXrefStream(sink, objects, { self, trailer: this.trailer(this.next, id) })
    }
    writeEndOfFile(sink, xrefOffset)
  }

  /** §7.5.6: a trailer repeats all entries of the one before it but /Prev, which names its section. */
  private trailer(size: number, id: Uint8Array): PdfDictionary {
    const { file } = this
    const entries = new TrailerEntries()
    const { keys, values } = file.trailer
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? ''
      if (!OF_ONE_SECTION.includes(key)) entries.set(key, values[index] ?? null)
    }
    for (const key of CARRIED) {
      const value = file.trailerValue(key)
      if (value !== undefined) entries.set(key, value)
    }
    entries.set('Size', numberOf(size))
    entries.set('Prev', numberOf(previousPointer(file)))
    entries.set('ID', this.identifiers(id))
    return new PdfDictionary(entries.keys, entries.values)
  }

  /** §14.4: the first identifier stays, the second is of this revision. */
  private identifiers(id: Uint8Array): PdfArray {
    const given = this.file.resolve(this.file.trailerValue('ID'))
    const first = given instanceof PdfArray ? this.file.resolve(given.items[0]) : null
    return arrayOf(first ?? stringOf(id), stringOf(id))
  }
}

/** Each key where it was set first, with the value that was set last. */
class TrailerEntries {
  readonly keys: string[] = []
  readonly values: PdfValue[] = []

  set(key: string, value: PdfValue): void {
    const index = this.keys.indexOf(key)
    this.values[index < 0 ? this.keys.push(key) - 1 : index] = value
  }
}

function ascending(left: number, right: number): number {
  return left - right
}

/** What the last `startxref` says, so that both lead to the section in the same way, white space before it or not. */
function previousPointer(file: PdfFile): number {
  const last = file.revisions.at(-1)
  return last?.links[0]?.pointer ?? last?.xrefOffset ?? 0
}
