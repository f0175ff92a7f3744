import { finding, type Finding } from '../../../base/findings/finding.js'
import { formatName } from '../../../formats/x509/name.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import type { Constraining, JudgedPath } from '../path-options.js'
import type { ComparableName } from './comparable-name.js'
import { NameFacts } from './name-facts.js'
import { readPermittedName } from './permitted-names.js'
import { byForm, type NameRules } from './subtree.js'

/**
 * Returns `path.name-constraint` for a name that an authority above it does not permit, or excludes (RFC 5280 §6.1.3 (b), (c)). Names of
 * self-issued certificates are constrained in the last certificate alone. Every comparison is counted: throws `Malformed('path.limit')`.
 */
export function checkNames(path: JudgedPath, { budget, cache }: Constraining): readonly Finding[] {
  const { anchor, facts, certificates, anchorFacts } = path
  const { permittedSubtrees } = anchor.path
  const factsOf = (certificate: Certificate): NameFacts =>
    cache.names(certificate, (each) => new NameFacts(each))
  const above: NameRules[] = []
  const add = (rules: NameRules | undefined): void => {
    if (rules !== undefined) above.push(rules)
  }
  if (anchorFacts !== undefined && anchor.certificate !== undefined) add(factsOf(anchor.certificate).rules)
  if (permittedSubtrees.length > 0)
    add({ permitted: byForm(permittedSubtrees.map(readPermittedName)), excluded: new Map() })
  for (const [position, certificate] of [...certificates.entries()].reverse()) {
    const { isSelfIssued = false, constraints } = facts[position] ?? {}
    const names = factsOf(certificate)
    if (above.length > 0 && (position === 0 || !isSelfIssued)) {
      const bad = names
        .names(constraints?.ca === true)
        .find((name) => above.some((rules) => !isWithin(name, rules, budget)))
      if (bad !== undefined)
        return [finding('path.name-constraint', `${bad.text} in ${formatName(certificate.subject)}`)]
    }
    add(names.rules)
  }
  return []
}

function isWithin(name: ComparableName, rules: NameRules, budget: Constraining['budget']): boolean {
  const permitted = rules.permitted.get(name.form)
  const excluded = rules.excluded.get(name.form) ?? []
  budget.spend('comparisons', (permitted?.length ?? 0) + excluded.length)
  const isPermitted = permitted?.some((subtree) => subtree.covers(name)) ?? true
  return isPermitted && !excluded.some((subtree) => subtree.touches(name))
}
