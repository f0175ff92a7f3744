import type { PdfFile } from '../file.js'
import type { Differences } from './change.js'
import { RevisionHistory } from './revision-history.js'

/**
 * Returns what changed after the revision that may be said to end at `end`. For several signatures of one file ask one `RevisionHistory`, which
 * compares each revision once. What cannot be analysed makes the level `unknown`.
 */
export function changesAfter(file: PdfFile, end: number): Differences {
  const signed = file.revisions.find((revision) => revision.ends.includes(end))
  if (signed === undefined) return { level: 'unknown', changes: [], problem: 'no revision ends there' }
  return new RevisionHistory(file).changesAfter(signed.index)
}
