import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fromLatin1, toHex } from '../../../src/base/bytes.js'
import { decodePairs } from '../../../src/formats/pdf/string-decoding.js'

/** Short ones are read digit by digit, long ones eight at once with a rest. */
const anyBytes = fc.uint8Array({ minLength: 0, maxLength: 300 })
const anyCase = fc.infiniteStream(fc.boolean())

describe('a hexadecimal string of nothing but digits', () => {
  it('stands for its bytes, whatever its length and the case of its letters', () => {
    fc.assert(
      fc.property(anyBytes, anyCase, (bytes, upper) => {
        const digits = Array.from(toHex(bytes), (digit) => (upper.next().value ? digit.toUpperCase() : digit))
        expect(decodePairs(fromLatin1(digits.join('')))).toEqual(bytes)
      }),
    )
  })

  it('stands for the same wherever it begins in a file', () => {
    const hex = toHex(Uint8Array.from({ length: 257 }, (_, index) => index & 0xff))
    for (let before = 0; before < 9; before++) {
      const file = fromLatin1(' '.repeat(before) + hex)
      expect(toHex(decodePairs(file.subarray(before)) ?? new Uint8Array())).toBe(hex)
    }
  })

  it.each([2, 255, 256, 300, 515, 518])('is none when one of %d characters is another one', (length) => {
    const digits = 'aF'.repeat(length).slice(0, length)
    for (let place = 0; place < length; place++) {
      for (const other of ['g', ' ', '`', '/', '\u0000', '\u00e1']) {
        const changed = fromLatin1(digits.slice(0, place) + other + digits.slice(place + 1))
        expect(decodePairs(changed)).toBeUndefined()
      }
    }
  })
})
