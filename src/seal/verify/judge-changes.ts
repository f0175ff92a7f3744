import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import type { Change, ChangeLevel, Differences } from '../../formats/pdf/differences/change.js'
import { checkPermitted, type Compared } from './permitted-changes.js'
import type { Changes } from './types.js'

/** What happened to a document after a signature was made. */
export interface ChangesOutcome {
  readonly changes: Changes
  readonly findings: readonly Finding[]
}

/** Findings name at most so many objects of each level; the rest is counted. */
const MOST_NAMED = 8

/** Returns what is to be said of changes (THREATS, difference analysis): the gravest kind, with the objects that show it. */
export function judgeChanges({ level, changes, problem }: Differences, compared: Compared): ChangesOutcome {
  if (level === 'unknown')
    return { changes: 'unknown', findings: [finding('change.analysis-failed', problem)] }
  const code = CODES[level]
  if (code === undefined) return { changes: level, findings: [] }
  const telling = changes.filter((change) => change.level === level)
  return {
    changes: level,
    findings: [finding(code, describe(telling)), ...checkPermitted(compared, { level, changes })],
  }
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
