import { beforeAll, describe, expect } from '@jest/globals'
import { FiscalSealError } from '../../../../src/base/errors.js'
import { fromUtf8 } from '../../../../src/base/bytes.js'
import {
  bundleOf,
  bytesOf,
  envelopeOf,
  keyAt,
  LIST_TYPE,
  listOf,
  listRecord,
  openAuthority,
  ROOT_TYPE,
  rootOf,
  rootRecord,
  type Envelope,
  type RootShape,
} from './publisher.js'
import { TestClient } from './test-client.js'
import {
  NO_DELEGATION,
  NO_HASHES,
  NO_SUCH_ROLE,
  NO_TARGETS,
  runScenarios,
  type Scenario,
} from './tuf-scenario.js'
import { ELSEWHERE } from './tuf-scenarios-elsewhere.js'

const FIRST: RootShape = {
  version: 1,
  root: { keys: [0], threshold: 1 },
  list: { keys: [1], threshold: 1 },
}
let root1: Envelope

beforeAll(async () => {
  await openAuthority()
  root1 = rootOf(FIRST, [0])
})

const second = (change: Partial<RootShape>): RootShape => ({ ...FIRST, version: 2, ...change })
const newClient = (): TestClient => new TestClient(bytesOf(root1))
const list = (version: number, signers: readonly number[] = [1]): Envelope => listOf({ version }, signers)

/** A client that has version 1. */
async function initialised(): Promise<TestClient> {
  const client = newClient()
  expect(await client.refresh(bundleOf([root1], list(1)))).toBe('accepted')
  return client
}

/** What a client with version 1 makes of a bundle. */
async function refreshed(bundle: Uint8Array, days = 0): Promise<string> {
  const client = await initialised()
  return `${await client.refresh(bundle, days)} ${await client.versions()}`
}

const BASIC: Record<string, Scenario> = {
  test_basic_refresh_requests: async () => {
    const asked: string[] = []
    const fetcher = ({ url }: { readonly url: string }): Promise<Uint8Array> => {
      asked.push(url)
      return Promise.resolve(bundleOf([root1], list(1)))
    }
    expect(await newClient().refresh({ url: 'https://lists.test/', fetcher })).toBe('accepted')
    expect(asked).toEqual(['https://lists.test/'])
  },
  test_basic_refresh_trusted_data: async () => {
    const client = newClient()
    const bundle = bundleOf([root1], list(1))
    expect(await client.refresh(bundle)).toBe('accepted')
    const kept = fromUtf8((await client.storage.read()) ?? new Uint8Array()) ?? ''
    expect(JSON.parse(kept)).toEqual(JSON.parse(fromUtf8(bundle) ?? ''))
  },
  test_implicit_refresh: NO_TARGETS,
  test_invalid_initial_root: async () => {
    const { version: _, ...rest } = rootRecord(FIRST)
    const client = new TestClient(bytesOf(envelopeOf(ROOT_TYPE, rest, [0])))
    expect(await client.refresh(bundleOf([root1], list(1)))).toBe('bundle.malformed')
  },
  test_unsigned_initial_root: async () => {
    const client = new TestClient(bytesOf({ ...root1, signatures: rootOf(second({}), [0]).signatures }))
    expect(await client.refresh(bundleOf([root1], list(1)))).toBe('bundle.threshold')
  },
  'test_unsigned_metadata[root]': async () => {
    const unsigned = rootOf(second({}), [])
    expect(await refreshed(bundleOf([root1, unsigned], list(2)))).toBe('bundle.threshold 1.1')
  },
  'test_unsigned_metadata[timestamp]': NO_SUCH_ROLE,
  'test_unsigned_metadata[snapshot]': NO_SUCH_ROLE,
  'test_unsigned_metadata[targets]': async () => {
    const bundle = bundleOf([root1, rootOf(second({}), [0])], list(2, []))
    expect(await refreshed(bundle)).toBe('bundle.threshold 1.1')
  },
  'test_url_and_metadata_version_mismatch[root]': async () => {
    const third = rootOf({ ...FIRST, version: 3 }, [0])
    expect(await refreshed(bundleOf([root1, third], list(2)))).toBe('bundle.root-skipped 1.1')
    expect(await refreshed(bundleOf([third], list(2)))).toBe('bundle.root-skipped 1.1')
  },
  'test_url_and_metadata_version_mismatch[snapshot]': NO_SUCH_ROLE,
  'test_url_and_metadata_version_mismatch[targets]': 'not: no address names the version of a list',
  /** Stricter: TUF says nothing and keeps what it has; here the update is refused by name. */
  test_timestamp_content_changes: async () => {
    const changed = listOf({ version: 1, issued: -3 }, [1])
    expect(await refreshed(bundleOf([root1], changed))).toBe('bundle.version-reused 1.1')
  },
  test_basic_metadata_hash_support: NO_HASHES,
  test_targets_hash_mismatch: NO_HASHES,
  test_snapshot_hash_mismatch: NO_HASHES,
  test_metadata_bytes_match: async () => {
    const text = `${JSON.stringify(listRecord({ version: 1 }), null, 7)} \n`
    const client = newClient()
    expect(await client.refresh(bundleOf([root1], envelopeOf(LIST_TYPE, text, [1])))).toBe('accepted')
    const kept = fromUtf8((await client.storage.read()) ?? new Uint8Array()) ?? ''
    expect(kept).toContain(Buffer.from(text).toString('base64'))
  },
  /** Stricter: a field that is not understood may be a restriction. */
  test_custom_fields: async () => {
    const root2 = envelopeOf(ROOT_TYPE, { ...rootRecord(second({})), 'custom-field': 'value' }, [0])
    expect(await refreshed(bundleOf([root1, root2], list(2)))).toBe('bundle.malformed 1.1')
  },
  /** Stricter, for the same reason. */
  test_deprecated_keyid_hash_algorithms: async () => {
    const record = rootRecord(second({}))
    const keys = (record['keys'] as object[]).map((key) => ({ ...key, keyid_hash_algorithms: 'md5' }))
    const root2 = envelopeOf(ROOT_TYPE, { ...record, keys }, [0])
    expect(await refreshed(bundleOf([root1, root2], list(2)))).toBe('bundle.malformed 1.1')
  },
  test_snapshot_404: NO_SUCH_ROLE,
  test_targets_404: NO_TARGETS,
  test_timestamp_404: async () => {
    const client = await initialised()
    const fetcher = (): Promise<Uint8Array> =>
      Promise.reject(new FiscalSealError('fetch.failed', 'status 404'))
    expect(await client.refresh({ url: 'https://lists.test/', fetcher })).toBe('fetch.failed')
    expect(await client.versions()).toBe('1.1')
  },
  test_incorrect_metadata_type: async () => {
    const shared = rootOf(second({ list: { keys: [0, 1], threshold: 1 } }), [0])
    expect(await refreshed(bundleOf([root1, shared], shared))).toBe('bundle.wrong-type 1.1')
  },
  test_faketime: async () => {
    const root2 = rootOf(second({ ends: 7 }), [0])
    expect(await refreshed(bundleOf([root1, root2], list(2)), 6)).toBe('accepted 2.2')
    expect(await refreshed(bundleOf([root1, root2], list(2)), 8)).toBe('bundle.expired 1.1')
  },
}

const EXPIRATION: Record<string, Scenario> = {
  /** Ours keeps the root before: a bundle counts as a whole. */
  test_root_expired: async () => {
    const root2 = rootOf(second({ ends: -1 }), [0])
    expect(await refreshed(bundleOf([root1, root2], list(2)))).toBe('bundle.expired 1.1')
  },
  test_timestamp_expired: async () => {
    const expired = listOf({ version: 2, ends: -5, issued: -9 }, [1])
    expect(await refreshed(bundleOf([root1], expired))).toBe('bundle.expired 1.1')
  },
  test_snapshot_expired: NO_SUCH_ROLE,
  test_targets_expired: async () => {
    const expired = listOf({ version: 2, ends: -5, issued: -9 }, [1])
    expect(await refreshed(bundleOf([root1, rootOf(second({}), [0])], expired))).toBe('bundle.expired 1.1')
  },
  test_expired_local_root: async () => {
    const client = newClient()
    const root2 = rootOf(second({ ends: 7 }), [0])
    expect(await client.refresh(bundleOf([root1, root2], list(1)))).toBe('accepted')
    const root3 = rootOf({ ...FIRST, version: 3, ends: 21 }, [0])
    expect(await client.refresh(bundleOf([root1, root2, root3], list(2)), 18)).toBe('accepted')
    expect(await client.versions()).toBe('3.2')
  },
  test_expired_local_timestamp: async () => {
    const client = newClient()
    expect(await client.refresh(bundleOf([root1], listOf({ version: 1, ends: 7 }, [1])))).toBe('accepted')
    const newer = bundleOf([root1], listOf({ version: 2, ends: 21 }, [1]))
    expect(await client.refresh(newer, 18)).toBe('accepted')
    expect(await client.versions()).toBe('1.2')
  },
}

const KEYS_AND_SIGNATURES: Record<string, Scenario> = {
  test_snapshot_does_not_meet_threshold: async () => {
    const root2 = rootOf(second({ list: { keys: [1, 2, 3], threshold: 3 } }), [0])
    const client = await initialised()
    expect(await client.refresh(bundleOf([root1, root2], list(2, [1, 2, 3])))).toBe('accepted')
    expect(await client.refresh(bundleOf([root1, root2], list(3, [1, 2])))).toBe('bundle.threshold')
    expect(await client.versions()).toBe('2.2')
  },
  /** Stricter: a root that no list can satisfy is no root. */
  test_snapshot_has_too_few_keys: async () => {
    const root2 = rootOf(second({ list: { keys: [1, 2, 3, 4, 5], threshold: 6 } }), [0])
    expect(await refreshed(bundleOf([root1, root2], list(2, [1, 2, 3, 4, 5])))).toBe('bundle.malformed 1.1')
  },
  test_duplicate_keys: async () => {
    const record = rootRecord(second({ list: { keys: [1, 1, 1, 1, 1, 1, 1, 1, 1], threshold: 6 } }))
    const bundle = bundleOf([root1, envelopeOf(ROOT_TYPE, record, [0])], list(2, [1, 1, 1, 1, 1, 1, 1, 1, 1]))
    expect(await refreshed(bundle)).toBe('bundle.malformed 1.1')
  },
  test_duplicate_sig_keyids: async () => {
    expect(await refreshed(bundleOf([root1], list(2, [1, 1])))).toBe('bundle.malformed 1.1')
  },
  'test_keytype_and_scheme[rsa/rsassa-pss-sha256]': 'not: keys are Ed25519 or P-256, and nothing else',
  'test_keytype_and_scheme[ecdsa/ecdsa-sha2-nistp256]': () => keyOfKind(3),
  'test_keytype_and_scheme[ed25519/ed25519]': () => keyOfKind(2),
  test_invalid_sig_in_valid_metadata: async () => {
    const root2 = rootOf(second({ list: { keys: [1, 2], threshold: 1 } }), [0])
    const good = list(2, [2])
    for (const sig of [list(9).signatures[0]?.sig ?? '', '']) {
      const signatures = [{ keyid: keyAt(1).id, sig }, ...good.signatures]
      expect(await refreshed(bundleOf([root1, root2], { ...good, signatures }))).toBe('accepted 2.2')
    }
  },
}

/** A new key of the root must sign, and a signature of it over something else does not do. */
async function keyOfKind(index: number): Promise<void> {
  const root2 = rootOf(second({ root: { keys: [0, index], threshold: 2 } }), [0, index])
  const third: RootShape = { ...second({ root: { keys: [0, index], threshold: 2 } }), version: 3 }
  const root3 = rootOf(third, [0, index])
  const forged = { ...root3, signatures: [root3.signatures[0], root2.signatures[1]] }
  const client = await initialised()
  expect(await client.refresh(bundleOf([root1, root2], list(1)))).toBe('accepted')
  expect(await client.refresh(bundleOf([root1, root2, forged], list(2)))).toBe('bundle.threshold')
  expect(await client.versions()).toBe('2.1')
}

const ROLLBACK: Record<string, Scenario> = {
  test_new_timestamp_version_rollback: async () => {
    const client = await initialised()
    expect(await client.refresh(bundleOf([root1], list(2)))).toBe('accepted')
    expect(await client.refresh(bundleOf([root1], list(1)))).toBe('bundle.rollback')
    expect(await client.versions()).toBe('1.2')
  },
  'test_snapshot_rollback[basic]': NO_SUCH_ROLE,
  'test_snapshot_rollback[with hashes]': NO_SUCH_ROLE,
  test_targets_role_removal: NO_DELEGATION,
  test_targets_fast_forward_recovery: fastForwardRecovery,
  test_new_snapshot_fast_forward_recovery: NO_SUCH_ROLE,
  test_new_timestamp_fast_forward_recovery: fastForwardRecovery,
  'test_targets_rollback[basic]': async () => {
    const client = await initialised()
    expect(await client.refresh(bundleOf([root1], list(2)))).toBe('accepted')
    const root2 = rootOf(second({}), [0])
    expect(await client.refresh(bundleOf([root1, root2], list(1)))).toBe('bundle.rollback')
    expect(await client.versions()).toBe('1.2')
  },
  'test_targets_rollback[with hashes]': NO_HASHES,
}

async function fastForwardRecovery(): Promise<void> {
  const client = await initialised()
  expect(await client.refresh(bundleOf([root1], list(Number.MAX_SAFE_INTEGER)))).toBe('accepted')
  expect(await client.refresh(bundleOf([root1], list(2)))).toBe('bundle.rollback')
  const root2 = rootOf(second({ list: { keys: [2], threshold: 1 } }), [0])
  expect(await client.refresh(bundleOf([root1, root2], list(1, [2])))).toBe('accepted')
  expect(await client.versions()).toBe('2.1')
  expect(await client.refresh(bundleOf([root1], list(Number.MAX_SAFE_INTEGER)))).toBe('bundle.rollback')
}

describe('TUF conformance, test_basic', () => {
  runScenarios(BASIC, [14, 10])
})

describe('TUF conformance, test_expiration', () => {
  runScenarios(EXPIRATION, [5, 1])
})

describe('TUF conformance, test_keys', () => {
  runScenarios(KEYS_AND_SIGNATURES, [7, 1])
})

describe('TUF conformance, test_rollback', () => {
  runScenarios(ROLLBACK, [4, 5])
})

describe('TUF conformance, the files in which nothing applies', () => {
  runScenarios(ELSEWHERE, [0, 41])
})
