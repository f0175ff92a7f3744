import { finding, type Finding } from '../../../base/findings/finding.js'
import { formatName } from '../../../formats/x509/name.js'
import type { PathBudget } from '../path-budget.js'
import type { JudgedPath } from '../path-options.js'
import type { ComparableName } from './comparable-name.js'
import { readPermittedName } from './permitted-names.js'
import { byForm, type NameRules } from './subtree.js'

/**
 * Returns `path.name-constraint` for a name that an authority above it does not permit, or excludes (RFC 5280 §6.1.3 (b), (c)). Names of
 * self-issued certificates are constrained in the last certificate alone. Every comparison is counted: throws `Malformed('path.limit')`.
 */
export function checkNames(path: JudgedPath, budget: PathBudget): readonly Finding[] {
  const { anchor, facts, certificates, anchorFacts } = path
  const { permittedSubtrees } = anchor.path
  const above: NameRules[] = anchorFacts?.nameRules === undefined ? [] : [anchorFacts.nameRules]
  if (permittedSubtrees.length > 0)
    above.push({ permitted: byForm(permittedSubtrees.map(readPermittedName)), excluded: new Map() })
  for (let position = facts.length - 1; position >= 0; position--) {
    const each = facts[position]
    if (each === undefined) continue
    if (above.length > 0 && (position === 0 || !each.isSelfIssued)) {
      const names = each.names()
      const bad = names.find((name) => above.some((rules) => !isWithin(name, rules, budget)))
      const subject = certificates[position]?.subject
      if (bad !== undefined)
        return [
          finding(
            'path.name-constraint',
            `${bad.text} in ${subject === undefined ? '' : formatName(subject)}`,
          ),
        ]
    }
    if (each.nameRules !== undefined) above.push(each.nameRules)
  }
  return []
}

function isWithin(name: ComparableName, rules: NameRules, budget: PathBudget): boolean {
  const permitted = rules.permitted.get(name.form)
  const excluded = rules.excluded.get(name.form) ?? []
  budget.spend('comparisons', (permitted?.length ?? 0) + excluded.length)
  const isPermitted = permitted?.some((subtree) => subtree.covers(name)) ?? true
  return isPermitted && !excluded.some((subtree) => subtree.touches(name))
}
