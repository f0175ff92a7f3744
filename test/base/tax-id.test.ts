import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type TaxIdText, normaliseTaxId, sameTaxId } from '../../src/base/tax-id.js'

function same(left: TaxIdText, right: TaxIdText): boolean {
  const [one, other] = [normaliseTaxId(left), normaliseTaxId(right)]
  if (one === undefined || other === undefined) throw new Error('not a tax id')
  expect(sameTaxId(other, one)).toBe(sameTaxId(one, other))
  return sameTaxId(one, other)
}

describe('tax ids', () => {
  it.each<[TaxIdText, TaxIdText]>([
    [{ value: 'PT500000000', country: 'PT' }, { value: 'VATPT-500000000' }],
    [{ value: '500000000', country: 'PT' }, { value: 'VATPT-500000000' }],
    [{ value: 'PT500000000' }, { value: 'VATPT-500000000' }],
    [{ value: '500 000 000' }, { value: '500.000-000/' }],
    [{ value: 'p051234567x' }, { value: 'P051234567X', country: 'KE' }],
    [{ value: 'EL123456789' }, { value: 'VATGR-123456789' }],
    [{ value: 'VATEL-123456789' }, { value: '123456789', country: 'GR' }],
    [{ value: '310122393500003', country: 'SA' }, { value: '310122393500003' }],
    [{ value: 'NTRPT-500000000' }, { value: '500000000', country: 'PT' }],
    [{ value: 'ÑAB010101AAA' }, { value: 'ñab 010101 aaa' }],
    [{ value: 'VATPT-PT500000000' }, { value: '500000000' }],
    [{ value: 'ESA39200019' }, { value: 'VATES-A39200019' }],
    [{ value: 'GR094259216' }, { value: 'VATEL-EL094259216' }],
  ])('%j and %j name the same taxpayer', (left, right) => {
    expect(same(left, right)).toBe(true)
  })

  it.each<[TaxIdText, TaxIdText]>([
    [
      { value: '500000000', country: 'PT' },
      { value: '500000001', country: 'PT' },
    ],
    [{ value: '500000000', country: 'PT' }, { value: 'VATES-500000000' }],
    [
      { value: 'GB123456789', country: 'GB' },
      { value: 'XI123456789', country: 'XI' },
    ],
    [{ value: 'NTRPT-500000000' }, { value: 'VATPT-500000000' }],
    [{ value: 'NTRPT-500000000' }, { value: 'TINPT-500000000' }],
    [{ value: 'PT500000000' }, { value: '500000000' }],
    [{ value: 'ÑAB010101AAA' }, { value: 'NAB010101AAA' }],
    [
      { value: '0500000000', country: 'PT' },
      { value: '500000000', country: 'PT' },
    ],
    [{ value: 'LEIXG-5493001KJTIIGC8Y1R12' }, { value: '5493001KJTIIGC8Y1R12' }],
    [{ value: 'PT500000000X' }, { value: 'VATPT-500000000' }],
    [{ value: 'VATPT-PT500000000' }, { value: 'VATPT-PTPT500000000' }],
    // The prefix is taken off once, on whichever side the country is known.
    [{ value: 'PTPT500000000', country: 'PT' }, { value: '500000000' }],
    [{ value: 'ESA39200019' }, { value: 'A39200019', country: 'PT' }],
    [{ value: 'EL094259216' }, { value: 'VATCY-094259216' }],
    [{ value: 'GB123456789' }, { value: 'VATXI-123456789' }],
    [{ value: 'VATXI-123456789' }, { value: 'VATGB-123456789' }],
  ])('%j and %j do not', (left, right) => {
    expect(same(left, right)).toBe(false)
  })

  it.each([
    '',
    ' ',
    '-./',
    'РТ500000000',
    '５００',
    'P05\u200b1',
    'P05\u0000',
    'P05\n',
    'ıABC',
    'ß',
    'A_B',
    'A:B',
    'x'.repeat(65),
    'VATPT-',
    '٥٠٠',
    '500\u00a0000\u00a0000',
    '500\u2009000',
    '500\u2010000',
    '\u200f500000000',
    '\u202e000000005',
    '500000000\u2069',
    'N\u0303AB010101AAA',
    'PT5000000\u030100',
    '\ufeff500000000',
    '500\u00ad000000',
    'ＰＴ500000000',
    'PΤ500000000',
  ])('%j is none', (value) => {
    expect(normaliseTaxId({ value })).toBeUndefined()
  })

  it('with a prefix of another country than the one that is known is none', () => {
    expect(normaliseTaxId({ value: 'VATES-500000000', country: 'PT' })).toBeUndefined()
    expect(normaliseTaxId({ value: 'VATES-500000000', country: 'ES' })).toEqual({
      scheme: 'VAT',
      country: 'ES',
      number: '500000000',
    })
  })

  it('are equal to themselves in any case and with any separators', () => {
    const signs = fc.array(fc.constantFrom('A', 'B', 'C', 'X', 'Y', 'Z', '0', '1', '8', '9'), {
      minLength: 3,
      maxLength: 20,
    })
    const separators = fc.constantFrom('', ' ', '.', '-', '/')
    fc.assert(
      fc.property(signs, separators, (characters, separator) => {
        const plain = characters.join('')
        expect(same({ value: plain }, { value: characters.join(separator).toLowerCase() })).toBe(true)
      }),
    )
  })

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (value) => {
        const id = normaliseTaxId({ value })
        expect(id === undefined || id.number.length > 0).toBe(true)
      }),
    )
  })
})
