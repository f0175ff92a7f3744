import { describe, expect, it } from '@jest/globals'
import { findSignatureTokens, type SignatureTokens } from '../../../src/formats/pdf/signature-tokens.js'
import { PdfReference } from '../../../src/formats/pdf/values.js'
import { build, ONE_PAGE, open } from './pdf-builder.js'

function file(entries: string): string {
  return build({ ...ONE_PAGE, 10: `<< /Type /Sig ${entries} >>`, 11: '[0 1 2 3]' })
}

function tokens(entries: string): SignatureTokens {
  const found = findSignatureTokens(open(file(entries)), new PdfReference(10, 0))
  if (found === undefined) throw new Error('no signature dictionary')
  return found
}

const codeIn = (value: object) => ('code' in value ? value.code : 'found')
const GOOD = '/ByteRange [0 10 30 40] /Contents <00ffAB>'

describe('the token of /Contents', () => {
  it('is told by its place in the file, delimiters included', () => {
    const text = file(GOOD)
    const { contents, start, end, isCompressed } = tokens(GOOD)
    const at = text.indexOf('<00ffAB>')
    expect(contents).toMatchObject({ start: at, end: at + 8 })
    expect('bytes' in contents && [...contents.bytes]).toEqual([0x00, 0xff, 0xab])
    expect([start, end]).toEqual([text.indexOf('10 0 obj'), text.indexOf('endobj', at) + 6])
    expect(isCompressed).toBe(false)
  })

  it.each([
    ['', 'contents.missing'],
    ['/Contents null', 'contents.missing'],
    ['/Contents <>', 'contents.missing'],
    ['/Contents ()', 'contents.not-hex'],
    ['/Contents (abc)', 'contents.not-hex'],
    ['/Contents /x', 'contents.not-hex'],
    ['/Contents [<00>]', 'contents.not-hex'],
    ['/Contents 12', 'contents.not-hex'],
    ['/Contents true', 'contents.not-hex'],
    ['/Contents 11 0 R', 'contents.not-hex'],
    ['/Contents <00 ff>', 'contents.not-hex'],
    ['/Contents <00f>', 'contents.not-hex'],
    ['/Contents <00fg>', 'contents.not-hex'],
  ])('is %s: %s', (contents, code) => {
    expect(codeIn(tokens(`/ByteRange [0 10 30 40] ${contents}`).contents)).toBe(code)
    expect(codeIn(tokens(GOOD).contents)).toBe('found')
  })
})

describe('the byte range', () => {
  it('is four numbers, blanks and leading zeros aside', () => {
    expect(tokens('/ByteRange [ 0 0000000010\n30 40    ] /Contents <00>').byteRange).toEqual([0, 10, 30, 40])
  })

  it.each([
    '',
    '/ByteRange null',
    '/ByteRange []',
    '/ByteRange [0]',
    '/ByteRange [0 1]',
    '/ByteRange [0 1 2]',
    '/ByteRange [0 1 2 3 4]',
    '/ByteRange [0 1 2 3 4 5]',
    '/ByteRange [0 -1 -1 0]',
    '/ByteRange [-10 1 2 3]',
    '/ByteRange [+0 1 2 3]',
    '/ByteRange [0.0 1 2 3]',
    '/ByteRange [(0) 1 2 3]',
    '/ByteRange [0 9007199254740993 2 3]',
    '/ByteRange 11 0 R',
    '/ByteRange [0 1 2 11 0 R]',
    '/ByteRange << /A 1 >>',
  ])('%s is reported as byte-range.malformed', (entry) => {
    expect(codeIn(tokens(`${entry} /Contents <00>`).byteRange)).toBe('byte-range.malformed')
  })
})

describe('a signature dictionary', () => {
  it('tells which keys it has twice', () => {
    expect(tokens(`${GOOD} /ByteRange [0 0 0 0]`).duplicateKeys).toEqual(['ByteRange'])
    expect(tokens(GOOD).duplicateKeys).toEqual([])
  })

  it('in an object stream is told to be compressed, and has no place in the file', () => {
    const compressed = build(ONE_PAGE, { form: 'stream', compressed: { 10: `<< /Type /Sig ${GOOD} >>` } })
    const found = findSignatureTokens(open(compressed), new PdfReference(10, 0))
    expect(found).toMatchObject({ isCompressed: true, start: -1, end: -1 })
  })

  it('is none when the reference leads to something else or to another generation', () => {
    const pdf = open(file(GOOD))
    expect([4, 11, 99].map((number) => findSignatureTokens(pdf, new PdfReference(number, 0)))).toEqual(
      Array(3).fill(undefined),
    )
    expect(findSignatureTokens(pdf, new PdfReference(10, 1))).toBeUndefined()
  })
})
