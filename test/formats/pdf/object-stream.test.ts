import { describe, expect, it } from '@jest/globals'
import { deflateSync } from 'node:zlib'
import { DEFAULT_LIMITS } from '../../../src/formats/pdf/limits.js'
import type { ObjectStream } from '../../../src/formats/pdf/object-stream.js'
import { StructuralStreams } from '../../../src/formats/pdf/structural-streams.js'
import { PdfDictionary, PdfName, PdfStream } from '../../../src/formats/pdf/values.js'
import { codeOf } from './malformed.js'
import { build, ONE_PAGE, open, stream } from './pdf-builder.js'

const HEAD = '3 0 5 5   '
const DATA = `${HEAD}null true`

/** Returns the object stream with `entries` and `data` in its body. */
function opened(
  entries: string,
  data = DATA,
  streams = new StructuralStreams(DEFAULT_LIMITS, 2 ** 30),
): ObjectStream {
  const file = open(build({ ...ONE_PAGE, 9: stream(`/Type /ObjStm ${entries}`, data), 20: '2' }))
  const value = file.object(9)?.value
  if (!(value instanceof PdfStream)) throw new Error('no stream')
  return streams.objectStream(value)
}

describe('an object stream', () => {
  const deflated = deflateSync(Buffer.from(DATA, 'latin1')).toString('latin1')

  it('gives each of its objects', () => {
    const plain = opened('/N 2 /First 10')
    const packed = opened('/N 2 /First 10 /Filter /FlateDecode /DecodeParms << /Predictor 1 >>', deflated)
    for (const each of [plain, packed]) expect([each.read(3, 0), each.read(5, 1)]).toEqual([null, true])
  })

  it.each([
    ['/N 20 0 R /First 10', DATA, 'pdf.syntax'],
    ['/N 2 /First 20 0 R', DATA, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter 99 0 R', DATA, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter [99 0 R]', DATA, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter /FlateDecode /DecodeParms 99 0 R', deflated, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter /FlateDecode /DecodeParms [99 0 R]', deflated, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter /FlateDecode /DecodeParms << /Predictor 99 0 R >>', deflated, 'pdf.syntax'],
    ['/N 2 /First 10 /Filter /FlateDecode /DP 99 0 R', deflated, 'pdf.filter-unsupported'],
  ])('is refused with %s: a later revision may define what is referred to', (entries, data, code) => {
    expect(codeOf(() => opened(entries, data).read(3, 0))).toBe(code)
  })

  it('is refused as pdf.syntax when the places of its objects run backwards', () => {
    const overlapping = '3 0 5 9 7 0 [[] [] []]'
    expect(codeOf(() => opened('/N 3 /First 12', overlapping))).toBe('pdf.syntax')
    expect(codeOf(() => opened('/N 2 /First 8', overlapping))).toBe('accepted')
  })

  it('is read again where its end or its dictionary is another one', () => {
    const streams = new StructuralStreams(DEFAULT_LIMITS, 2 ** 30)
    const file = open(build({ ...ONE_PAGE, 9: stream('', DATA) }))
    const value = file.object(9)?.value
    if (!(value instanceof PdfStream)) throw new Error('no stream')
    const { dictionary, source, extent } = value
    expect(streams.decode(value)).toHaveLength(DATA.length)
    expect(
      streams.decode(new PdfStream(dictionary, source, { ...extent, end: extent.end - 1 })),
    ).toHaveLength(DATA.length - 1)
    const found = { extent: { start: 1, end: 2 }, duplicates: [], hidden: [] }
    const elsewhere = new PdfDictionary(['Filter'], [new PdfName('LZWDecode')], found)
    expect(codeOf(() => streams.decode(value))).toBe('accepted')
    expect(codeOf(() => streams.decode(new PdfStream(elsewhere, source, extent)))).toBe(
      'pdf.filter-unsupported',
    )
  })

  it('counts the values of its objects, each once, against the file', () => {
    const streams = new StructuralStreams({ ...DEFAULT_LIMITS, compressedValues: 7 }, 2 ** 30)
    const data = '3 0 5 8    [1 2 3] [[] 4 5]'
    const [one, other] = [opened('/N 2 /First 10', data, streams), opened('/N 2 /First 10', data, streams)]
    for (const each of [one, other, one, other]) expect(codeOf(() => each.read(3, 0))).toBe('accepted')
    expect(codeOf(() => one.read(5, 1))).toBe('pdf.limit')
  })
})
