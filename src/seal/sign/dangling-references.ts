import type { PdfFile } from '../../formats/pdf/file.js'
import { PdfArray, PdfDictionary, PdfReference, PdfStream, type PdfValue } from '../../formats/pdf/values.js'
import { ReferenceScan } from './reference-scan.js'

/** References that lead to nothing. */
export interface DanglingReferences {
  /** One that the catalog leads to. */
  readonly reachable: PdfReference | undefined
  /** The numbers of all that were found, in the trailers too. */
  readonly numbers: ReadonlySet<number>
}

/**
 * Returns the references of a file that lead to nothing (DESIGN §3, invariant 4; THREATS P-OBJ-09). Where the catalog leads to one, the document
 * must not be sealed: whoever defines the object later changes what was sealed. The others must not be defined by us, in a signed document
 * least of all. Throws `Malformed` when an object cannot be read.
 */
export function findDanglingReferences(file: PdfFile): DanglingReferences {
  const inObjects = new MissingNumbers(file)
  const isCertain = inObjects.scan()
  // Almost every file refers to nothing that is missing: that is found out without building values, and the walk is left out.
  const isComplete = isCertain && inObjects.found.size === 0
  const reachable = isComplete ? undefined : walk(file, inObjects.found)
  return { reachable, numbers: new Set([...inObjects.found, ...missingInTrailers(file)]) }
}

class MissingNumbers {
  readonly found = new Set<number>()
  readonly #file: PdfFile

  constructor(file: PdfFile) {
    this.#file = file
  }

  /** Returns whether all objects were understood. */
  scan(): boolean {
    const file = this.#file
    const scan = new ReferenceScan()
    const present = new Set<number>()
    const bytes = file.source.read(0, file.source.size)
    let isPlain = true
    for (const number of file.numbers()) {
      present.add(number)
      const entry = file.entry(number)
      if (entry?.kind === 'offset') {
        isPlain &&= entry.generation === 0
        scan.scanObject(bytes, entry.offset)
      } else {
        this.#visitCompressed(number)
      }
    }
    for (const number of scan.numbers) if (!present.has(number)) this.found.add(number)
    return scan.isCertain && isPlain
  }

  #visitCompressed(number: number): void {
    eachReference(this.#file.object(number)?.value ?? null, (reference) => {
      if (!isThere(this.#file, reference)) this.found.add(reference.number)
    })
  }
}

/** Parses everything that the catalog leads to, and adds what is missing to `found`. */
function walk(file: PdfFile, found: Set<number>): PdfReference | undefined {
  const seen = new Set<number>()
  const waiting: PdfValue[] = [file.trailerValue('Root') ?? null]
  let dangling: PdfReference | undefined
  while (waiting.length > 0) {
    eachReference(waiting.pop() ?? null, (reference) => {
      if (!isThere(file, reference)) {
        found.add(reference.number)
        dangling ??= reference
      } else if (!seen.has(reference.number)) {
        seen.add(reference.number)
        waiting.push(file.object(reference.number)?.value ?? null)
      }
    })
  }
  return dangling
}

/** Writers leave references to what they did not write in trailers, as LibreOffice does in `/AdditionalStreams`. */
function missingInTrailers(file: PdfFile): readonly number[] {
  const missing: number[] = []
  for (const { trailer } of file.revisions) {
    eachReference(trailer, (reference) => {
      if (!isThere(file, reference)) missing.push(reference.number)
    })
  }
  return missing
}

function isThere(file: PdfFile, { number, generation }: PdfReference): boolean {
  const entry = file.entry(number)
  if (entry === undefined) return false
  return generation === (entry.kind === 'offset' ? entry.generation : 0)
}

function eachReference(value: PdfValue, visit: (reference: PdfReference) => void): void {
  if (value instanceof PdfReference) visit(value)
  else if (value instanceof PdfArray) for (const item of value.items) eachReference(item, visit)
  else if (value instanceof PdfDictionary)
    for (const item of value.entries.values()) eachReference(item, visit)
  else if (value instanceof PdfStream) eachReference(value.dictionary, visit)
}
