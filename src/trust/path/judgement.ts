import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { findingOf, type Finding } from '../../base/findings/finding.js'
import { checkAlgorithms } from './algorithm-rules.js'
import { isAnchorItself } from './anchor-itself.js'
import { checkAnchor } from './anchor-rules.js'
import { checkAuthorities } from './authority-rules.js'
import type { CertificateFacts } from './certificate-facts.js'
import { checkCertificates } from './certificate-rules.js'
import { checkLeaf } from './leaf-rules.js'
import { isConstrained } from './constrained.js'
import type { PathBudget } from './path-budget.js'
import type { PathCache } from './path-cache.js'
import type { CandidatePath, JudgedPath, PathOptions, UnderConstraints } from './path-options.js'
import { checkValidity } from './validity-rules.js'

/** What a path is judged with. */
export interface Court {
  readonly options: PathOptions
  readonly cache: PathCache
  readonly budget: PathBudget
}

/** What was found about a path. */
export type Judgement = UnderConstraints

type Rule = (path: JudgedPath, court: Court) => readonly Finding[]

const RULES: readonly Rule[] = [
  (path, { options }) => checkAnchor(path, options),
  (path, { options }) => checkValidity(path, options),
  checkAuthorities,
  (path, { options }) => checkCertificates(path, options.usage),
  (path, { options }) => checkLeaf(path, options.usage),
  (path, { cache, options }) => checkAlgorithms(path, cache, options.usage),
]

/**
 * Returns everything that speaks against a path whose signatures hold (RFC 5280 §6.1.3 to §6.1.5, and the rules of its anchor); where
 * a certificate cannot be read, or a limit is reached, what was found until then. Waits at most for the rules on constraints.
 */
export function judgePath(candidate: CandidatePath, court: Court): Awaitable<Judgement> {
  const findings: Finding[] = []
  const path = guarded(findings, () => judged(candidate, court, findings))
  if (path === undefined || !isConstrained(path, court.options)) return { findings, policies: NONE }
  return whenReady(court.options.constraints(), (rules) => {
    const result = guarded(findings, () => rules(path, court.options, court))
    if (result !== undefined) add(findings, result.findings)
    return { findings, policies: result?.policies ?? NONE }
  })
}

const NONE: readonly string[] = []

/** The path with what its certificates say, when that could be read. */
function judged(candidate: CandidatePath, court: Court, findings: Finding[]): JudgedPath {
  const path = withFacts(candidate, court)
  for (const rule of RULES) add(findings, rule(path, court))
  if (court.options.rules !== undefined) for (const rule of court.options.rules) add(findings, rule(path))
  return path
}

/** What is malformed, or beyond a limit, is one more finding. */
function guarded<T>(findings: Finding[], judge: () => T): T | undefined {
  try {
    return judge()
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    findings.push(findingOf(error))
    return undefined
  }
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
