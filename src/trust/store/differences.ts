import { toBase64 } from '../../base/base64.js'
import type { TrustAnchor, TrustListHeader } from './anchor.js'
import { toBindingRecord, toRules } from './anchor-record.js'
import { toInstant } from './record-fields.js'
import type { TrustStore } from './trust-store.js'

/** One field that differs; `undefined` where it is absent. */
export interface FieldChange {
  /** Such as `leaf.algorithms.minRsaBits`. */
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** What differs between two stores, as plain data: anchors by their ids, lists by theirs. Texts come from lists: escape them before they are shown. */
export interface StoreDifferences {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly id: string; readonly changes: readonly FieldChange[] }[]
  /** Lists whose version or dates differ; one that is new or gone differs from nothing. */
  readonly lists: readonly { readonly listId: string; readonly changes: readonly FieldChange[] }[]
}

/** Returns what was added, removed and changed from one store to another, in the order of ids. */
export function compareStores(before: TrustStore, after: TrustStore): StoreDifferences {
  const old = byId(before.anchors, ({ id }) => id)
  const young = byId(after.anchors, ({ id }) => id)
  const ids = [...new Set([...old.keys(), ...young.keys()])].sort()
  return {
    added: ids.filter((id) => !old.has(id)),
    removed: ids.filter((id) => !young.has(id)),
    changed: ids
      .filter((id) => old.has(id) && young.has(id) && old.get(id) !== young.get(id))
      .map((id) => ({ id, changes: changesIn(plain(old.get(id)), plain(young.get(id))) }))
      .filter(({ changes }) => changes.length > 0),
    lists: compareLists(before.lists, after.lists),
  }
}

function byId<Value>(values: readonly Value[], idOf: (value: Value) => string): ReadonlyMap<string, Value> {
  return new Map(values.map((value) => [idOf(value), value]))
}

/** Every field under its name in a list, wherever the anchor came from. */
function plain(anchor: TrustAnchor | undefined): unknown {
  if (anchor === undefined) return {}
  return {
    ...toRules(anchor),
    anchor: {
      kind: anchor.certificate === undefined ? 'spki' : 'certificate',
      der: toBase64(anchor.certificate?.der ?? anchor.spki),
      ...(anchor.subject === undefined ? {} : { subject: anchor.subject }),
    },
    taxIdBinding: toBindingRecord(anchor),
    revocation: anchor.revocation,
    evidence: anchor.evidence,
    list: anchor.list?.listId,
  }
}

function compareLists(
  before: readonly TrustListHeader[],
  after: readonly TrustListHeader[],
): StoreDifferences['lists'] {
  const old = byId(before, ({ listId }) => listId)
  const young = byId(after, ({ listId }) => listId)
  const ids = [...new Set([...old.keys(), ...young.keys()])].sort()
  return ids
    .map((listId) => ({
      listId,
      changes: changesIn(plainList(old.get(listId)), plainList(young.get(listId))),
    }))
    .filter(({ changes }) => changes.length > 0)
}

function plainList(header: TrustListHeader | undefined): unknown {
  if (header === undefined) return {}
  const { version, issuedAt, expiresAt } = header
  return { version, issuedAt: toInstant(issuedAt), expiresAt: toInstant(expiresAt) }
}

/** Objects are compared field by field, lists of objects entry by entry, other lists as a whole. */
function changesIn(before: unknown, after: unknown, field = ''): readonly FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) =>
      changesIn(before[name], after[name], field === '' ? name : `${field}.${name}`),
    )
  }
  if (isListOfRecords(before) && isListOfRecords(after)) {
    const count = Math.max(before.length, after.length)
    return Array.from({ length: count }).flatMap((_, index) =>
      changesIn(before[index], after[index], `${field}[${index}]`),
    )
  }
  return sortedText(before) === sortedText(after) ? [] : [{ field, before, after }]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The order in which the fields of an object stand says nothing. */
function sortedText(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  )
}

function isListOfRecords(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isRecord)
}
