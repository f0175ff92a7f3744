import { NO_DELEGATION, NO_HASHES, NO_TARGETS, type Scenario } from './tuf-scenario.js'

const withName = (name: string, ids: readonly string[], why: string): Record<string, Scenario> =>
  Object.fromEntries(ids.map((id) => [id === '' ? name : `${name}[${id}]`, why]))

/** The scenarios of the files of the suite in which nothing applies. */
export const ELSEWHERE: Record<string, Scenario> = {
  ...withName('test_client_downloads_expected_file', [''], NO_TARGETS),
  ...withName('test_client_downloads_expected_file_in_sub_dir', [''], NO_TARGETS),
  ...withName('test_repository_substitutes_target_file', [''], NO_TARGETS),
  ...withName('test_multiple_changes_to_target', [''], NO_TARGETS),
  ...withName('test_download_with_hash_algorithms', ['hashes0', 'hashes1', 'hashes2'], NO_HASHES),
  ...withName('test_download_with_unknown_hash_algorithm', [''], NO_HASHES),
  ...withName('test_artifact_cache', [''], NO_TARGETS),
  ...withName('test_unusual_role_name', ['?', '#', '/delegatedrole', '../delegatedrole'], NO_DELEGATION),
  ...withName(
    'test_static_repository',
    ['sigstore-root-signing', 'tuf-on-ci-0.11'],
    'not: these repositories are in the format of TUF itself',
  ),
  ...withName(
    'test_graph_traversal',
    [
      ...['basic-delegation', 'single-level-delegations', 'two-level-delegations'],
      ...['two-level-test-DFS-order-of-traversal', 'three-level-delegation-test-DFS-order-of-traversal'],
      'two-level-terminating-ignores-all-but-roles-descendants',
      'three-level-terminating-ignores-all-but-roles-descendants',
      'two-level-ignores-all-branches-not-matching-paths',
      'three-level-ignores-all-branches-not-matching-paths',
      ...['cyclic-graph', 'two-roles-delegating-to-a-third'],
      'two-roles-delegating-to-a-third-different-paths',
    ],
    NO_DELEGATION,
  ),
  ...withName(
    'test_targetfile_search',
    [
      ...['no delegations', 'targetpath matches wildcard', 'targetpath with separators x'],
      ...['targetpath with separators y', 'targetpath is not delegated by all roles in the chain'],
      ...['wildcard does not match path separator', 'targetpath matches question mark wildcard'],
      'targetpath does not match question mark wildcard',
      'targetpath matching is case sensitive',
    ],
    NO_DELEGATION,
  ),
  ...withName(
    'TestRepositorySimulator',
    [
      'test_repo_initialzation_unittest',
      'test_basic_metadata_hash_support_unittest',
      'test_update_timestamp',
    ],
    'not: the suite tests its own repository',
  ),
  ...withName('test_cached_role_is_verified_against_current_delegator', [''], NO_DELEGATION),
  ...withName('test_delegation_not_in_snapshot', [''], NO_DELEGATION),
}
