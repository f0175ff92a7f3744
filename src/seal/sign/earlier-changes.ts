import type { Change } from '../../formats/pdf/differences/change.js'
import { PdfFile } from '../../formats/pdf/file.js'
import type { SealedOutput } from './sealed-output.js'
import { notPermitted } from './sign-error.js'

/** References that are followed at most, about a tenth of a second: of a larger document those who verify find out. */
const MOST_REFERENCES = 200_000

/**
 * Throws `FiscalSealError('sign.not-permitted')` when those who verify would say of the revision with the new signature that it changes what the
 * earlier ones cover (THREATS, difference analysis): nobody's seal may break another one. Needed for a document that is signed already.
 */
export async function requireEarlierKept(output: SealedOutput): Promise<void> {
  const change = await forbiddenChange(PdfFile.open(output))
  if (change === undefined) return
  const place = change.paths[0] ?? `object ${change.number}`
  throw notPermitted(`it is signed, and to add a signature would change more of it (${place})`)
}

/** What goes too far in the last revision; `undefined` also where that cannot be told. */
async function forbiddenChange(file: PdfFile): Promise<Change | undefined> {
  const [{ AnalysisBudget }, { differences }] = await Promise.all([
    import('../../formats/pdf/differences/analysis-budget.js'),
    import('../../formats/pdf/differences/revision-comparison.js'),
  ])
  const before = file.revisions.at(-2)
  if (before === undefined) return undefined
  const { changes } = differences(file.at(before.end), file, new AnalysisBudget(MOST_REFERENCES))
  return changes.find(({ level }) => level === 'other')
}
