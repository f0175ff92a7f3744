import { describe, expect, it } from '@jest/globals'
import { flowLines } from '../../../src/document/page/setting.js'

describe('lines that flow', () => {
  it.each([
    [1, []],
    [2, [0]],
    [3, [0, 1]],
    [5, [0, 3]],
  ])('of %d keep with the next where one would be left alone: %j', (count, kept) => {
    const lines = Array.from({ length: count }, () => ({ height: 10, draw: () => [] }))
    const bonds = flowLines(lines, 4).map(({ keepWithNext }) => keepWithNext)
    expect(bonds.flatMap((bond, index) => (bond === 'firmly' ? [index] : []))).toEqual(kept)
  })
})
