import { ANY_POLICY, type PolicyMapping } from '../../../formats/x509/policies.js'
import type { Constraining } from '../path-options.js'

/** The nodes of one depth: a valid policy, and the policies of the depth above that lead to it, none where anyPolicy does. */
type Level = Map<string, readonly string[]>

/**
 * The graph of valid policies of RFC 9618 §3: like the tree of RFC 5280 §6.1.2 (a), but one node for each policy of a depth, so that it grows
 * with the certificates and not with the product of their mappings. Whatever is added is counted: throws `Malformed('path.limit')`.
 */
export class PolicyGraph {
  readonly #budget: Constraining['budget']
  readonly #levels: Level[] = []
  /** The policies that the next certificate may state, and those of this depth that lead to each. */
  #expected: Level = new Map()
  #hasAny = true

  constructor(budget: Constraining['budget']) {
    this.#budget = budget
  }

  /** Whether no policy is left. */
  get isEmpty(): boolean {
    return !this.#hasAny && this.#expected.size === 0
  }

  /** RFC 5280 §6.1.3 (d), (e), RFC 9618 §4: adds the policies that a certificate states; `anyCounts` unless anyPolicy is inhibited. */
  add(policies: readonly string[] | undefined, anyCounts: boolean): void {
    this.#budget.spend('policies', (policies?.length ?? 0) + this.#expected.size)
    const level: Level = new Map()
    for (const policy of policies ?? []) {
      const parents = this.#expected.get(policy) ?? (this.#hasAny ? [] : undefined)
      if (policy !== ANY_POLICY && parents !== undefined) level.set(policy, parents)
    }
    const keeps = anyCounts && policies?.includes(ANY_POLICY) === true
    if (keeps) for (const [policy, parents] of this.#expected) level.set(policy, parents)
    this.#hasAny &&= keeps
    this.#levels.push(level)
    this.#expected = new Map([...level.keys()].map((policy) => [policy, [policy]]))
  }

  /** RFC 5280 §6.1.4 (b): what the next certificate states counts as what it is mapped from; where mapping is inhibited, nothing does. */
  map(mappings: readonly PolicyMapping[], isAllowed: boolean): void {
    const level = this.#levels.at(-1)
    if (level === undefined || mappings.length === 0) return
    this.#budget.spend('policies', mappings.length)
    const subjects = new Map<string, Set<string>>()
    for (const [issuerPolicy, subjectPolicy] of mappings) {
      this.#expected.delete(issuerPolicy)
      if (!isAllowed) {
        level.delete(issuerPolicy)
        continue
      }
      if (this.#hasAny && !level.has(issuerPolicy)) level.set(issuerPolicy, [])
      if (!level.has(issuerPolicy)) continue
      subjects.set(subjectPolicy, (subjects.get(subjectPolicy) ?? new Set()).add(issuerPolicy))
    }
    for (const [policy, parents] of subjects)
      this.#expected.set(policy, [...new Set([...(this.#expected.get(policy) ?? []), ...parents])])
  }

  /** RFC 9618 §4 for §6.1.5 (g): the policies, in the words of the anchor, under which the path is valid and which `wanted` has. */
  validPolicies(wanted: readonly string[]): readonly string[] {
    const isAnyWanted = wanted.includes(ANY_POLICY)
    const valid = new Set<string>(this.#hasAny ? wanted : [])
    let reached: Iterable<string> = this.#levels.at(-1)?.keys() ?? []
    for (let depth = this.#levels.length - 1; depth >= 0; depth--) {
      const above = new Set<string>()
      for (const policy of reached) {
        const parents = this.#levels[depth]?.get(policy) ?? []
        if (parents.length === 0 && (isAnyWanted || wanted.includes(policy))) valid.add(policy)
        for (const parent of parents) above.add(parent)
      }
      reached = above
    }
    return [...valid]
  }
}
