import { EXTENSION } from '../../formats/x509/oids.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import type { JudgedPath, PathOptions } from './path-options.js'

/** Returns whether a path has constraints, on names or on policies, that must be judged. */
export function isConstrained(path: JudgedPath, options: PathOptions): boolean {
  return constrainsNames(path) || asksForPolicies(path, options)
}

function constrainsNames({ anchor, anchorFacts, certificates }: JudgedPath): boolean {
  if (anchor.path.permittedSubtrees.length > 0) return true
  if (anchorFacts !== undefined && anchor.certificate !== undefined && states(anchor.certificate)) return true
  for (const each of certificates) if (states(each)) return true
  return false
}

function states({ extensions }: Certificate): boolean {
  return extensions.has(EXTENSION.nameConstraints)
}

/** Returns whether anybody asks for an explicit policy, the caller, the anchor or a certificate: else every policy will do, and none too. */
export function asksForPolicies(
  { anchor, facts, anchorFacts }: JudgedPath,
  { policies }: PathOptions,
): boolean {
  if (policies !== undefined || anchor.path.requireExplicitPolicy) return true
  if (anchorFacts?.policyConstraints !== undefined) return true
  for (const each of facts) if (each.policyConstraints !== undefined) return true
  return false
}
