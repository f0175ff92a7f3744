import { Malformed } from '../../../base/errors.js'
import type { PdfFile } from '../file.js'
import { PdfArray } from '../values.js'
import { isSameValue } from './canonical.js'
import { furthest, type Change, type Differences } from './change.js'
import { AnalysisBudget } from './analysis-budget.js'
import { Comparison } from './comparison.js'
import { infoRuling } from './document-rules.js'
import { rulingOn } from './object-ruling.js'
import { unaccountedBytes } from './revision-bytes.js'

/**
 * Returns what changed from one revision of a file to a later one, object by object. What cannot be analysed makes the level `unknown`;
 * nothing is thrown for it.
 */
export function differences(before: PdfFile, after: PdfFile, budget = new AnalysisBudget()): Differences {
  try {
    const comparison = new Comparison(before, after, budget)
    const changes = [
      ...byteChanges(before, after, budget),
      ...trailerChanges(before, after),
      ...informationChanges(comparison),
      ...objectChanges(comparison),
    ]
    return { level: furthest(changes.map((change) => change.level)), changes }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { level: 'unknown', changes: [], problem: error.message }
  }
}

function objectChanges(comparison: Comparison): readonly Change[] {
  const changes: Change[] = []
  for (const object of comparison.touched.values()) {
    const ruling = rulingOn(comparison, object)
    if (ruling.level === 'none') continue
    changes.push({
      number: object.number,
      operation: object.operation,
      ...ruling,
      paths: comparison.pathsTo(object.number),
    })
  }
  return changes
}

/** ISO 32000-2 table 15: the catalog and the permanent identifier stay, encryption does not appear, a plain file does not become a hybrid one. */
function trailerChanges(before: PdfFile, after: PdfFile): readonly Change[] {
  const changed: string[] = []
  if (!isSameValue(before.trailerValue('Root'), after.trailerValue('Root'))) changed.push('Root')
  if (!isSameValue(before.trailerValue('Encrypt'), after.trailerValue('Encrypt'))) changed.push('Encrypt')
  const identifier = firstIdentifier(before)
  if (identifier !== null && !isSameValue(identifier, firstIdentifier(after))) changed.push('ID')
  if (isHybrid(after) && !isHybrid(before)) changed.push('XRefStm')
  return changed.map((key) => ({
    number: 0,
    operation: 'changed',
    kind: 'trailer',
    level: 'other',
    detail: key,
    paths: [`/${key}`],
  }))
}

/** Every byte of a later revision is one that its sections account for. */
function byteChanges(before: PdfFile, after: PdfFile, budget: AnalysisBudget): readonly Change[] {
  return after.revisions.slice(before.revisions.length).flatMap(({ end }): readonly Change[] => {
    const detail = unaccountedBytes(after.at(end), budget)
    if (detail === undefined) return []
    return [{ number: 0, operation: 'added', kind: 'other', level: 'other', detail, paths: [] }]
  })
}

/** /Info may be written into the trailer, or lead to another object that was there before: neither is an object that changed. */
function informationChanges(comparison: Comparison): readonly Change[] {
  const { before, after } = comparison
  if (isSameValue(before.trailerValue('Info'), after.trailerValue('Info'))) return []
  const ruling = infoRuling(comparison)
  return ruling.detail === '' ? [] : [{ number: 0, operation: 'changed', ...ruling, paths: ['/Info'] }]
}

function firstIdentifier(file: PdfFile): ReturnType<PdfFile['resolve']> {
  const identifiers = file.resolve(file.trailerValue('ID'))
  return identifiers instanceof PdfArray ? file.resolve(identifiers.items[0]) : null
}

function isHybrid(file: PdfFile): boolean {
  return file.revisions.some((revision) => revision.form === 'hybrid')
}
