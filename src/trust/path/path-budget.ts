import { Malformed } from '../../base/errors.js'
import type { PathLimits } from './path-options.js'

/** What is counted. */
type Counted = Exclude<keyof PathLimits, 'intermediates'>

/** What one search for a path has spent of its limits. */
export class PathBudget {
  readonly #limits: PathLimits
  readonly #left: Record<Counted, number>

  constructor(limits: PathLimits) {
    const { paths, steps, signatureChecks, comparisons, policies } = limits
    this.#limits = limits
    this.#left = { paths, steps, signatureChecks, comparisons, policies }
  }

  /** Counts, and returns whether so much was left. */
  take(counted: Counted, amount = 1): boolean {
    const left = this.#left[counted] - amount
    if (left < 0) return false
    this.#left[counted] = left
    return true
  }

  /** Counts; throws `Malformed('path.limit')`, which names the limit, when more is asked for than is left. */
  spend(counted: Counted, amount: number): void {
    if (!this.take(counted, amount)) throw new Malformed('path.limit', `${this.#limits[counted]} ${counted}`)
  }
}
