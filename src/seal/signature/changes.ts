import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { differences } from '../../formats/pdf/differences/differences.js'
import type { Change, ChangeLevel } from '../../formats/pdf/differences/change.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import type { Changes } from './types.js'

/** What happened to a document after a signature was made. */
export interface ChangesOutcome {
  readonly changes: Changes
  readonly findings: readonly Finding[]
}

/** Findings name at most so many objects of each level; the rest is counted. */
const MOST_NAMED = 8

/**
 * Returns what was changed between the signed revision and the file as it ends (THREATS, difference analysis), each gravest kind with the
 * objects that show it. Nothing to compare with is `unknown`.
 */
export function checkChanges(signed: PdfFile | undefined, file: PdfFile): ChangesOutcome {
  if (signed === undefined) return { changes: 'unknown', findings: [] }
  // What stands between the revision that was signed and the end of the file is nothing but its line end.
  if (signed.revisions.length === file.revisions.length) return { changes: 'none', findings: [] }
  const { level, changes, problem } = differences(signed, file)
  if (level === 'unknown') return { changes: 'unknown', findings: [finding('change.analysis-failed', problem)] }
  const telling = changes.filter((change) => change.level === level)
  const code = CODES[level]
  return { changes: level, findings: code === undefined ? [] : [finding(code, describe(telling))] }
}

const CODES: Readonly<Partial<Record<ChangeLevel, Finding['code']>>> = {
  archival: 'change.archival',
  signatures: 'change.further-signature',
  'form-filling': 'change.after-signing',
  annotations: 'change.after-signing',
  other: 'change.after-signing',
}

function describe(changes: readonly Change[]): string {
  const named = changes.slice(0, MOST_NAMED).map(({ number, operation, kind, detail, paths }) => {
    const place = paths[0] ?? (number === 0 ? 'trailer' : `object ${number}`)
    return `${place} ${operation} (${detail === '' ? kind : `${kind}: ${detail}`})`
  })
  const others = changes.length - named.length
  return others > 0 ? `${named.join('; ')}; and ${others} more` : named.join('; ')
}
