/**
 * How far a change goes, each word covering those before it: nothing; validation data and document time-stamps; further signatures; form
 * values; new annotations; anything else. `unknown` when the comparison could not be made.
 */
export type ChangeLevel =
  'none' | 'archival' | 'signatures' | 'form-filling' | 'annotations' | 'other' | 'unknown'

/** What a changed object is in the document. */
export type ChangeKind =
  | 'dss'
  | 'document-timestamp'
  | 'signature'
  | 'signature-field'
  | 'visible-signature-field'
  | 'form'
  | 'annotation'
  | 'metadata'
  | 'extensions'
  | 'catalog'
  | 'page'
  | 'trailer'
  | 'orphan'
  | 'other'

/** One object that a later revision added, changed or freed. */
export interface Change {
  /** Object number; 0 for the trailer. */
  readonly number: number
  readonly operation: 'added' | 'changed' | 'freed'
  readonly kind: ChangeKind
  readonly level: ChangeLevel
  /** What exactly, such as the keys that changed: for a person. */
  readonly detail: string
  /** Where it hangs in the document, such as `/Root/AcroForm/Fields/2`; empty when nothing leads to it. */
  readonly paths: readonly string[]
}

/** What changed between two revisions. */
export interface Differences {
  readonly level: ChangeLevel
  readonly changes: readonly Change[]
  /** Why the comparison could not be made, where `level` is `unknown`. */
  readonly problem?: string
}

/** What a rule says of an object: what it is and how far its change goes. */
export interface Ruling {
  readonly kind: ChangeKind
  readonly level: ChangeLevel
  readonly detail: string
}

const ORDER: readonly ChangeLevel[] = [
  'none',
  'archival',
  'signatures',
  'form-filling',
  'annotations',
  'other',
  'unknown',
]

/** Returns the level that goes furthest; `none` of none. */
export function furthest(levels: Iterable<ChangeLevel>): ChangeLevel {
  let furthestYet = 0
  for (const level of levels) furthestYet = Math.max(furthestYet, ORDER.indexOf(level))
  return ORDER[furthestYet] ?? 'unknown'
}

/** Returns one ruling for several: the furthest of them, with the details of all. */
export function combined(rulings: readonly Ruling[], none: Ruling): Ruling {
  const level = furthest(rulings.map((ruling) => ruling.level))
  const telling = rulings.find((ruling) => ruling.level === level)
  if (telling === undefined) return none
  return {
    ...telling,
    detail: rulings
      .map((ruling) => ruling.detail)
      .filter((detail) => detail !== '')
      .join(', '),
  }
}
