import type { Problem } from '../../base/errors.js'
import type { ProblemCode } from './problem-sentences.js'

/** So many problems are listed; further ones are counted. A hostile model must not fill the memory with complaints. */
export const MAX_PROBLEMS_LISTED = 1000

/** Makes the message of a problem. */
export type DescribeProblem = (path: string, code: ProblemCode, detail: string) => string

/** Collects what is wrong with a model, so that all of it can be said at once. */
export class ProblemList {
  readonly #describe: DescribeProblem
  readonly #listed: Problem[] = []
  #count = 0

  /** Without `describe` a message is path and code. */
  constructor(describe: DescribeProblem = (path, code) => `${path} ${code}`) {
    this.#describe = describe
  }

  /** How many problems there are, listed or not. */
  get count(): number {
    return this.#count
  }

  /** The first problems, at most `MAX_PROBLEMS_LISTED`. */
  get listed(): readonly Problem[] {
    return this.#listed
  }

  /** Adds the problem `code` at `path`; `detail` says more about it. */
  add(path: string, code: ProblemCode, detail = ''): void {
    this.#count++
    if (this.#listed.length >= MAX_PROBLEMS_LISTED) return
    this.#listed.push({ path, code, message: this.#describe(path, code, detail) })
  }
}
