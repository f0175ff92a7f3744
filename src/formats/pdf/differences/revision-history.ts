import { Malformed } from '../../../base/errors.js'
import type { PdfFile } from '../file.js'
import { AnalysisBudget } from './analysis-budget.js'
import { furthest, type Differences } from './change.js'
import { differences } from './revision-comparison.js'

/**
 * What each revision of a file changed, compared once however many signatures ask. Every revision is compared with the one before it, so that
 * what one did is not hidden by what the next one undid.
 */
export class RevisionHistory {
  private readonly file: PdfFile
  private readonly budget = new AnalysisBudget()
  private readonly files = new Map<number, PdfFile>()
  private readonly steps = new Map<number, Differences>()

  constructor(file: PdfFile) {
    this.file = file
  }

  /**
   * Returns what the revisions after number `index` changed. Bytes after the last revision are not looked at: see `PdfFile.end`.
   * What cannot be analysed makes the level `unknown`.
   */
  changesAfter(index: number): Differences {
    const steps = this.file.revisions.slice(index + 1).map((revision) => this.changesOf(revision.index))
    const problem = steps.find((step) => step.problem !== undefined)?.problem
    return {
      level: furthest(steps.map((step) => step.level)),
      changes: steps.flatMap((step) => step.changes),
      ...(problem === undefined ? {} : { problem }),
    }
  }

  /** Returns what revision `index` changed of the one before it. */
  changesOf(index: number): Differences {
    const known = this.steps.get(index)
    if (known !== undefined) return known
    const step = this.compare(index)
    this.steps.set(index, step)
    return step
  }

  private compare(index: number): Differences {
    try {
      return differences(this.at(index - 1), this.at(index), this.budget)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return { level: 'unknown', changes: [], problem: error.message }
    }
  }

  /** The revision read alone. Throws `Malformed`. */
  private at(index: number): PdfFile {
    const known = this.files.get(index)
    if (known !== undefined) return known
    const opened = this.file.at(this.file.revisions[index]?.end ?? 0)
    this.files.set(index, opened)
    return opened
  }
}
