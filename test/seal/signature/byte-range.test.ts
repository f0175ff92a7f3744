import { describe, expect, it } from '@jest/globals'
import { checkByteRange, findOverlaps } from '../../../src/seal/signature/byte-range.js'
import type { RangeCheck } from '../../../src/seal/signature/byte-range.js'

const check = (changes: Partial<RangeCheck>): ReturnType<typeof checkByteRange> =>
  checkByteRange({
    byteRange: [0, 100, 200, 50],
    contents: { start: 100, end: 200 },
    revisions: [{ ends: [249, 250] }],
    fileSize: 250,
    ...changes,
  })

const codes = (changes: Partial<RangeCheck>): string[] => check(changes).findings.map(({ code }) => code)

describe('a byte range', () => {
  it('covers the whole file when the gap is exactly /Contents and it ends with the last revision', () => {
    expect(check({})).toEqual({
      coverage: 'whole-file',
      range: { gapStart: 100, gapEnd: 200, end: 250 },
      revision: 0,
      end: 250,
      findings: [],
    })
  })

  it('may leave out the one end of line after %%EOF', () => {
    expect(check({ byteRange: [0, 100, 200, 49] }).coverage).toBe('whole-file')
  })

  it('covers a whole revision when an update follows', () => {
    const updated = check({ revisions: [{ ends: [249, 250] }, { ends: [399, 400] }], fileSize: 400 })
    expect(updated).toMatchObject({ coverage: 'whole-revision', revision: 0, end: 250, findings: [] })
  })

  it('is whole-revision, not whole-file, when bytes follow the last revision', () => {
    expect(check({ fileSize: 260 }).coverage).toBe('whole-revision')
  })

  it.each([
    ['byte before', { start: 101, end: 200 }],
    ['byte after', { start: 100, end: 199 }],
    ['opening bracket within the range', { start: 99, end: 200 }],
    ['closing bracket within the range', { start: 100, end: 201 }],
  ])('is reported as byte-range.gap when one %s /Contents is on the wrong side', (_, contents) => {
    expect(codes({ contents })).toEqual(['byte-range.gap'])
    expect(check({ contents }).range).toBeUndefined()
  })

  it.each([
    ['empty', []],
    ['of one number', [0]],
    ['of three numbers', [0, 100, 200]],
    ['of five numbers', [0, 100, 200, 50, 0]],
    ['of zeros', [0, 0, 0, 0]],
    ['not starting at 0', [1, 99, 200, 50]],
    ['negative', [0, 100, 200, -50]],
    ['negative twice', [0, -1, -1, 0]],
    ['of fractions', [0, 100.5, 200, 50]],
    ['in reverse order', [0, 200, 100, 150]],
    ['without a gap', [0, 100, 100, 150]],
    ['without a second part', [0, 100, 250, 0]],
    ['beyond exact integers', [0, 100, 2 ** 53, 50]],
  ])('is reported as byte-range.malformed when it is %s', (_, byteRange) => {
    expect(codes({ byteRange })).toEqual(['byte-range.malformed'])
  })

  it('is reported as byte-range.beyond-end when it covers one byte that is not there', () => {
    expect(codes({ byteRange: [0, 100, 200, 51] })).toEqual(['byte-range.beyond-end'])
  })

  it('is partial and reported as byte-range.not-a-revision-end when it stops before %%EOF', () => {
    expect(check({ byteRange: [0, 100, 200, 40] })).toMatchObject({
      coverage: 'partial',
      range: { end: 240 },
    })
    expect(codes({ byteRange: [0, 100, 200, 40] })).toEqual(['byte-range.not-a-revision-end'])
  })
})

describe('several byte ranges', () => {
  const first = { gapStart: 100, gapEnd: 200, end: 250 }

  it('are well when the later one covers all of the earlier one before its own gap', () => {
    expect(findOverlaps([first, { gapStart: 300, gapEnd: 400, end: 450 }]).size).toBe(0)
  })

  it('overlap when the gap of the later one lies inside the earlier one', () => {
    expect([...findOverlaps([first, { gapStart: 249, gapEnd: 400, end: 450 }, undefined])]).toEqual([0, 1])
  })

  it('overlap when two signatures have the same range', () => {
    expect(findOverlaps([first, { ...first }]).size).toBe(2)
  })
})
