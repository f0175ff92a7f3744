import { Malformed } from '../../base/errors.js'
import { findingOf, type Finding } from '../../base/findings/finding.js'
import { checkAlgorithms } from './algorithm-rules.js'
import { isAnchorItself } from './anchor-itself.js'
import { checkAnchor } from './anchor-rules.js'
import { checkAuthorities } from './authority-rules.js'
import type { CertificateFacts } from './certificate-facts.js'
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

type Rule = (path: JudgedPath, court: Court) => readonly Finding[]

const RULES: readonly Rule[] = [
  (path, { options }) => checkAnchor(path, options),
  (path, { options }) => checkValidity(path, options),
  checkAuthorities,
  (path, { options }) => checkCertificates(path, options.usage),
  (path, { options }) => checkLeaf(path, options.usage),
  (path, { cache, options }) => checkAlgorithms(path, cache, options.usage),
  (path, { budget }) => checkNames(path, budget),
]

/**
 * Returns everything that speaks against a path whose signatures hold (RFC 5280 §6.1.3 to §6.1.5, and the rules of its anchor); where
 * a certificate cannot be read, or a limit is reached, what was found until then.
 */
export function judgePath(candidate: CandidatePath, court: Court): Judgement {
  const findings: Finding[] = []
  let policies: readonly string[] = []
  try {
    const path = withFacts(candidate, court)
    for (const rule of RULES) add(findings, rule(path, court))
    if (court.options.rules !== undefined) for (const rule of court.options.rules) add(findings, rule(path))
    const result = checkPolicies(path, court.options, court.budget)
    add(findings, result.findings)
    policies = result.policies
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    findings.push(findingOf(error))
  }
  return { findings, policies }
}

/** Not spread into a call: most rules find nothing. */
function add(findings: Finding[], found: readonly Finding[]): void {
  for (const each of found) findings.push(each)
}

function withFacts(path: CandidatePath, { options, cache }: Court): JudgedPath {
  const { certificate } = path.anchor
  const top = path.certificates.at(-1)
  const counts =
    options.anchorCertificate !== 'ignored' && (top === undefined || !isAnchorItself(top, path.anchor))
  const facts: CertificateFacts[] = []
  for (const each of path.certificates) facts.push(cache.facts(each))
  return {
    certificates: path.certificates,
    anchor: path.anchor,
    facts,
    anchorFacts: certificate === undefined || !counts ? undefined : cache.facts(certificate),
  }
}
