import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deflateSync } from 'node:zlib'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { type PdfStream } from '../../../src/formats/pdf/values.js'
import { cpuTime } from '../../cpu-time.js'
import { SIGNED, NEW_DSS, NEW_TIMESTAMP } from './differences/signed-file.js'
import { append, build, ONE_PAGE, open, stream } from './pdf-builder.js'
import { codeOf } from './malformed.js'
import { readEverything } from './read-everything.js'

const tableFile = append(append(build(SIGNED), NEW_DSS), NEW_TIMESTAMP)
const streamFile = append(
  build(
    { 1: SIGNED[1], 4: SIGNED[4], 14: SIGNED[14] },
    {
      form: 'stream',
      compressed: { 2: SIGNED[2], 3: SIGNED[3], 5: SIGNED[5], 9: SIGNED[9], 10: SIGNED[10] },
    },
  ),
  NEW_DSS,
  { form: 'stream' },
)

const files = fc.constantFrom(tableFile, streamFile)
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const piece = fc.oneof(
  fc.constantFrom(
    '<<',
    '>>',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    ' 0 R',
    '/',
    'obj',
    'endobj',
    'stream',
    'endstream',
    'xref',
    'trailer',
    'startxref',
    '%%EOF',
    '/Prev 15',
    '/Length 99999',
    '-1',
    '99999999999',
    '4294967296',
    '\0',
    '\r',
    '#',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 4 }),
)

describe('a file of any bytes', () => {
  it('is read or refused as malformed, and nothing else happens: pieces replaced, put in, cut out', () => {
    const edits = fc.array(fc.tuple(place, fc.nat(12), piece), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(files, edits, (file, changes) => {
        let mutant = file
        for (const [where, length, text] of changes) {
          const at = Math.floor(where * mutant.length)
          mutant = mutant.slice(0, at) + text + mutant.slice(at + length)
        }
        readEverything(fromLatin1(mutant))
      }),
      { numRuns: 600, seed: 20261122 },
    )
  })

  it('is read or refused as malformed, and nothing else happens: bytes changed where the numbers stand', () => {
    const digits = Array.from(tableFile).flatMap((symbol, index) =>
      symbol >= '0' && symbol <= '9' ? [index] : [],
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...digits),
        fc.constantFrom(...Array.from('0123456789-. R')),
        (at, symbol) => {
          readEverything(fromLatin1(tableFile.slice(0, at) + symbol + tableFile.slice(at + 1)))
        },
      ),
      { numRuns: 400, seed: 20261123 },
    )
  })

  it('is refused or ends before its last revision wherever it is cut', () => {
    for (let length = 0; length < tableFile.length - 2; length += 17) {
      const cut = tableFile.slice(0, length)
      const code = codeOf(() => open(cut))
      if (code === 'accepted') expect(open(cut).revisions.length).toBeLessThan(3)
    }
  })

  it('is not refused when nothing is wrong with it', () => {
    expect([...readEverything(fromLatin1(tableFile)), ...readEverything(fromLatin1(streamFile))]).toEqual([])
  })
})

describe('a stream that grows', () => {
  const zeros = (length: number) => deflateSync(new Uint8Array(length)).toString('latin1')
  const decode = (data: string, filter = '/FlateDecode') => {
    const pdf = open(build({ ...ONE_PAGE, 6: stream(`/Filter ${filter}`, data) }))
    return codeOf(() => pdf.decode(pdf.object(6)?.value as PdfStream))
  }

  it('is refused as pdf.limit beyond its share, quickly', () => {
    const start = cpuTime()
    expect(decode(zeros(1_000_000))).toBe('accepted')
    expect(decode(zeros(100_000_000))).toBe('pdf.limit')
    expect(cpuTime() - start).toBeLessThan(3000)
  })

  it('is refused as pdf.filter-unsupported in a chain, and in a filter that structure does not need', () => {
    const chain = `[${'/FlateDecode '.repeat(2)}]`
    expect([
      decode(zeros(10), chain),
      ...['/ASCIIHexDecode', '/LZWDecode', '/RunLengthDecode', '/Crypt'].map((filter) =>
        decode('00', filter),
      ),
    ]).toEqual(Array(5).fill('pdf.filter-unsupported'))
  })

  it('counts against the file: many that fit one by one are refused together as pdf.limit', () => {
    const bodies = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        10 + index,
        stream('/Filter /FlateDecode', zeros(1_000_000)),
      ]),
    )
    const pdf = open(build({ ...ONE_PAGE, ...bodies }), { limits: { inflatedTotal: 25_000_000 } })
    const codes = Object.keys(bodies).map((number) =>
      codeOf(() => pdf.decode(pdf.object(Number(number))?.value as PdfStream)),
    )
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(25)
    expect(new Set(codes.slice(25))).toEqual(new Set(['pdf.limit']))
  })
})

describe('the time to read', () => {
  const timeOf = (text: string) => {
    const bytes = fromLatin1(text)
    const start = cpuTime()
    readEverything(bytes)
    return cpuTime() - start
  }

  it.each(['%%EOF\n', 'startxref\n0\n', '1 0 obj\n', '<<', '(((', '[', '/A '])(
    'does not explode with many times %j',
    (part) => {
      const body = (count: number) => build({ ...ONE_PAGE, 6: part.repeat(count) })
      const tail = (count: number) => build() + part.repeat(count)
      for (const make of [body, tail]) {
        timeOf(make(20_000))
        expect(timeOf(make(200_000))).toBeLessThan(1000)
      }
    },
  )
})
