import { describe, expect, it } from '@jest/globals'
import { Malformed } from '../../../src/base/errors.js'
import { DerCursor } from '../../../src/formats/der/cursor.js'
import { TAG } from '../../../src/formats/der/tag.js'

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

function codeOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    return error instanceof Malformed ? error.code : 'no Malformed'
  }
  return 'accepted'
}

describe('length octets', () => {
  it.each([
    ['a short length', '0401aa', 'accepted'],
    ['a short length in the long form', '048101aa', 'der.not-canonical'],
    ['a long length with a leading zero', `04820080${'aa'.repeat(128)}`, 'der.not-canonical'],
    ['a minimal long length', `048180${'aa'.repeat(128)}`, 'accepted'],
    ['an indefinite length', '24800401aa0000', 'der.not-canonical'],
    ['a length beyond the end', '0402aa', 'der.truncated'],
    ['a length of 2 GiB', '04847fffffff', 'der.limit'],
    ['a length of eight octets', '04880000000000000001aa', 'der.limit'],
    ['no length', '04', 'der.truncated'],
    ['a high tag number', '1f2101aa', 'der.unexpected'],
  ])('%s', (_, hex, code) => {
    expect(codeOf(() => DerCursor.open(bytes(hex)).readElement())).toBe(code)
  })
})

describe('values', () => {
  it.each([
    ['zero', '020100', 'accepted'],
    ['an empty integer', '0200', 'der.truncated'],
    ['an integer with a leading zero', '02020001', 'der.not-canonical'],
    ['an integer with a needed leading zero', '02020080', 'accepted'],
    ['a negative integer with a leading ff', '0202ff80', 'der.not-canonical'],
  ])('%s is read as an integer: %s', (_, hex, code) => {
    expect(codeOf(() => DerCursor.open(bytes(hex)).integer())).toBe(code)
  })

  it.each([
    ['true', '0101ff', 'accepted'],
    ['false', '010100', 'accepted'],
    ['01', '010101', 'der.not-canonical'],
    ['two octets', '0102ffff', 'der.not-canonical'],
  ])('a boolean %s', (_, hex, code) => {
    expect(codeOf(() => DerCursor.open(bytes(hex)).boolean())).toBe(code)
  })

  it.each([
    ['whole octets', '030200ff', 'accepted'],
    ['unused bits that are zero', '030204f0', 'accepted'],
    ['unused bits that are set', '030204ff', 'der.not-canonical'],
    ['eight unused bits', '03020800', 'der.not-canonical'],
    ['unused bits of nothing', '030101', 'der.not-canonical'],
    ['no content', '0300', 'der.truncated'],
  ])('a bit string with %s', (_, hex, code) => {
    expect(codeOf(() => DerCursor.open(bytes(hex)).bitString())).toBe(code)
  })

  it('reads small integers and refuses negative and large ones', () => {
    expect(DerCursor.open(bytes('0203010001')).smallInteger()).toBe(65537)
    expect(codeOf(() => DerCursor.open(bytes('0201ff')).smallInteger())).toBe('der.unexpected')
    expect(DerCursor.open(bytes('020700ffffffffffff')).smallInteger()).toBe(2 ** 48 - 1)
    expect(codeOf(() => DerCursor.open(bytes('020701000000000000')).smallInteger())).toBe('der.limit')
  })
})

describe('structure', () => {
  it('enters a sequence and reads optional elements by their tag', () => {
    const cursor = DerCursor.open(bytes('3008a003020102020107')).sequence()
    expect(cursor.enterOptional(0xa0)?.smallInteger()).toBe(2)
    expect(cursor.optional(TAG.octetString)).toBeUndefined()
    expect(cursor.smallInteger()).toBe(7)
    expect(cursor.atEnd).toBe(true)
    cursor.finish()
  })

  it('refuses bytes after the end with their offset', () => {
    const cursor = DerCursor.open(bytes('020107ff'))
    cursor.smallInteger()
    expect(() => {
      cursor.finish()
    }).toThrow(expect.objectContaining({ code: 'der.trailing-data', offset: 3 }))
  })

  it('refuses an element that reaches beyond its parent', () => {
    const cursor = DerCursor.open(bytes('30030402aabb')).sequence()
    expect(codeOf(() => cursor.octetString())).toBe('der.truncated')
  })

  it('returns views and copies nothing', () => {
    const source = bytes('30040402aabb')
    const content = DerCursor.open(source).sequence().octetString()
    expect(content.buffer).toBe(source.buffer)
  })
})

describe('limits', () => {
  it('refuses sequences nested 20 000 deep', () => {
    const wide = new Uint8Array(40_000).fill(0x30)
    const nested = DerCursor.open(nest(20_000))
    expect(wide.length).toBe(40_000)
    expect(
      codeOf(() => {
        descend(nested)
      }),
    ).toBe('der.limit')
  })

  it('refuses two million elements', () => {
    const cursor = DerCursor.open(
      new Uint8Array(4_000_000).fill(0).map((_, index) => (index % 2 === 0 ? 5 : 0)),
    )
    expect(
      codeOf(() => {
        while (!cursor.atEnd) cursor.null()
      }),
    ).toBe('der.limit')
  })
})

function descend(cursor: DerCursor): void {
  for (let inner = cursor; !inner.atEnd;) inner = inner.sequence()
}

function nest(depth: number): Uint8Array {
  let length = 0
  const headers: number[][] = []
  for (let level = 0; level < depth; level++) {
    const header =
      length < 0x80
        ? [0x30, length]
        : length < 0x100
          ? [0x30, 0x81, length]
          : length < 0x10000
            ? [0x30, 0x82, length >> 8, length & 255]
            : [0x30, 0x83, length >> 16, (length >> 8) & 255, length & 255]
    headers.push(header)
    length += header.length
  }
  return Uint8Array.from(headers.reverse().flat())
}
