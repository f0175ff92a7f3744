import { describe, expect, it } from '@jest/globals'
import { countPages, findPage, inheritedValue } from '../../../src/formats/pdf/page-tree.js'
import { PdfArray } from '../../../src/formats/pdf/values.js'
import { build, ONE_PAGE, open } from './pdf-builder.js'
import { codeOf } from './malformed.js'

describe('the page tree', () => {
  const tree = open(
    build({
      ...ONE_PAGE,
      2: '<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 99 /MediaBox [0 0 200 100] >>',
      6: '<< /Type /Pages /Parent 2 0 R /Kids [7 0 R 8 0 R] /Count 2 /Rotate 90 >>',
      7: '<< /Type /Page /Parent 6 0 R /MediaBox [0 0 1 1] >>',
      8: '<< /Type /Page /Parent 6 0 R >>',
    }),
  )

  it('is walked in the order of the document, whatever /Count says', () => {
    expect([0, 1, 2, 3].map((index) => findPage(tree, index)?.reference?.number)).toEqual([
      7,
      8,
      3,
      undefined,
    ])
    expect(countPages(tree)).toBe(3)
  })

  it('gives a page what the nearest of its parents says', () => {
    const box = (index: number) => {
      const page = findPage(tree, index)
      const value = page === undefined ? undefined : inheritedValue(tree, page, 'MediaBox')
      return value instanceof PdfArray ? value.items.length : undefined
    }
    expect([box(0), box(1)]).toEqual([4, 4])
    const rotations = [1, 2].map((index) => {
      const page = findPage(tree, index)
      return page === undefined ? undefined : inheritedValue(tree, page, 'Rotate')
    })
    expect(rotations).toEqual([expect.objectContaining({ value: 90 }), undefined])
  })

  it.each([
    ['itself', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>'],
    ['a page twice', '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>'],
  ])('that leads to %s is refused as pdf.syntax', (_where, pages) => {
    expect(codeOf(() => countPages(open(build({ ...ONE_PAGE, 2: pages }))))).toBe('pdf.syntax')
  })

  it('that is too deep or has too many pages is refused as pdf.limit', () => {
    const deep = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [20 + index, `<< /Type /Pages /Kids [${21 + index} 0 R] >>`]),
    )
    expect(codeOf(() => countPages(open(build({ ...ONE_PAGE, 2: '<< /Kids [20 0 R] >>', ...deep }))))).toBe(
      'pdf.limit',
    )
    expect(codeOf(() => countPages(open(build(), { limits: { pages: 0 } })))).toBe('pdf.limit')
  })

  it('whose nodes share one array of kids, over and over, is refused as pdf.limit', () => {
    const shared = (kids: number) => {
      const bodies = {
        2: `<< /Kids [${'<< /Kids 20 0 R >>'.repeat(50)} 3 0 R] >>`,
        20: `[${'null '.repeat(kids)}]`,
      }
      return codeOf(() => countPages(open(build({ ...ONE_PAGE, ...bodies }), { limits: { pages: 100 } })))
    }
    expect([shared(7), shared(8)]).toEqual(['accepted', 'pdf.limit'])
  })
})
