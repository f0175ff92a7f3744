import { toBase64 } from '../../../base/base64.js'
import { Malformed } from '../../../base/errors.js'
import { parseJson } from '../../../base/json.js'
import { RecordFields, toInstant } from '../../store/record-fields.js'
import { readBundleKey, type BundleKey } from './bundle-key.js'
import { KEY_ID, requireType, ROOT_TYPE, type Envelope } from './envelope.js'
import { readingPart, refused } from './refusal.js'
import type { KeyRole } from './threshold.js'

/** The keys of one role as JSON has them. */
export interface KeyRoleRecord {
  readonly threshold: number
  readonly keyIds: readonly string[]
}

/** A root as JSON has it: which keys sign the next root, and which sign the list. */
export interface TrustRootRecord {
  readonly format: 'tax-trust-root/1'
  /** The list for which it speaks. */
  readonly listId: string
  readonly version: number
  /** Instant such as `2026-11-22T00:00:00Z`. */
  readonly expiresAt: string
  /** `id`: SHA-256 of the SubjectPublicKeyInfo in hexadecimal; `spki`: base64. */
  readonly keys: readonly { readonly id: string; readonly spki: string }[]
  readonly roles: { readonly root: KeyRoleRecord; readonly list: KeyRoleRecord }
}

/** A root that was read; whether it counts, its signatures say. */
export interface TrustRoot {
  readonly envelope: Envelope
  readonly listId: string
  readonly version: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly root: KeyRole
  readonly list: KeyRole
}

/** Most keys that a root may name. */
export const MAX_KEYS = 32

/** Most that a root may have, in bytes. */
export const MAX_ROOT_BYTES = 64 * 1024
const MAX_DEPTH = 8
const FIELDS = ['format', 'listId', 'version', 'expiresAt', 'keys', 'roles']

/** What the id of a list looks like. */
export const LIST_ID = /^[a-z0-9.-]{1,64}$/

/**
 * Returns the root in an envelope; `what` names it for a person. Throws `FiscalSealError('bundle.wrong-type' | 'bundle.malformed')`: also for a
 * key under another id than its own, a key or id that stands twice, and a threshold that its keys cannot reach.
 */
export async function readRoot(envelope: Envelope, what: string): Promise<TrustRoot> {
  requireType(envelope, ROOT_TYPE, what)
  const { record, spkis } = readingPart(what, () => readFields(envelope.payload))
  const keys = new Map<string, BundleKey>()
  for (const { id, spki } of spkis) {
    const key = await readKey(spki, what)
    if (key.id !== id) throw refused('bundle.malformed', `${what} has a key under an id that is not its own.`)
    if (keys.has(id)) throw refused('bundle.malformed', `${what} names a key twice.`)
    keys.set(id, key)
  }
  return readingPart(what, () => ({ envelope, ...readHead(record), ...readRoles(record, keys) }))
}

function readFields(payload: Uint8Array): {
  readonly record: RecordFields
  readonly spkis: readonly { readonly id: string; readonly spki: Uint8Array }[]
} {
  const json = parseJson(payload, { maxBytes: MAX_ROOT_BYTES, maxDepth: MAX_DEPTH })
  const record = new RecordFields(json, 'root', FIELDS)
  record.oneOf('format', ['tax-trust-root/1'])
  const spkis = record
    .objects('keys', ['id', 'spki'], { least: 1, most: MAX_KEYS })
    .map((key) => ({ id: key.text('id', KEY_ID), spki: key.bytes('spki') }))
  return { record, spkis }
}

async function readKey(spki: Uint8Array, what: string): Promise<BundleKey> {
  try {
    return await readBundleKey(spki)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw refused('bundle.malformed', `${what} has a key that cannot be used: ${error.message}.`, error)
  }
}

function readHead(record: RecordFields): Pick<TrustRoot, 'listId' | 'version' | 'expiresAt'> {
  return {
    listId: record.text('listId', LIST_ID),
    version: record.integer('version', { least: 1, most: Number.MAX_SAFE_INTEGER }),
    expiresAt: record.instant('expiresAt'),
  }
}

function readRoles(
  record: RecordFields,
  keys: ReadonlyMap<string, BundleKey>,
): Pick<TrustRoot, 'root' | 'list'> {
  const roles = record.object('roles', ['root', 'list'])
  return { root: readRole(roles, 'root', keys), list: readRole(roles, 'list', keys) }
}

function readRole(roles: RecordFields, name: 'root' | 'list', keys: ReadonlyMap<string, BundleKey>): KeyRole {
  const role = roles.object(name, ['threshold', 'keyIds'])
  const keyIds = role.texts('keyIds', KEY_ID)
  const named = new Map<string, BundleKey>()
  for (const keyId of keyIds) {
    const key = keys.get(keyId)
    if (key === undefined || named.has(keyId))
      throw refused('bundle.malformed', `${role.path} names a key twice, or one that is not there.`)
    named.set(keyId, key)
  }
  if (named.size === 0) throw refused('bundle.malformed', `${role.path} has no keys.`)
  return { threshold: role.integer('threshold', { least: 1, most: named.size }), keys: named }
}

/** Returns the root as JSON has it. */
export function toRootRecord(root: Omit<TrustRoot, 'envelope'>): TrustRootRecord {
  const keys = new Map([...root.root.keys, ...root.list.keys])
  return {
    format: 'tax-trust-root/1',
    listId: root.listId,
    version: root.version,
    expiresAt: toInstant(root.expiresAt),
    keys: [...keys.values()].map(({ id, key }) => ({ id, spki: toBase64(key.spki) })),
    roles: { root: toRoleRecord(root.root), list: toRoleRecord(root.list) },
  }
}

function toRoleRecord({ threshold, keys }: KeyRole): KeyRoleRecord {
  return { threshold, keyIds: [...keys.keys()] }
}
