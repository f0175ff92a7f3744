import { describe, expect, it } from '@jest/globals'
import { localeOf } from '../../../src/document/page/locale.js'
import { formatDate, formatMoment } from '../../../src/document/page/date-format.js'
import { formatDecimal, formatPercent } from '../../../src/document/page/number-format.js'

const SPACE = '\u00A0'

describe('a number', () => {
  it.each([
    ['en', '1,234,567.50'],
    ['en-IN', '12,34,567.50'],
    ['de', '1.234.567,50'],
    ['de-CH', '1’234’567.50'],
    ['fr', `1${SPACE}234${SPACE}567,50`],
    ['es-MX', '1,234,567.50'],
    ['pt-BR', '1.234.567,50'],
    ['el', '1.234.567,50'],
    ['ru', `1${SPACE}234${SPACE}567,50`],
    ['sw', '1,234,567.50'],
    ['xx', '1,234,567.50'],
  ])('is written as people write it who speak %s', (tag, expected) => {
    expect(formatDecimal('1234567.50', localeOf(tag))).toBe(expected)
  })

  it('is grouped from four or from five digits on', () => {
    expect(formatDecimal('1234.5', localeOf('es'))).toBe('1234,5')
    expect(formatDecimal('12345.5', localeOf('es'))).toBe('12.345,5')
    expect(formatDecimal('1234.5', localeOf('de'))).toBe('1.234,5')
  })

  it('loses no digit, however many there are', () => {
    expect(formatDecimal('9007199254740993.0000000000001', localeOf('en'))).toBe(
      '9,007,199,254,740,993.0000000000001',
    )
  })

  it('has a minus sign as wide as a figure, and the decimals of its column', () => {
    expect(formatDecimal('-1.5', localeOf('en'), 3)).toBe('\u22121.500')
  })

  it('agrees with the runtime on separators for every language that has words', () => {
    for (const tag of ['en', 'de', 'pt-BR', 'el', 'bg', 'ru', 'sw', 'es', 'es-MX', 'en-IN']) {
      const theirs = new Intl.NumberFormat(tag, { minimumFractionDigits: 2 }).format(1234567.5)
      expect([tag, formatDecimal('1234567.50', localeOf(tag))]).toEqual([tag, theirs])
    }
  })

  it('stands with its per cent sign', () => {
    expect(formatPercent('16', localeOf('en-KE'))).toBe('16%')
    expect(formatPercent('5.5', localeOf('fr'))).toBe(`5,5${SPACE}%`)
  })
})

describe('a date', () => {
  it.each([
    ['en', '2 Dec 2026'],
    ['en-US', 'Dec 2, 2026'],
    ['de', '02.12.2026'],
    ['fr', '02/12/2026'],
    ['bg', '02.12.2026 г.'],
  ])('is written as in %s', (tag, expected) => {
    expect(formatDate('2026-12-02', localeOf(tag))).toBe(expected)
  })

  it('is the day at the place of issue, whatever the offset', () => {
    expect(formatMoment('2026-11-22T23:30:00-11:00', localeOf('en'))).toBe('22 Nov 2026, 23:30')
  })
})
