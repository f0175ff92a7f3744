import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Malformed } from '../../../src/base/errors.js'
import { oidContent, oidText } from '../../../src/formats/der/oid.js'

describe('an object identifier', () => {
  it.each([
    ['1.2.840.113549.1.9.16.2.47', [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f]],
    ['2.5.4.3', [0x55, 0x04, 0x03]],
    ['2.999.3', [0x88, 0x37, 0x03]],
    ['0.39', [39]],
    ['1.39.127.128', [79, 127, 0x81, 0]],
    ['2.100', [0x81, 0x34]],
    ['1.2.4294967296.4294967297', [0x2a, 0x90, 0x80, 0x80, 0x80, 0x00, 0x90, 0x80, 0x80, 0x80, 0x01]],
  ])('%s is written and read', (text, octets) => {
    expect([...oidContent(text)]).toEqual(octets)
    expect(oidText(Uint8Array.from(octets))).toBe(text)
  })

  it('is what the bytes say, also where others stood in the same buffer before', () => {
    const octets = Buffer.from([0x2a, 0x86, 0x48, 0x01, 0x30])
    expect(oidText(octets)).toBe('1.2.840.1.48')
    // 31 · 1 + 48 = 31 · 2 + 17: both are looked for in the same place.
    octets.set([0x02, 0x11], 3)
    expect(oidText(octets)).toBe('1.2.840.2.17')
  })

  it('keeps arcs of any size apart, such as those made of a UUID', () => {
    const arc = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }))
    fc.assert(
      fc.property(
        fc.constantFrom('0.1', '1.39', '2.5', '2.25', '2.1000000'),
        fc.array(arc, { maxLength: 3 }),
        (start, rest) => {
          const text = [start, ...rest].join('.')
          expect(oidText(oidContent(text))).toBe(text)
        },
      ),
    )
  })

  it.each([
    ['nothing', [], 'der.truncated'],
    ['an arc that begins with 80', [0x2a, 0x80, 0x01], 'der.not-canonical'],
    ['a first arc that begins with 80', [0x80, 0x2a], 'der.not-canonical'],
    ['an arc that does not end', [0x2a, 0x86], 'der.truncated'],
    ['a short one of the directory that does not end', [0x55, 0x04, 0x83], 'der.truncated'],
    ['65 octets', Array.from({ length: 65 }, () => 1), 'der.limit'],
  ])('of %s is refused', (_, octets, code) => {
    expect(() => oidText(Uint8Array.from(octets))).toThrow(expect.objectContaining({ code }))
    expect(() => oidText(Uint8Array.from(octets))).toThrow(Malformed)
  })
})
