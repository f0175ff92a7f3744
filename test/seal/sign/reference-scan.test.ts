import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { ReferenceScan } from '../../../src/seal/sign/reference-scan.js'

function scan(source: string): { readonly numbers: readonly number[]; readonly isCertain: boolean } {
  const found = new ReferenceScan(fromLatin1(source), 100)
  found.scanObject(0)
  const below = [...found.isReferred.keys()].filter((number) => found.isReferred[number] === 1)
  return { numbers: [...below, ...found.beyond], isCertain: found.isCertain }
}

/** The same from where it begins to where it ends, or `undefined` when that takes a closer look. */
function quickly(source: string): readonly number[] | undefined {
  const found = new ReferenceScan(fromLatin1(source), 100)
  if (!found.endsPlainly(source.length)) return undefined
  found.scanQuickly(0, source.length)
  return [...found.isReferred.keys()].filter((number) => found.isReferred[number] === 1)
}

describe('a quick scan for references', () => {
  it.each<[string, readonly number[]]>([
    ['1 0 obj << /A 2 0 R /B[3 0 R 4 0 R]/C 5 0 R>> endobj\n\n', [2, 3, 4, 5]],
    ['1 0 obj << /A\n12\t0\r\nR >>endobj', [12]],
    ['1 0 obj << /R 4 0 R /Rect[5 0 R] >> endobj', [4, 5]],
    ['1 0 obj (9 0 R) endobj', [9]],
  ])('finds at least those in %j', (source, numbers) => {
    expect(quickly(source)).toEqual(numbers)
  })

  it.each(['1 0 obj << /Length 7 0 R >>\nstream\n8 0 R\nendstream\nendobj', '1 0 obj [2 0 R]', ''])(
    'leaves %j to the other',
    (source) => {
      expect(quickly(source)).toBeUndefined()
    },
  )

  it.each([
    '1 0 obj [2 %comment\n0 R] endobj',
    '1 0 obj [2 0 %comment\nR] endobj',
    '1 0 obj [2 1 R] endobj',
    '1 0 obj [77 %4\n0 R] endobj',
    '1 0 obj [77%3 \n0 R] endobj',
    '1 0 obj [77 %3 \r 0 R] endobj',
    '1 0 obj [77 0 %5 0\nR] endobj',
  ])('is not certain of %j', (source) => {
    const found = new ReferenceScan(fromLatin1(source), 100)
    found.scanQuickly(0, source.length)
    expect([found.endsPlainly(source.length), found.isCertain]).toEqual([true, false])
  })

  it('leaves what is said to end beyond the file to the other', () => {
    const source = '1 0 obj [2 0 R]\nendobj\n'
    const found = new ReferenceScan(fromLatin1(source), 100)
    expect([0, 5, source.length + 3, source.length + 900].map((end) => found.endsPlainly(end))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('is certain of a line end in a reference without a comment', () => {
    const source = '1 0 obj [%comment\n 2 \n0\r\nR 3\n0 R] endobj'
    const found = new ReferenceScan(fromLatin1(source), 100)
    found.scanQuickly(0, source.length)
    expect([quickly(source), found.isCertain]).toEqual([[2, 3], true])
  })

  it('misses none that the other finds', () => {
    const part = fc.constantFrom(
      '1 0 R',
      '22 0 R',
      '/A',
      '(3 0 R)',
      '<41>',
      '[',
      ']',
      '4 0\nR',
      '5 0 obj',
      'R',
      '%',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const source = `9 0 obj ${parts.join(' ')} endobj`
        const found = quickly(source)
        if (found !== undefined) expect(found).toEqual(expect.arrayContaining([...scan(source).numbers]))
      }),
    )
  })
})

describe('a scan for references', () => {
  it.each<[string, readonly number[]]>([
    ['1 0 obj << /A 2 0 R /B[3 0 R 4 0 R]/C 5 0 R>> endobj 6 0 R', [2, 3, 4, 5]],
    ['1 0 obj << /A\n12\t0\r\nR >> endobj', [12]],
    ['1 0 obj [99 0 R 100 0 R 4000000 0 R] endobj', [99, 100, 4_000_000]],
    ['1 0 obj << /Length 7 0 R >>\nstream\n8 0 R', [7]],
    ['1 0 obj << /stream 2 0 R /endobj 3 0 R /R 4 0 R /Rect[5 0 R]>> endobj', [2, 3, 4, 5]],
    ['1 0 obj << /A (9 0 R \\) 9 0 R (9 0 R) 9 0 R) /B <9 0 R> /C 2 0 R >> endobj', [2]],
    ['1 0 obj << /A 0 0 RG /B 1 0 Rx /C [R] >> endobj', []],
  ])('finds those in %j', (source, numbers) => {
    expect(scan(source)).toEqual({ numbers, isCertain: true })
  })

  it.each([
    '1 0 obj [2 %comment\n0 R] endobj',
    '1 0 obj [2 1 R] endobj',
    '1 0 obj [2 00 R] endobj',
    '1 0 obj [0 R] endobj',
    '1 0 obj (not closed endobj',
    '1 0 obj [2 0 R]',
  ])('leaves to the parser what is unusual: %j', (source) => {
    expect(scan(source).isCertain).toBe(false)
  })

  it('finds every reference between any other values', () => {
    const value = fc.constantFrom(
      '/Name',
      '12',
      '-1.5',
      '(text)',
      '<0a0b>',
      'true',
      'null',
      '[ ]',
      '<< >>',
      '/R',
      '0',
      'R1',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.integer({ min: 1, max: 99 }))), (pairs) => {
        const source = `1 0 obj [ ${pairs.map(([text, number]) => `${text} ${number} 0 R`).join(' ')} ] endobj`
        expect(new Set(scan(source).numbers)).toEqual(new Set(pairs.map(([, number]) => number)))
      }),
    )
  })
})
