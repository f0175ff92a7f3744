import { Malformed } from '../../../base/errors.js'

/** References that the analysis of all revisions of a file follows at most: about a second. */
const DEFAULT_REFERENCES = 2_000_000

/** What the analysis of changes may still spend; shared by the comparisons of one file, so that many revisions do not multiply it. */
export class AnalysisBudget {
  private left: number

  constructor(references = DEFAULT_REFERENCES) {
    this.left = references
  }

  /** Counts one reference. Throws `Malformed('pdf.limit')` when none is left. */
  spend(): void {
    if (this.left-- <= 0) throw new Malformed('pdf.limit', 'references followed in the analysis of changes')
  }
}
