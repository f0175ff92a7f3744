import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { apportion } from '../../../src/document/model/apportion.js'
import { divideRounded } from '../../../src/document/model/decimal.js'

describe('apportioning', () => {
  it('gives what is missing to the largest remainders', () => {
    expect(
      apportion(
        100n,
        [1n, 1n, 1n].map((part) => part * 100n),
        3n,
      ),
    ).toEqual([34n, 33n, 33n])
    expect(apportion(10n, [25n, 35n, 40n], 10n)).toEqual([3n, 3n, 4n])
  })

  it('loses nothing and never strays a whole unit from the exact share, returns included', () => {
    const parts = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { minLength: 1, maxLength: 30 })
    const rules = fc.constantFrom('half-up' as const, 'half-even' as const)
    fc.assert(
      fc.property(parts, fc.bigInt({ min: 1n, max: 10n ** 7n }), rules, (numerators, denominator, rule) => {
        const sum = numerators.reduce((total, part) => total + part, 0n)
        const total = divideRounded(sum, denominator, rule)
        const shares = apportion(total, numerators, denominator)
        expect(shares.reduce((all, share) => all + share, 0n)).toBe(total)
        numerators.forEach((numerator, index) => {
          const error = (shares[index] ?? 0n) * denominator - numerator
          expect(error <= denominator && error >= -denominator).toBe(true)
        })
      }),
    )
  })
})
