import { Malformed } from '../../base/errors.js'
import type { PathLimits } from './path-options.js'

/** What is counted. */
type Counted = Exclude<keyof PathLimits, 'intermediates'>

/** What one search for a path has spent of its limits. */
export class PathBudget {
  readonly #limits: PathLimits
  readonly #spent: Record<Counted, number> = {
    paths: 0,
    steps: 0,
    signatureChecks: 0,
    comparisons: 0,
    policies: 0,
  }

  constructor(limits: PathLimits) {
    this.#limits = limits
  }

  /** Counts, and returns whether so much was left. */
  take(counted: Counted, amount = 1): boolean {
    if (this.#spent[counted] + amount > this.#limits[counted]) return false
    this.#spent[counted] += amount
    return true
  }

  /** Counts; throws `Malformed('path.limit')`, which names the limit, when more is asked for than is left. */
  spend(counted: Counted, amount: number): void {
    if (!this.take(counted, amount)) throw new Malformed('path.limit', `${this.#limits[counted]} ${counted}`)
  }
}
