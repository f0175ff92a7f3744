import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { toUtf8 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { parseJson } from '../../src/base/json.js'

const LIMITS = { maxBytes: 1_000_000, maxDepth: 16 }
const parse = (text: string): unknown => parseJson(toUtf8(text), LIMITS)

const SIGNS = Array.from('{}[]",:\\u0123456789eE+-. \n\ttruefalsn\u00e9\u0000')

/** What was parsed, on ordinary objects, to compare with `JSON.parse`. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('JSON', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 2), (text, indent) => {
        const expected: unknown = JSON.parse(text)
        expect(plain(parse(JSON.stringify(expected, null, indent)))).toEqual(expected)
      }),
    )
  })

  it('is refused where JSON.parse refuses it, whatever the text', () => {
    const signs = fc.array(fc.constantFrom(...SIGNS), { maxLength: 12 })
    fc.assert(
      fc.property(signs, (characters) => {
        const text = characters.join('')
        let accepted = true
        try {
          parse(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
          accepted = false
        }
        if (accepted) expect(() => JSON.parse(text) as unknown).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"b":2,"a":1}}',
    '{"__proto__":1,"__proto__":2}',
  ])('with a key twice is refused: %s', (text) => {
    expect(() => parse(text)).toThrow('twice')
  })

  it('keeps __proto__ as a key like any other', () => {
    const value = parse('{"__proto__":{"polluted":true}}') as object
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.keys(value)).toEqual(['__proto__'])
  })

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '01',
    '1.',
    '.5',
    '+1',
    '-',
    '1e',
    'nul',
    '"\t"',
    '"\\x41"',
    '"\\u12g4"',
    '"',
    '1 2',
    '//x\n1',
    'NaN',
    '\ufeff1',
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(Malformed)
  })

  it('that is not UTF-8, too deep or too long is refused', () => {
    expect(() => parseJson(new Uint8Array([0x22, 0xff, 0x22]), LIMITS)).toThrow('UTF-8')
    expect(parse('['.repeat(16) + ']'.repeat(16))).toBeDefined()
    expect(() => parse('['.repeat(17) + ']'.repeat(17))).toThrow('nested')
    expect(() => parse('['.repeat(500_000))).toThrow('nested')
    expect(() => parseJson(new Uint8Array(1_000_001), LIMITS)).toThrow('bytes')
  })
})
