import { describe, expect, it } from '@jest/globals'
import { currencyCodes, minorDigitsOf } from '../../../src/document/model/currency.js'
import { isCountry, isTaxCountry } from '../../../src/document/model/country.js'

describe('the currency table', () => {
  it.each([
    ['EUR', 2],
    ['KES', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['HUF', 2],
    ['IDR', 2],
    ['COP', 2],
    ['TWD', 2],
    ['UGX', 0],
    ['CLF', 4],
    ['CLP', 0],
    ['ISK', 0],
    ['TND', 3],
    ['XCG', 2],
  ])('gives %s %i minor digits, whatever Intl says', (code, digits) => {
    expect(minorDigitsOf(code)).toBe(digits)
  })

  it.each(['eur', 'EU', 'EURO', 'XXX', 'XAU', 'BTC', '', '__proto__', 'constructor'])(
    'does not know %j',
    (code) => {
      expect(minorDigitsOf(code)).toBeUndefined()
    },
  )

  it('knows every code that Intl knows and that is in use, and names none twice', () => {
    const codes = currencyCodes()
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(170)
    for (const code of codes) expect(code).toMatch(/^[A-Z]{3}$/)
  })
})

describe('the country table', () => {
  it('knows ISO 3166-1, and EL and XI for tax ids only', () => {
    expect(isCountry('KE')).toBe(true)
    expect(isCountry('EL')).toBe(false)
    expect(isCountry('UK')).toBe(false)
    expect(isTaxCountry('EL')).toBe(true)
    expect(isTaxCountry('XI')).toBe(true)
    expect(isTaxCountry('ZZ')).toBe(false)
  })
})
