import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Malformed } from '../../../../src/base/errors.js'
import { plainOffsets } from '../../../../src/formats/pdf/xref/plain-offsets.js'
import type { PdfFile } from '../../../../src/formats/pdf/file.js'
import { append, build, ONE_PAGE, open } from '../pdf-builder.js'

const file = build()

/** What `read` returns, `undefined` where the file is refused. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** What asking for the entries one by one gives. */
function askedOneByOne(pdf: PdfFile): readonly number[] {
  return Array.from({ length: pdf.nextNumber }, (_, number) => {
    const entry = pdf.entry(number)
    return entry?.kind === 'offset' && entry.generation === 0 ? entry.offset : 0
  })
}

/** The bytes of the entries, from the first free one on. */
const table = /0000000000 65535 f \n(?:\d{10} \d{5} [nf] \n)+/u

describe('the offsets of a plain table', () => {
  it.each([
    ['a space and a line feed', ' \n'],
    ['a carriage return and a line feed', '\r\n'],
  ])('are those of its entries, with %s behind them', (_, end) => {
    const pdf = open(file.replace(/( [nf]) \n/gu, `$1${end}`))
    expect(plainOffsets(pdf)).toEqual(askedOneByOne(pdf))
    expect(plainOffsets(pdf)?.filter((offset) => offset > 0)).toHaveLength(5)
  })

  it.each([
    ['an entry is free', file.replace(/(\d{10}) 00000 n/u, '$1 00001 f')],
    ['an entry is of a later generation', file.replace(/(\d{10}) 00000 n/u, '$1 00001 n')],
    ['an entry ends otherwise', file.replace(' n \n', ' n \r')],
    ['an entry is at no place', file.replace(/\d{10} 00000 n/u, '0000000000 00000 n')],
    ['object 0 is in use', file.replace('0000000000 65535 f', '0000000015 00000 n')],
    ['there are two revisions', append(file, { 1: ONE_PAGE[1] })],
    ['the file has a stream', build(ONE_PAGE, { form: 'stream' })],
  ])('are not told where %s', (_, changed) => {
    expect(changed).not.toBe(file)
    expect(plainOffsets(open(changed))).toBeUndefined()
  })

  it('are never others than those of the entries, whatever byte is changed', () => {
    const start = file.search(table)
    const length = table.exec(file)?.[0].length ?? 0
    const places = fc.integer({ min: start, max: start + length - 1 })
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 255 }), (place, byte) => {
        const changed = file.slice(0, place) + String.fromCharCode(byte) + file.slice(place + 1)
        const pdf = unlessRefused(() => open(changed))
        const told = pdf && unlessRefused(() => plainOffsets(pdf))
        if (told !== undefined) expect(told).toEqual(unlessRefused(() => pdf && askedOneByOne(pdf)))
      }),
      { numRuns: 3000 },
    )
  })
})
