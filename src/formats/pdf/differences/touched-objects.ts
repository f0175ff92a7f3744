import type { PdfFile } from '../file.js'
import type { IndirectObject } from '../indirect-object.js'
import type { PdfValue } from '../values.js'
import type { ChainLink } from '../xref/chain.js'
import { sameEntry } from '../xref/section.js'
import type { AnalysisBudget } from './analysis-budget.js'
import { isSameValue } from './canonical.js'

/** An object that is not what it was. */
export interface TouchedObject {
  readonly number: number
  readonly operation: 'added' | 'changed' | 'freed'
  /** Null where there was none. */
  readonly before: PdfValue
  readonly after: PdfValue
  readonly isSameGeneration: boolean
}

/** Returns the objects whose value differs between two revisions of a file. Only what the later sections list is looked at. Throws `Malformed`. */
export function touchedObjects(
  before: PdfFile,
  after: PdfFile,
  budget: AnalysisBudget,
): readonly TouchedObject[] {
  const touched: TouchedObject[] = []
  for (const number of listedNumbers(before, after)) {
    budget.spend()
    const object = compare(number, { before, after, budget })
    if (object !== undefined) touched.push(object)
  }
  return touched
}

function compare(
  number: number,
  revisions: { readonly before: PdfFile; readonly after: PdfFile; readonly budget: AnalysisBudget },
): TouchedObject | undefined {
  const { before, after, budget } = revisions
  if (sameEntry(before.entry(number), after.entry(number))) return undefined
  const old = before.object(number)
  const young = after.object(number)
  const values = { before: old?.value ?? null, after: young?.value ?? null }
  for (const value of [values.before, values.after]) {
    budget.spendReading(value)
    budget.spendWhole(value)
  }
  if (isSameObject(old, young)) return undefined
  const isSameGeneration = old?.generation === young?.generation
  if (old === undefined) return { number, operation: 'added', ...values, isSameGeneration }
  return { number, operation: young === undefined ? 'freed' : 'changed', ...values, isSameGeneration }
}

/** ISO 32000-2 §7.3.10: an object that is not there is null, and one that is null might as well not be there. */
function isSameObject(old: IndirectObject | undefined, young: IndirectObject | undefined): boolean {
  const before = old?.value ?? null
  const after = young?.value ?? null
  if (before === null || after === null) return before === after
  return old?.generation === young?.generation && isSameValue(before, after)
}

/** The numbers that sections of the later file list which the earlier one does not have; all numbers when it does not build on the earlier one. */
function listedNumbers(before: PdfFile, after: PdfFile): ReadonlySet<number> {
  const old = linksOf(before)
  const offsets = new Set(old.map((link) => link.section.offset))
  const links = linksOf(after)
  const shared = links.filter((link) => offsets.has(link.section.offset))
  const listed =
    shared.length === old.length
      ? links.filter((link) => !offsets.has(link.section.offset))
      : [...links, ...old]
  const numbers = new Set<number>()
  for (const { section, hybridStream } of listed) {
    for (const { first, count } of [...section.ranges, ...(hybridStream?.ranges ?? [])]) {
      for (let number = first; number < first + count; number++) numbers.add(number)
    }
  }
  return numbers
}

function linksOf(file: PdfFile): readonly ChainLink[] {
  return file.revisions.flatMap((revision) => revision.links)
}
