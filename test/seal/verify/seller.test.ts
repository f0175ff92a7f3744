import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkExpectedSeller, checkSeller } from '../../../src/seal/verify/seller.js'
import type { TaxIdText } from '../../../src/base/tax-id.js'
import type { TaxId } from '../../../src/trust/store/tax-id-rule.js'
import type { ExpectedSeller } from '../../../src/seal/verify/types.js'

interface Changed {
  readonly expected?: ExpectedSeller
  readonly signer?: readonly TaxId[]
  readonly registrationIds?: readonly TaxId[]
  readonly ambiguous?: boolean
  readonly document?: readonly TaxIdText[] | null
  readonly registrationId?: string
  readonly isBindingRequired?: boolean
  readonly person?: boolean
}

const check = (changed: Changed): { answer: string; codes: string[] } => {
  const { expected = 'from-document', ambiguous = false, registrationIds = [], registrationId } = changed
  const ids = changed.signer ?? [{ scheme: 'VAT', value: 'P051234567X', country: 'KE' }]
  const taxIds = changed.document === undefined ? [{ value: 'P051234567X' }] : changed.document
  const { answer, findings } = checkSeller({
    expected,
    isBindingRequired: changed.isBindingRequired ?? false,
    signer: { ids, registrationIds, ambiguous, person: changed.person ?? false },
    seller:
      taxIds === null ? undefined : { taxIds, ...(registrationId === undefined ? {} : { registrationId }) },
  })
  return { answer, codes: findings.map(({ code }) => code) }
}

describe('the signer', () => {
  it('without a tax id is refused under an authority that wants one in every certificate, whoever is expected', () => {
    const unbound = { expected: 'not-required', signer: [] } as const
    expect(check({ ...unbound, isBindingRequired: true }).codes).toEqual(['seller.unbound'])
    expect(check(unbound)).toEqual({ answer: 'not-required', codes: [] })
    expect(check({ expected: 'not-required', isBindingRequired: true }).answer).toBe('not-required')
  })

  it('is the seller when the document names the tax id of the certificate', () => {
    expect(check({})).toEqual({ answer: 'match', codes: [] })
  })

  it('is the seller when the ids differ in spelling only', () => {
    expect(check({ document: [{ value: 'p 051.234-567/x', country: 'KE' }] }).answer).toBe('match')
  })

  it('is the seller when one of several ids of the document is his', () => {
    expect(check({ document: [{ value: '999' }, { value: 'P051234567X' }] }).answer).toBe('match')
  })

  it('is reported as seller.mismatch when one character differs', () => {
    expect(check({ document: [{ value: 'P051234567Y' }] })).toEqual({
      answer: 'mismatch',
      codes: ['seller.mismatch'],
    })
  })

  it.each(['РO51234567X', 'P051234567Ｘ', 'PO51234567X', 'P051234567X\u202e'])(
    'is not taken for the look-alike %s',
    (value) => {
      expect(check({ document: [{ value }] }).answer).toBe('mismatch')
    },
  )

  it('is taken for nobody whose id differs from his in more than separators and case', () => {
    const id = 'P051234567X'
    const signs = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
      fc.constantFrom(...Array.from(' .-/0Xxpo')),
    )
    fc.assert(
      fc.property(fc.nat(id.length), fc.nat(2), signs, (at, left, sign) => {
        const value = `${id.slice(0, at)}${sign}${id.slice(at + left)}`
        const isSame = /^[ -~]*$/.test(value) && value.replaceAll(/[ ./-]/g, '').toUpperCase() === id
        expect(check({ document: [{ value }] }).answer).toBe(isSame ? 'match' : 'mismatch')
        expect(check({ signer: [{ scheme: 'PIN', value }] }).answer).toBe(isSame ? 'match' : 'mismatch')
      }),
      { numRuns: 300 },
    )
  })

  it('is reported as seller.mismatch when the countries differ', () => {
    expect(check({ document: [{ value: 'P051234567X', country: 'TZ' }] }).answer).toBe('mismatch')
  })

  it('is reported as seller.unknown when the document names nobody', () => {
    expect(check({ document: null })).toEqual({ answer: 'unknown', codes: ['seller.unknown'] })
  })

  it('is reported as seller.unbound when the certificate has no tax id', () => {
    expect(check({ signer: [] })).toEqual({ answer: 'unknown', codes: ['seller.unbound'] })
  })

  it('is reported as signer.is-person when the certificate is a person’s, whoever is expected', () => {
    const person = { signer: [], person: true } as const
    expect(check(person)).toEqual({ answer: 'mismatch', codes: ['signer.is-person'] })
    expect(check({ ...person, expected: { taxId: 'P051234567X' } }).codes).toEqual(['signer.is-person'])
    expect(check({ ...person, expected: 'not-required' })).toEqual({ answer: 'not-required', codes: [] })
    const required = { ...person, expected: 'not-required', isBindingRequired: true } as const
    expect(check(required).codes).toEqual(['signer.is-person'])
  })

  it.each([
    ['NTRKE-P051234567X', 'mismatch'],
    ['VATKE-P051234567X', 'match'],
    ['VATTZ-P051234567X', 'mismatch'],
  ])('is held against %s in the document: %s', (value, answer) => {
    expect(check({ document: [{ value }] }).answer).toBe(answer)
    expect(check({ expected: { taxId: value }, document: null }).answer).toBe(answer)
  })

  it('is not the seller whose number in the commercial register is his tax id, nor the other way round', () => {
    expect(check({ document: [], registrationId: 'P051234567X' }).answer).toBe('mismatch')
    const registrationIds = [{ scheme: 'NTR', country: 'KE', value: 'P051234567X' }]
    expect(check({ signer: [], registrationIds }).answer).toBe('mismatch')
    expect(check({ signer: [], registrationIds, document: [{ value: 'NTRKE-P051234567X' }] }).answer).toBe(
      'match',
    )
  })

  it('is reported as seller.ambiguous when the certificate has several', () => {
    expect(check({ ambiguous: true }).codes).toEqual(['seller.ambiguous'])
  })

  it('is the seller when his number in the commercial register is that of the document', () => {
    const registrationIds = [{ scheme: 'NTR', value: 'HRB-12345' }]
    expect(check({ signer: [], registrationIds, document: [], registrationId: 'HRB 12345' }).answer).toBe(
      'match',
    )
    expect(check({ signer: [], registrationIds, document: [{ value: 'HRB12345' }] }).answer).toBe('mismatch')
  })

  it('need not be known when the caller does not mind', () => {
    expect(check({ expected: 'not-required', signer: [], document: null })).toEqual({
      answer: 'not-required',
      codes: [],
    })
  })

  it('is the seller whom the caller expects, even when the document names nobody', () => {
    expect(check({ expected: { taxId: 'P051234567X' }, document: null }).answer).toBe('match')
    expect(check({ expected: { taxId: 'P051234567Y' }, document: null }).codes).toEqual(['seller.mismatch'])
  })

  it('is reported as seller.mismatch when the document names another than the expected one', () => {
    expect(check({ expected: { taxId: 'P051234567X' }, document: [{ value: 'P999' }] }).codes).toEqual([
      'seller.mismatch',
    ])
  })
})

describe('the expected seller', () => {
  it('must have a tax id that can be one', () => {
    expect(() => {
      checkExpectedSeller({ taxId: 'P051234567X' })
    }).not.toThrow()
    expect(() => {
      checkExpectedSeller({ taxId: ' ' })
    }).toThrow('tax id')
    const untyped = checkExpectedSeller as (expected: unknown) => void
    expect(() => {
      untyped('anyone')
    }).toThrow('tax id')
  })
})
