import type { Malformed } from '../errors.js'
import { FINDINGS, type FindingCode } from './table.js'
import type { FindingRow } from './effect.js'

/** Something that a check found: a stable code, one sentence, and where known the detail and the place. */
export interface Finding {
  readonly code: FindingCode
  readonly message: string
  /** What exactly, e.g. a subject name or an object number. Text from the file: escape it before it is shown. */
  readonly detail?: string
  /** Offset in bytes in the file or in the structure that was parsed. */
  readonly offset?: number
}

/** That nothing was found. */
export const NO_FINDINGS: readonly Finding[] = []

/** Returns the finding `code` with its sentence from the table. */
export function finding(code: FindingCode, detail?: string, offset?: number): Finding {
  const message = FINDINGS[code].message
  // Some are kept, and told to many: nobody changes one for the others.
  return Object.freeze({
    code,
    message,
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(offset === undefined ? {} : { offset }),
  })
}

/** Returns the finding that a refused structure stands for. */
export function findingOf(malformed: Malformed): Finding {
  return finding(malformed.code, malformed.detail, malformed.offset)
}

/** Returns the row of the taxonomy for `code`. */
export function rowOf(code: FindingCode): FindingRow {
  return FINDINGS[code]
}
