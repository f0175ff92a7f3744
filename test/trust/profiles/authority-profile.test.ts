import { describe, expect, it } from '@jest/globals'
import { AUTHORITY_PROFILES, authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import { EU_COUNTRIES } from '../../../src/trust/profiles/european-seal.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { makeRoot } from '../made-certificate.js'
import { expectInvalid } from './refused-argument.js'

const root = (await makeRoot('Authority')).certificate.der
/** As a caller in plain JavaScript may call it. */
const untyped = authorityProfile as (...values: readonly unknown[]) => unknown

describe('the rules of a profile', () => {
  it.each(AUTHORITY_PROFILES.map(({ name }) => name))('of %s make an anchor that JSON keeps', (name) => {
    const rules = untyped(name, name === 'eu-qualified-seal' ? { country: 'FI' } : undefined) as object
    const store = TrustStore.from({ certificate: root, ...rules })
    const again = TrustStore.from(JSON.stringify(store))
    expect(again.anchors[0]).toMatchObject({
      taxIdBinding: { required: true },
      origin: 'options',
    })
    expect(JSON.stringify(again)).toBe(JSON.stringify(store))
  })

  it('make a store in which several authorities stand, of one country or of many', async () => {
    const other = (await makeRoot('Another')).certificate.der
    const store = TrustStore.from([
      { certificate: root, ...authorityProfile('pt-at') },
      { certificate: other, ...authorityProfile('pt-at'), jurisdiction: 'PT-20', environment: 'test' },
    ])
    expect(store.anchors.map(({ jurisdiction, environment }) => [jurisdiction, environment])).toEqual([
      ['PT', 'production'],
      ['PT-20', 'test'],
    ])
  })

  it('name the authority by its certificate: a profile does not speak for it', () => {
    const [anchor] = TrustStore.from({ certificate: root, ...authorityProfile('sa-zatca') }).anchors
    expect(anchor?.authority.name).toBe('Authority')
  })

  it('are made for each country of the Union', () => {
    for (const country of EU_COUNTRIES) {
      const rules = authorityProfile('eu-qualified-seal', { country })
      expect(TrustStore.from({ certificate: root, ...rules }).anchors[0]?.jurisdiction).toBe(country)
    }
  })

  it('take one rule of the caller for an authority of his own', () => {
    const rule = { source: 'subject', oid: '2.5.4.45', extract: '^(?<id>\\d{9})$', scheme: 'PIB' } as const
    const { taxIdBinding } = authorityProfile('generic-authority', { rule, required: false })
    expect(taxIdBinding).toEqual({ required: false, rules: [rule] })
  })

  it('are made anew each time, so that a change to one changes no other', () => {
    expect(authorityProfile('th-etax')).toEqual(authorityProfile('th-etax'))
    const changed = authorityProfile('th-etax') as { leaf: { algorithms: { minRsaBits: number } } }
    changed.leaf.algorithms.minRsaBits = 1024
    expect(authorityProfile('th-etax').leaf?.algorithms.minRsaBits).toBe(2048)
    expect(authorityProfile('pt-at').leaf?.algorithms.minRsaBits).toBe(2048)
  })
})

describe('what is not confirmed of a profile', () => {
  it.each(AUTHORITY_PROFILES.filter(({ name }) => name !== 'generic-authority'))(
    'of $name is said with it',
    ({ unverified }) => {
      expect(unverified.length).toBeGreaterThan(0)
    },
  )

  it('names a setting only where there is one', () => {
    for (const { unverified, settings } of AUTHORITY_PROFILES) {
      const named = unverified.flatMap((text) => /\(setting (\w+)\)/.exec(text)?.[1] ?? [])
      expect(settings).toEqual(expect.arrayContaining(named))
    }
  })
})

describe('a profile that cannot be', () => {
  it('does not compile', () => {
    // Each of these lines must be an error to the compiler; all are refused at run time too.
    const calls: readonly (() => unknown)[] = [
      // @ts-expect-error unknown name
      () => authorityProfile('pt'),
      // @ts-expect-error missing settings
      () => authorityProfile('eu-qualified-seal'),
      // @ts-expect-error missing country
      () => authorityProfile('eu-qualified-seal', {}),
      // @ts-expect-error no country of the Union
      () => authorityProfile('eu-qualified-seal', { country: 'GB' }),
      // @ts-expect-error VAT prefix in place of the ISO code
      () => authorityProfile('eu-qualified-seal', { country: 'EL' }),
      // @ts-expect-error unknown setting
      () => authorityProfile('pt-at', { country: 'PT' }),
      // @ts-expect-error unknown value
      () => authorityProfile('mx-sat-csd', { persons: 'maybe' }),
    ]
    for (const call of calls) expectInvalid(call)
  })

  it.each([
    ['__proto__'],
    ['toString'],
    [undefined],
    [null],
    [7],
    ['sa-zatca', { curves: [] }],
    ['sa-zatca', { curves: ['P-384'] }],
    ['sa-zatca', { curves: 'P-256' }],
    ['th-etax', { attribute: 'serialNumber' }],
    ['th-etax', { attribute: '2.5.4.*' }],
    ['th-etax', { attribute: 5 }],
    ['pt-at', { minLevel: 'CMS' }],
    ['pt-at', { signatures: true }],
    ['eu-qualified-seal', { country: 'PT', foreignSellers: 'yes' }],
    ['generic-authority', { jurisdiction: 'Kenya' }],
    ['generic-authority', { rule: '^x$' }],
    ['generic-authority', { required: 'yes' }],
    ['pt-at', []],
    ['pt-at', 'PT'],
    ['pt-at', { toString: 1 }],
  ])('is refused with argument.invalid: %j %j', (...values) => {
    expectInvalid(() => untyped(...values))
  })

  it('has a rule that could be used for a denial of service: the store refuses it', () => {
    const rule = { source: 'subject', oid: '2.5.4.5', extract: '^(?<id>(?:\\d+)+)$', scheme: 'TAX' } as const
    expect(() =>
      TrustStore.from({ certificate: root, ...authorityProfile('generic-authority', { rule }) }),
    ).toThrow('extract has a quantifier inside a quantified group')
  })
})
