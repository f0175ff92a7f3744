import type { PolicyMapping } from '../../../src/formats/x509/policies.js'

const ANY = '2.5.29.32.0'

/** What one certificate says of policies. */
export interface Stated {
  readonly policies: readonly string[] | undefined
  readonly policyMappings: readonly PolicyMapping[]
  readonly explicit: number | undefined
  readonly mapping: number | undefined
  readonly any: number | undefined
  readonly isSelfIssued: boolean
}

export interface Inputs {
  readonly initial: readonly string[]
  readonly requireExplicit: boolean
  readonly inhibitMapping: boolean
  readonly inhibitAny: boolean
}

interface Node {
  readonly policy: string
  expected: readonly string[]
  readonly parent: Node | undefined
  readonly children: Node[]
}

function grow(parent: Node, policy: string, expected: readonly string[]): void {
  parent.children.push({ policy, expected, parent, children: [] })
}

function nodesAt(root: Node, depth: number): readonly Node[] {
  return depth === 0 ? [root] : nodesAt(root, depth - 1).flatMap(({ children }) => children)
}

function remove(node: Node): void {
  const siblings = node.parent?.children
  siblings?.splice(siblings.indexOf(node), 1)
}

/** Nodes above `depth` that lead nowhere go (§6.1.3 (d)(3)). */
function prune(root: Node, depth: number): void {
  for (let level = depth - 1; level > 0; level--)
    for (const node of [...nodesAt(root, level)]) if (node.children.length === 0) remove(node)
}

function isNull(root: Node): boolean {
  return root.children.length === 0
}

/**
 * The tree of RFC 5280 §6.1, as it is written there and as large as it gets: returns the policies under which a path is valid, in the words of
 * the anchor, or `undefined` when it is not. The first certificate is the one below the anchor.
 */
export function policiesByTree(path: readonly Stated[], inputs: Inputs): readonly string[] | undefined {
  const root: Node = { policy: ANY, expected: [ANY], parent: undefined, children: [] }
  let dead = false
  const n = path.length
  let explicit = inputs.requireExplicit ? 0 : n + 1
  let mapping = inputs.inhibitMapping ? 0 : n + 1
  let any = inputs.inhibitAny ? 0 : n + 1
  for (const [index, each] of path.entries()) {
    const depth = index + 1
    const isLast = depth === n
    if (each.policies === undefined) dead = true
    if (!dead) addLevel(root, depth, each.policies ?? [], any > 0 || (!isLast && each.isSelfIssued))
    dead ||= isNull(root)
    if (explicit === 0 && dead) return undefined
    if (isLast) {
      if (explicit > 0) explicit--
      if (each.explicit === 0) explicit = 0
      continue
    }
    if (!dead) applyMappings(root, depth, each.policyMappings, mapping > 0)
    dead ||= isNull(root)
    if (!each.isSelfIssued)
      [explicit, mapping, any] = [explicit, mapping, any].map((x) => Math.max(0, x - 1)) as [
        number,
        number,
        number,
      ]
    explicit = Math.min(explicit, each.explicit ?? explicit)
    mapping = Math.min(mapping, each.mapping ?? mapping)
    any = Math.min(any, each.any ?? any)
  }
  const valid = dead ? [] : intersection(root, n, inputs.initial)
  return explicit > 0 || valid.length > 0 ? valid : undefined
}

/** §6.1.3 (d). */
function addLevel(root: Node, depth: number, policies: readonly string[], anyCounts: boolean): void {
  const parents = nodesAt(root, depth - 1)
  for (const policy of policies.filter((each) => each !== ANY)) {
    const matching = parents.filter(({ expected }) => expected.includes(policy))
    for (const parent of matching) grow(parent, policy, [policy])
    const wildcard = parents.find((parent) => parent.policy === ANY)
    if (matching.length === 0 && wildcard !== undefined) grow(wildcard, policy, [policy])
  }
  if (policies.includes(ANY) && anyCounts)
    for (const parent of parents)
      for (const policy of parent.expected)
        if (!parent.children.some((child) => child.policy === policy)) grow(parent, policy, [policy])
  prune(root, depth)
}

/** §6.1.4 (b). */
function applyMappings(
  root: Node,
  depth: number,
  mappings: readonly PolicyMapping[],
  isAllowed: boolean,
): void {
  for (const from of new Set(mappings.map(([issuerPolicy]) => issuerPolicy))) {
    const to = mappings.filter(([issuerPolicy]) => issuerPolicy === from).map(([, subject]) => subject)
    const nodes = nodesAt(root, depth).filter(({ policy }) => policy === from)
    if (!isAllowed) {
      for (const node of nodes) remove(node)
      prune(root, depth)
      continue
    }
    for (const node of nodes) node.expected = to
    const wildcard = nodesAt(root, depth).find(({ policy }) => policy === ANY)
    if (nodes.length === 0 && wildcard?.parent !== undefined) grow(wildcard.parent, from, to)
  }
}

/** §6.1.5 (g): policies whose parent is anyPolicy, as far as they lead to the last depth; any at the end stands for whatever was asked for. */
function intersection(root: Node, depth: number, initial: readonly string[]): readonly string[] {
  const isAny = initial.length === 0 || initial.includes(ANY)
  const valid = new Set<string>()
  for (const leaf of nodesAt(root, depth)) {
    let node: Node = leaf
    while (node.parent !== undefined && node.parent.policy !== ANY) node = node.parent
    if (node.policy !== ANY && (isAny || initial.includes(node.policy))) valid.add(node.policy)
    if (leaf.policy === ANY) for (const policy of isAny ? [ANY] : initial) valid.add(policy)
  }
  return [...valid]
}
