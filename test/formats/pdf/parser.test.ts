import { describe, expect, it } from '@jest/globals'
import { fromLatin1, toLatin1 } from '../../../src/base/bytes.js'
import { memorySource } from '../../../src/base/source.js'
import { DEFAULT_LIMITS } from '../../../src/formats/pdf/limits.js'
import {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfNumber,
  PdfReference,
  PdfString,
  type PdfValue,
} from '../../../src/formats/pdf/values.js'
import { ParsingPlace } from '../../../src/formats/pdf/window.js'
import { codeOf } from './malformed.js'

function parse(text: string): PdfValue {
  return new ParsingPlace(memorySource(fromLatin1(text)), DEFAULT_LIMITS).parseAt(0, (parser) =>
    parser.parseValue(),
  )
}

function plain(value: PdfValue): unknown {
  if (value instanceof PdfNumber) return value.value
  if (value instanceof PdfName) return `/${value.value}`
  if (value instanceof PdfString) return `(${toLatin1(value.bytes)})`
  if (value instanceof PdfReference) return `${value.number} ${value.generation} R`
  if (value instanceof PdfArray) return value.items.map(plain)
  if (value instanceof PdfDictionary)
    return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]))
  return value
}

describe('a PDF object', () => {
  const readings: readonly (readonly [string, unknown])[] = [
    ['true', true],
    ['false', false],
    ['null', null],
    ['12', 12],
    ['-12', -12],
    ['+12.50', 12.5],
    ['.5', 0.5],
    ['4.', 4],
    ['007', 7],
    ['/Name', '/Name'],
    ['/', '/'],
    ['/A#42#20c', '/AB c'],
    ['(a(b)c)', '(a(b)c)'],
    ['(\\n\\)\\\\\\101\\7\\53x)', '(\n)\\A\x07+x)'],
    ['(a\\\r\nb\rc\r\nd)', '(ab\nc\nd)'],
    ['<48 6 5>', '(He)'],
    ['<486>', '(H`)'],
    ['<>', '()'],
    ['12 0 R', '12 0 R'],
    ['[1 0 R 2 3 0 R 4 5]', ['1 0 R', 2, '3 0 R', 4, 5]],
    ['[1 2 3 R]', [1, '2 3 R']],
    ['[1 2 R 3 4]', ['1 2 R', 3, 4]],
    ['12 %comment\r0 R', '12 0 R'],
    ['[/A/B<</C(d)/E[1]>>]', ['/A', '/B', { C: '(d)', E: [1] }]],
    ['<< /A null /B 1 >>', { A: null, B: 1 }],
  ]
  it.each(readings)('%s is read as it stands', (text, expected) => {
    expect(plain(parse(text))).toEqual(expected)
  })

  const refusals = [
    '--5',
    '1e5',
    '5-3',
    '.',
    '+',
    'nul',
    'truely',
    '(a',
    '<48',
    '[1 2',
    '<< /A',
    '<< /A 1',
    '<< A 1 >>',
    '<< /A 1 >',
    '/A#4x',
    '/A#4',
    ')',
    '>',
    '}',
    'R',
  ]
  it.each(refusals)('%s is refused as pdf.syntax', (text) => {
    expect(codeOf(() => parse(text))).toBe('pdf.syntax')
  })

  it('keeps how a number was written, so that it is written again so', () => {
    expect(['1.0', '+5', '007', '12', '-.50'].map((text) => (parse(text) as PdfNumber).text)).toEqual([
      '1.0',
      '+5',
      '007',
      '12',
      '-.50',
    ])
  })

  it('knows where a string stands, its delimiters included', () => {
    const [, hex] = (parse('[1   <00FF> ]') as PdfArray).items
    expect((hex as PdfString).extent).toEqual({ start: 5, end: 11 })
  })

  it('tells clean hexadecimal from a string with white space, an odd digit or another character', () => {
    const isClean = (text: string) => (parse(text) as PdfString).isCleanHex
    expect(['<00fF>', '<00 FF>', '<00F>', '<00FG>', '(00FF)'].map(isClean)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('is refused as pdf.syntax when a hexadecimal string with another character is decoded', () => {
    expect(codeOf(() => (parse('<0G>') as PdfString).bytes)).toBe('pdf.syntax')
  })

  it('remembers a key that is written twice, under escapes too, and is then refused as pdf.duplicate-key', () => {
    const dictionary = parse('<< /ByteRange 1 /Byte#52ange 2 >>') as PdfDictionary
    expect(dictionary.duplicates).toEqual(['ByteRange'])
    expect(codeOf(() => dictionary.get('Other'))).toBe('pdf.duplicate-key')
    expect(codeOf(() => dictionary.with({ A: null }))).toBe('pdf.duplicate-key')
  })

  it('tells /Contents from /Contents#00', () => {
    const dictionary = parse('<< /Contents 1 /Contents#00 2 >>') as PdfDictionary
    expect(dictionary.duplicates).toEqual([])
    expect([...dictionary.entries.keys()]).toEqual(['Contents', 'Contents\0'])
  })

  it('reads absent and null as one', () => {
    const dictionary = parse('<< /A null >>') as PdfDictionary
    expect([dictionary.get('A'), dictionary.get('B')]).toEqual([undefined, undefined])
  })
})

describe('the limits of an object', () => {
  it('allow 64 levels of nesting and refuse 65 as pdf.limit', () => {
    expect(codeOf(() => parse('['.repeat(64) + ']'.repeat(64)))).toBe('accepted')
    expect(codeOf(() => parse('['.repeat(65) + ']'.repeat(65)))).toBe('pdf.limit')
  })

  it('refuse a name of more than 256 bytes as pdf.limit', () => {
    expect(codeOf(() => parse(`/${'a'.repeat(256)} `))).toBe('accepted')
    expect(codeOf(() => parse(`/${'a'.repeat(257)} `))).toBe('pdf.limit')
  })

  it('refuse an object of too many values as pdf.limit', () => {
    expect(codeOf(() => parse(`[${'0 '.repeat(300_000)}]`))).toBe('pdf.limit')
  })

  it('refuse an object that never ends as pdf.limit before they read all of a large file', () => {
    const source = memorySource(fromLatin1('('.repeat(12 * 2 ** 20)))
    expect(
      codeOf(() => new ParsingPlace(source, DEFAULT_LIMITS).parseAt(0, (parser) => parser.parseValue())),
    ).toBe('pdf.limit')
  })
})

describe('a window', () => {
  it('grows until the object fits, wherever its end cuts a token', () => {
    for (let pad = 4070; pad < 4100; pad++) {
      const text = `<< /A (${'x'.repeat(pad)}) /Name true /R 12 0 R /H <00ff> /N 12.5 >>`
      const dictionary = parse(text) as PdfDictionary
      expect([...dictionary.entries.keys()]).toEqual(['A', 'Name', 'R', 'H', 'N'])
      expect((dictionary.get('N') as PdfNumber).value).toBe(12.5)
    }
  })
})
