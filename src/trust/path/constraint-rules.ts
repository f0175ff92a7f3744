import { joinLists } from '../../base/lists.js'
import { checkNames } from './names/name-rules.js'
import type { Constraining, JudgedPath, PathOptions, UnderConstraints } from './path-options.js'
import { checkPolicies } from './policies/policy-rules.js'

/**
 * Returns what the constraints of a path, on names and on policies, leave of it (RFC 5280 §4.2.1.10, §6.1.3 to §6.1.5). Throws `Malformed` for
 * constraints that cannot be read, and `path.limit`. Apart from the other rules: few paths have any, and what judges them is long.
 */
export function checkConstraints(
  path: JudgedPath,
  options: PathOptions,
  constraining: Constraining,
): UnderConstraints {
  const names = checkNames(path, constraining)
  const { policies, findings } = checkPolicies(path, options, constraining.budget)
  return { policies, findings: joinLists([names, findings]) }
}
