import { describe, expect, it } from '@jest/globals'
import { AnalysisBudget } from '../../../../src/formats/pdf/differences/analysis-budget.js'
import { differences } from '../../../../src/formats/pdf/differences/revision-comparison.js'
import { append, build, open, stream, type Bodies } from '../pdf-builder.js'
import { SIGNED } from './signed-file.js'

const MANY = `[${'[] '.repeat(1000)}]`
const NOTE = { 16: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (read it) >>' }

/** Whether the analysis of `update` ends with each of the budgets for values; object 50 hangs at the catalog. */
function ends(object: string, update: Bodies, ...budgets: readonly AnalysisBudget[]): readonly boolean[] {
  const catalog = SIGNED[1]?.replace('/Metadata', '/X 50 0 R /Metadata')
  const file = build({ ...SIGNED, 1: catalog, 50: object })
  const [before, after] = [open(file), open(append(file, update))]
  return budgets.map((budget) => differences(before, after, budget).level !== 'unknown')
}

const of = (values: number) => new AnalysisBudget(10_000, values)

describe('the budget of the analysis of changes', () => {
  it('counts the values that are walked over', () => {
    expect(ends(MANY, NOTE, of(1000), of(1500))).toEqual([false, true])
  })

  it('counts the entries of dictionaries too', () => {
    const entries = Array.from({ length: 1000 }, (_, index) => `/K${index} 0 `).join('')
    expect(ends(`<< ${entries} >>`, NOTE, of(1000), of(1500))).toEqual([false, true])
  })

  it.each([
    ['texts', `(${'x'.repeat(2 ** 17)})`],
    ['texts in a dictionary', `<< /X (${'x'.repeat(2 ** 17)}) >>`],
    ['texts in an array', `[(${'x'.repeat(2 ** 17)})]`],
  ])('counts long %s that are read', (_what, object) => {
    expect(ends(object, NOTE, of(2048), of(2500))).toEqual([false, true])
    expect(ends(object, { 50: object }, of(2 * 2048), of(2 * 2048 + 500))).toEqual([false, true])
  })

  it('does not count the data of streams, which are not read', () => {
    expect(ends(stream('', 'x'.repeat(2 ** 17)), NOTE, of(500))).toEqual([true])
  })

  it('counts the values of what is only named, and once more where they are walked over in the end', () => {
    expect(ends(`<< /Type /Page /Z ${MANY} >>`, NOTE, of(1500), of(2500))).toEqual([false, true])
  })

  it('counts the values that are compared, also where they are the same', () => {
    expect(ends(MANY, { 50: MANY }, of(2000), of(2500))).toEqual([false, true])
  })

  it('is shared by the comparisons of a file', () => {
    const shared = of(3800)
    expect(ends(MANY, NOTE, shared, shared, shared, shared)).toEqual([true, true, true, false])
  })
})
