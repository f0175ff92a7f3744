import { describe, expect, it } from '@jest/globals'
import { AUTHORITY_PROFILES } from '../../../src/trust/profiles/authority-profile.js'
import { PROFILE_CASES } from './profile-cases.js'
import { judge } from './sealed-case.js'

/** Texts that look like the id, or hold it, and are other ones. */
const LOOK_ALIKES: readonly (readonly [string, (id: string) => string])[] = [
  ['full-width digits', (id) => id.replace(/\d/, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ['Arabic-Indic digits', (id) => id.replace(/\d/, (digit) => String.fromCodePoint(0x660 + Number(digit)))],
  ['a Cyrillic А before it', (id) => `\u0410${id}`],
  [
    'Cyrillic letters in it',
    (id) => id.replace(/[APC]|0/, (sign) => ({ A: 'А', P: 'Р', C: 'С' })[sign] ?? 'О'),
  ],
  ['a zero-width space', (id) => `${id.slice(0, 4)}\u200b${id.slice(4)}`],
  ['a no-break space', (id) => `${id.slice(0, 4)}\u00a0${id.slice(4)}`],
  ['a combining mark', (id) => `${id.slice(0, 4)}\u0301${id.slice(4)}`],
  ['a right-to-left mark', (id) => `\u200f${id}`],
  ['a right-to-left override', (id) => `\u202e${Array.from(id).reverse().join('')}`],
  ['a letter after it', (id) => id.replace(/^\w+/, (number) => `${number}X`)],
  ['a zero before it', (id) => `0${id}`],
  ['a line end after it', (id) => `${id}\n`],
  ['the number of a register', (id) => `NTRXX-${id}`],
  ['the number of a person', (id) => `PNOXX-${id}`],
  ['another after it', (id) => id.replace(/^\w+/, (number) => `${number},${number}`)],
]

const NOT_BOUND = ['seller.unbound', 'seller.mismatch', 'signer.is-person']

describe.each(Object.entries(PROFILE_CASES))('a seal under %s', (_name, each) => {
  const { rules, seller, id, other, leaf, person } = each

  it('is trusted when the id of the seller stands in its place', async () => {
    const judged = await judge(rules, { leaf: leaf(id), seller })
    expect(judged).toMatchObject({ status: 'trusted', seller: 'match' })
    expect(judged.taxIds).toHaveLength(1)
  })

  it('is reported as seller.mismatch when another id stands there', async () => {
    const judged = await judge(rules, { leaf: leaf(other), seller })
    expect(judged).toMatchObject({ status: 'untrusted', seller: 'mismatch' })
    expect(judged.codes).toContain('seller.mismatch')
  })

  it('is reported as seller.unbound when no id stands there', async () => {
    const judged = await judge(rules, { leaf: leaf(), seller })
    expect(judged).toMatchObject({ status: 'indeterminate', seller: 'unknown' })
    expect(judged.codes).toContain('seller.unbound')
  })

  it.each(['first', 'second'])(
    'is reported as seller.ambiguous when the right id is the %s of two',
    async (place) => {
      const judged = await judge(rules, {
        leaf: place === 'first' ? leaf(id, other) : leaf(other, id),
        seller,
      })
      expect(judged).toMatchObject({ status: 'untrusted', seller: 'unknown', taxIds: [] })
      expect(judged.codes).toContain('seller.ambiguous')
    },
  )

  it('is reported as signer.is-person when the certificate is a person’s', async () => {
    const judged = await judge(rules, { leaf: person, seller })
    expect(judged).toMatchObject({ status: 'untrusted', seller: 'mismatch', taxIds: [] })
    expect(judged.codes).toContain('signer.is-person')
  })

  it.each(LOOK_ALIKES)('is not bound by %s', async (_what, change) => {
    const changed = change(id)
    expect(changed).not.toBe(id)
    const judged = await judge(rules, { leaf: leaf(changed), seller })
    expect(judged.status).not.toBe('trusted')
    expect(judged.codes.filter((code) => NOT_BOUND.includes(code))).toHaveLength(1)
  })
})

it('every profile is among them', () => {
  expect(Object.keys(PROFILE_CASES)).toEqual(AUTHORITY_PROFILES.map(({ name }) => name))
})
