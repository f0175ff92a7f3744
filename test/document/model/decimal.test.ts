import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Decimal,
  add,
  compare,
  divide,
  divideRounded,
  formatDecimal,
  multiply,
  parseDecimal,
  round,
  subtract,
  trim,
} from '../../../src/document/model/decimal.js'

const anyDecimal = fc
  .record({
    coefficient: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
    scale: fc.integer({ min: 0, max: 6 }),
  })
  .map((value): Decimal => value)

function read(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === undefined) throw new Error(`${text} was not read`)
  return value
}

describe('a decimal', () => {
  it('is read from plain text', () => {
    expect(read('0')).toEqual({ coefficient: 0n, scale: 0 })
    expect(read('-3.490')).toEqual({ coefficient: -3490n, scale: 3 })
    expect(read('999999999999999.000000000001').scale).toBe(12)
  })

  it.each([
    '',
    '-',
    '.',
    '.5',
    '5.',
    '+1',
    '01',
    '-01',
    '00',
    '1e2',
    '1E2',
    '1,5',
    '1 000',
    ' 1',
    '1 ',
    '0x10',
    '１',
    '٣',
    '1.2.3',
    '--1',
    'NaN',
    'Infinity',
    '-Infinity',
    '1_000',
    '1000000000000000',
    '0.0000000000001',
    '1\n',
  ])('is not read from %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  })

  it('adds 0.1 and 0.2 to 0.3', () => {
    expect(formatDecimal(add(read('0.1'), read('0.2')))).toBe('0.3')
  })

  it('shows zero without a sign', () => {
    expect(formatDecimal(round(read('-0.001'), 2, 'half-up'))).toBe('0.00')
  })

  it('comes back from its own text', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(parseDecimal(formatDecimal(value))).toEqual(value)
      }),
    )
  })

  it('adds and subtracts without loss', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (left, right) => {
        expect(compare(subtract(add(left, right), right), left)).toBe(0)
        expect(compare(add(left, right), add(right, left))).toBe(0)
      }),
    )
  })

  it('divides a product by one factor to the other', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (left, right) => {
        fc.pre(right.coefficient !== 0n)
        const quotient = divide(multiply(left, right), right, { scale: left.scale, rule: 'half-up' })
        expect(compare(quotient, left)).toBe(0)
      }),
    )
  })

  it('keeps its value when trailing zeros go', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const trimmed = trim(value)
        expect(compare(trimmed, value)).toBe(0)
        expect(trimmed.scale === 0 || trimmed.coefficient % 10n !== 0n).toBe(true)
      }),
    )
  })
})

describe('rounding', () => {
  it.each([
    ['0.005', '0.01', '0.00'],
    ['-0.005', '-0.01', '0.00'],
    ['1.005', '1.01', '1.00'],
    ['0.015', '0.02', '0.02'],
    ['-1446.375', '-1446.38', '-1446.38'],
    ['-1446.365', '-1446.37', '-1446.36'],
    ['2.6749999', '2.67', '2.67'],
  ])('takes %s to %s by half-up (away from zero) and to %s by half-even', (text, up, even) => {
    expect(formatDecimal(round(read(text), 2, 'half-up'))).toBe(up)
    expect(formatDecimal(round(read(text), 2, 'half-even'))).toBe(even)
  })

  it('is never off by more than half a unit, and is symmetric about zero', () => {
    const rules = fc.constantFrom('half-up' as const, 'half-even' as const)
    const positive = fc.bigInt({ min: 1n, max: 10n ** 9n })
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        positive,
        rules,
        (numerator, denominator, rule) => {
          const rounded = divideRounded(numerator, denominator, rule)
          const twiceError = 2n * (rounded * denominator - numerator)
          expect(twiceError <= denominator && twiceError >= -denominator).toBe(true)
          expect(divideRounded(-numerator, denominator, rule)).toBe(-rounded)
        },
      ),
    )
  })
})
