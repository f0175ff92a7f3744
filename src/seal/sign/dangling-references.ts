import type { PdfFile } from '../../formats/pdf/file.js'
import { PdfArray, PdfDictionary, PdfReference, PdfStream, type PdfValue } from '../../formats/pdf/values.js'
import { ReferenceScan } from './reference-scan.js'

/**
 * Returns a reference that can be reached from the catalog and leads to nothing, or `undefined`. Such a document must not be sealed:
 * whoever defines the object later changes what was sealed (DESIGN §3, invariant 4; THREATS P-OBJ-09).
 * Throws `Malformed` when an object that the catalog leads to cannot be read.
 */
export function findDanglingReference(file: PdfFile): PdfReference | undefined {
  // Almost every file refers to nothing that is missing, wherever from: that is found out without building values.
  return refersOnlyToWhatIsThere(file) ? undefined : walk(file)
}

function refersOnlyToWhatIsThere(file: PdfFile): boolean {
  const scan = new ReferenceScan()
  const bytes = file.source.read(0, file.source.size)
  const missing: PdfReference[] = []
  for (const number of file.numbers()) {
    const entry = file.entry(number)
    if (entry?.kind === 'offset') {
      if (entry.generation !== 0) return false
      scan.scanObject(bytes, entry.offset)
    } else {
      eachReference(file.object(number)?.value ?? null, (reference) => {
        if (!isThere(file, reference)) missing.push(reference)
      })
    }
  }
  const { numbers, isCertain } = scan.result
  if (!isCertain || missing.length > 0) return false
  for (const number of numbers) if (file.entry(number) === undefined) return false
  return true
}

function walk(file: PdfFile): PdfReference | undefined {
  const seen = new Set<number>()
  const waiting: PdfValue[] = [file.trailer.get('Root') ?? null]
  let dangling: PdfReference | undefined
  while (dangling === undefined && waiting.length > 0) {
    eachReference(waiting.pop() ?? null, (reference) => {
      if (!isThere(file, reference)) dangling ??= reference
      else if (!seen.has(reference.number)) {
        seen.add(reference.number)
        waiting.push(file.object(reference.number)?.value ?? null)
      }
    })
  }
  return dangling
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
