import { Malformed } from '../../base/errors.js'
import { findingOf, type Finding } from '../../base/findings/finding.js'
import { checkAlgorithms } from './algorithm-rules.js'
import { isAnchorItself } from './anchor-itself.js'
import { checkAnchor } from './anchor-rules.js'
import { checkAuthorities } from './authority-rules.js'
import { checkCertificates } from './certificate-rules.js'
import { checkLeaf } from './leaf-rules.js'
import { checkNames } from './names/name-rules.js'
import type { PathBudget } from './path-budget.js'
import type { PathCache } from './path-cache.js'
import type { CandidatePath, JudgedPath, PathOptions } from './path-options.js'
import { checkPolicies } from './policies/policy-rules.js'
import { checkValidity } from './validity-rules.js'

/** What a path is judged with. */
export interface Court {
  readonly options: PathOptions
  readonly cache: PathCache
  readonly budget: PathBudget
}

/** What was found about a path. */
export interface Judgement {
  readonly findings: readonly Finding[]
  /** Policies under which it is valid, where policies were asked for. */
  readonly policies: readonly string[]
}

/** Returns everything that speaks against a path whose signatures hold (RFC 5280 §6.1.3 to §6.1.5, and the rules of its anchor). */
export function judgePath(candidate: CandidatePath, { options, cache, budget }: Court): Judgement {
  const findings: Finding[] = []
  let policies: readonly string[] = []
  const rules: readonly ((path: JudgedPath) => readonly Finding[])[] = [
    (path) => checkAnchor(path, options),
    (path) => checkValidity(path, options),
    checkAuthorities,
    (path) => checkCertificates(path, options.usage),
    (path) => checkLeaf(path, options.usage),
    (path) => checkAlgorithms(path, cache, options.usage),
    (path) => checkNames(path, budget),
    (path) => {
      const result = checkPolicies(path, options, budget)
      policies = result.policies
      return result.findings
    },
    ...(options.rules ?? []),
  ]
  const path = guarded(findings, () => withFacts(candidate, options, cache))
  if (path !== undefined)
    for (const rule of rules) findings.push(...(guarded(findings, () => rule(path)) ?? []))
  return { findings, policies }
}

function withFacts(path: CandidatePath, options: PathOptions, cache: PathCache): JudgedPath {
  const { certificate } = path.anchor
  const counts =
    options.anchorCertificate !== 'ignored' &&
    !path.certificates.some((each) => isAnchorItself(each, path.anchor))
  return {
    ...path,
    facts: path.certificates.map((each) => cache.facts(each)),
    anchorFacts: certificate === undefined || !counts ? undefined : cache.facts(certificate),
  }
}

/** A certificate whose extensions cannot be read says something that is not understood. */
function guarded<T>(findings: Finding[], rule: () => T): T | undefined {
  try {
    return rule()
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    findings.push(findingOf(error))
    return undefined
  }
}
