import { finding, NO_FINDINGS } from '../../../base/findings/finding.js'
import { ANY_POLICY } from '../../../formats/x509/policies.js'
import type { CertificateFacts } from '../certificate-facts.js'
import { asksForPolicies } from '../constrained.js'
import type {
  Constraining,
  JudgedPath,
  PathOptions,
  PolicyInputs,
  UnderConstraints,
} from '../path-options.js'
import { PolicyGraph } from './policy-graph.js'

/**
 * Returns the policies of a path, in the words of the anchor (`2.5.29.32.0` stands for any), and `path.certificate-policy` where an explicit
 * policy is asked for and none is valid (RFC 5280 §6.1.2 to §6.1.5). What the certificate of the anchor states counts like the inputs of the
 * caller (RFC 5937).
 */
export function checkPolicies(
  path: JudgedPath,
  options: PathOptions,
  budget: Constraining['budget'],
): UnderConstraints {
  const { anchor, facts, anchorFacts } = path
  const isExplicit = options.policies?.requireExplicit === true || anchor.path.requireExplicitPolicy
  if (!asksForPolicies(path, options)) return NOTHING_ASKED
  const state = initialState(options.policies ?? {}, isExplicit, new PolicyGraph(budget))
  if (anchorFacts !== undefined) addAnchor(state, anchorFacts)
  walk(state, facts)
  const wanted = wantedOf(options.policies?.initial ?? [], anchor.path.initialPolicies)
  const policies = state.graph.validPolicies(wanted)
  const isMissing = state.explicit === 0 && policies.length === 0
  return { policies, findings: isMissing ? [finding('path.certificate-policy', 'no valid policy')] : [] }
}

const NOTHING_ASKED: UnderConstraints = { policies: [], findings: NO_FINDINGS }

/** The state variables of §6.1.2 (d) to (f): after how many certificates each begins to hold, counted down. */
interface PolicyState {
  readonly graph: PolicyGraph
  explicit: number
  mapping: number
  any: number
}

function initialState(inputs: PolicyInputs, isExplicit: boolean, graph: PolicyGraph): PolicyState {
  return {
    graph,
    explicit: isExplicit ? 0 : Infinity,
    mapping: inputs.inhibitMapping === true ? 0 : Infinity,
    any: inputs.inhibitAny === true ? 0 : Infinity,
  }
}

/** What both the caller and the anchor accept; who names no policy accepts any. */
function wantedOf(left: readonly string[], right: readonly string[]): readonly string[] {
  const isAny = (policies: readonly string[]): boolean =>
    policies.length === 0 || policies.includes(ANY_POLICY)
  if (isAny(left)) return isAny(right) ? [ANY_POLICY] : right
  return isAny(right) ? left : left.filter((policy) => right.includes(policy))
}

/** From the anchor to the leaf. */
function walk(state: PolicyState, facts: readonly CertificateFacts[]): void {
  for (const [position, each] of [...facts.entries()].reverse()) {
    addPolicies(state, each, position > 0 && each.isSelfIssued)
    // §6.1.3 (f): nothing that follows brings a policy back.
    if (state.explicit === 0 && state.graph.isEmpty) break
    if (position > 0) prepareNext(state, each)
    else wrapUp(state, each)
  }
}

function addPolicies(state: PolicyState, { policies }: CertificateFacts, exempt: boolean): void {
  state.graph.add(policies, state.any > 0 || exempt)
}

/** An anchor that states no policies restricts none. */
function addAnchor(state: PolicyState, facts: CertificateFacts): void {
  if (facts.policies !== undefined) {
    addPolicies(state, facts, true)
    state.graph.map(facts.policyMappings, state.mapping > 0)
  }
  addConstraints(state, facts)
}

/** §6.1.5 (a), (b). */
function wrapUp(state: PolicyState, { policyConstraints }: CertificateFacts): void {
  if (policyConstraints?.requireExplicitPolicy === 0 || state.explicit === 1) state.explicit = 0
}

/** §6.1.4 (b), (h) to (j): self-issued certificates are not counted. */
function prepareNext(state: PolicyState, facts: CertificateFacts): void {
  state.graph.map(facts.policyMappings, state.mapping > 0)
  if (!facts.isSelfIssued) {
    state.explicit = Math.max(0, state.explicit - 1)
    state.mapping = Math.max(0, state.mapping - 1)
    state.any = Math.max(0, state.any - 1)
  }
  addConstraints(state, facts)
}

function addConstraints(state: PolicyState, { policyConstraints, inhibitAnyPolicy }: CertificateFacts): void {
  state.explicit = Math.min(state.explicit, policyConstraints?.requireExplicitPolicy ?? Infinity)
  state.mapping = Math.min(state.mapping, policyConstraints?.inhibitPolicyMapping ?? Infinity)
  state.any = Math.min(state.any, inhibitAnyPolicy ?? Infinity)
}
