import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { TAG } from '../../../src/formats/der/tag.js'
import { timeValue } from '../../../src/formats/der/time.js'

const utc = (text: string): number =>
  timeValue(fromLatin1(text), { tag: TAG.utcTime, start: 0, end: text.length })
const generalized = (text: string, fraction = false): number =>
  timeValue(fromLatin1(text), { tag: TAG.generalizedTime, start: 0, end: text.length, form: { fraction } })

describe('a time', () => {
  it('of two digits pivots at 50', () => {
    expect(utc('491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59))
    expect(utc('500101000000Z')).toBe(Date.UTC(1950, 0, 1))
  })

  it('agrees with the calendar of the platform on every day', () => {
    const instant = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31, 23, 59, 59) })
    fc.assert(
      fc.property(instant, (milliseconds) => {
        const whole = Math.floor(milliseconds / 1000) * 1000
        const date = new Date(whole)
        const digits = date
          .toISOString()
          .slice(0, 19)
          .replaceAll('-', '')
          .replaceAll(':', '')
          .replace('T', '')
        expect(generalized(`${digits}Z`)).toBe(date.getTime())
      }),
    )
  })

  it('without end is the last second of 9999', () => {
    expect(generalized('99991231235959Z')).toBe(Date.UTC(9999, 11, 31, 23, 59, 59))
  })

  it('has a fraction of a second only where it may', () => {
    expect(generalized('20260101000000.25Z', true)).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 250))
    expect(() => generalized('20260101000000.25Z')).toThrow(Malformed)
    expect(() => generalized('20260101000000.250Z', true)).toThrow(Malformed)
    expect(() => generalized('20260101000000.Z', true)).toThrow(Malformed)
  })

  it('on 29 February exists in leap years alone', () => {
    expect(generalized('20240229000000Z')).toBe(Date.UTC(2024, 1, 29))
    for (const day of ['20230229000000Z', '19000229000000Z', '20240230000000Z', '20260431000000Z']) {
      expect(() => generalized(day)).toThrow(Malformed)
    }
  })

  it.each([
    ['without seconds', '2601010000Z'],
    ['with an offset', '260101000000+0100'],
    ['without a zone', '260101000000'],
    ['in month 13', '261301000000Z'],
    ['in month 0', '260001000000Z'],
    ['at hour 24', '260101240000Z'],
    ['at second 60', '260101000060Z'],
    ['with a letter', '26010100000aZ'],
    ['with a blank', '2601010000 0Z'],
    ['that is empty', ''],
    ['with more digits', '20260101000000Z'],
  ])('%s is refused', (_, text) => {
    expect(() => utc(text)).toThrow(Malformed)
  })
})
