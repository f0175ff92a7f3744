import { describe, expect, it } from '@jest/globals'
import { generatePrivateKey } from '../../../src/crypto/private-key.js'
import { derElement, derOid, derSequence, derSet } from '../../../src/formats/der/writer.js'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import type { TaxIdentity } from '../../../src/trust/store/tax-ids.js'
import { BIT, purposes } from '../made-certificate.js'
import {
  judgeExpected,
  ORGANIZATION_IDENTIFIER,
  read,
  SERIAL_NUMBER,
  SURNAME,
  UNIQUE_IDENTIFIER,
  type Leaf,
} from './made-signer.js'
import { CNPJ, CPF, octets, otherNames } from './other-names.js'
import { derPrintable, derUtf8 } from '../../formats/der/der-values.js'

const values = ({ ids }: TaxIdentity): readonly string[] => ids.map(({ value }) => value)

describe('Saudi Arabia', () => {
  const rules = authorityProfile('sa-zatca')
  const taxId = '310122393500003'
  const attributes = [[ORGANIZATION_IDENTIFIER, '310122393500003']] as const

  it('takes keys on secp256k1, unless they are left out of its curves', async () => {
    const key = await generatePrivateKey({ kind: 'ec', curve: 'secp256k1' })
    expect(await judgeExpected(rules, { leaf: { attributes, key }, taxId })).toMatchObject({
      status: 'trusted',
    })
    const only = authorityProfile('sa-zatca', { curves: ['P-256'] })
    expect((await judgeExpected(only, { leaf: { attributes, key }, taxId })).codes).toContain(
      'algorithm.unknown',
    )
    const larger = await generatePrivateKey({ kind: 'ec', curve: 'P-384' })
    expect((await judgeExpected(rules, { leaf: { attributes, key: larger }, taxId })).codes).toContain(
      'algorithm.unknown',
    )
  })

  it('takes the purpose of a client, and not that of a server', async () => {
    const client = [purposes(KEY_PURPOSE.clientAuthentication)]
    expect((await judgeExpected(rules, { leaf: { attributes, extensions: client }, taxId })).status).toBe(
      'trusted',
    )
    const server = [purposes(KEY_PURPOSE.clientAuthentication, KEY_PURPOSE.serverAuthentication)]
    expect((await judgeExpected(rules, { leaf: { attributes, extensions: server }, taxId })).codes).toContain(
      'path.extended-key-usage',
    )
  })

  it.each(['210122393500003', '310122393500002', '31012239350003', 'VATSA-310122393500003'])(
    'has no VAT number %s',
    async (id) => {
      expect(values(await read(rules, { attributes: [[ORGANIZATION_IDENTIFIER, id]] }))).toEqual([])
    },
  )
})

describe('Thailand', () => {
  const id = '0105555012348'

  it('has thirteen digits, the last of which checks the others', async () => {
    const rules = authorityProfile('th-etax')
    expect(values(await read(rules, { attributes: [[ORGANIZATION_IDENTIFIER, id]] }))).toEqual([id])
    for (let digit = 0; digit < 10; digit++) {
      const changed = `${id.slice(0, 12)}${digit}`
      const found = values(await read(rules, { attributes: [[ORGANIZATION_IDENTIFIER, changed]] }))
      expect(found).toEqual(changed === id ? [id] : [])
    }
  })

  it('has its tax id in the attribute that the caller states, and in no other', async () => {
    const rules = authorityProfile('th-etax', { attribute: UNIQUE_IDENTIFIER })
    expect(values(await read(rules, { attributes: [[UNIQUE_IDENTIFIER, id]] }))).toEqual([id])
    expect(values(await read(rules, { attributes: [[SERIAL_NUMBER, id]] }))).toEqual([])
  })

  it('has persons with numbers of the same form, who are sellers only where the caller says so', async () => {
    const leaf = {
      attributes: [
        [SURNAME, 'Suksai'],
        [SERIAL_NUMBER, id],
      ],
    } as const
    expect(await read(authorityProfile('th-etax'), leaf)).toMatchObject({ ids: [], person: true })
    const accepting = authorityProfile('th-etax', { persons: 'accept' })
    expect(await read(accepting, leaf)).toMatchObject({ ids: [{ value: id }], person: false })
  })
})

describe('Malaysia', () => {
  const rules = authorityProfile('my-myinvois')
  const taxId = 'C20830570210'
  const attributes = [
    [ORGANIZATION_IDENTIFIER, 'C20830570210'],
    [SERIAL_NUMBER, '201901234567'],
  ] as const
  const documents = purposes(KEY_PURPOSE.microsoftDocumentSigning)

  it('has the tax id and the number of the register in two attributes', async () => {
    expect(await read(rules, { attributes })).toMatchObject({
      ids: [{ scheme: 'TIN', country: 'MY', value: 'C20830570210' }],
      registrationIds: [{ scheme: 'BRN', country: 'MY', value: '201901234567' }],
      person: false,
    })
  })

  it('wants the purpose of signing documents and a key that commits', async () => {
    expect(
      (await judgeExpected(rules, { leaf: { attributes, extensions: [documents] }, taxId })).status,
    ).toBe('trusted')
    expect((await judgeExpected(rules, { leaf: { attributes }, taxId })).codes).toContain(
      'path.extended-key-usage',
    )
    const weak = { attributes, extensions: [documents], usage: [BIT.digitalSignature] }
    expect((await judgeExpected(rules, { leaf: weak, taxId })).codes).toContain('path.key-usage')
  })

  it('marks numbers of persons with IG, who are sellers only where the caller says so', async () => {
    const leaf = { attributes: [[ORGANIZATION_IDENTIFIER, 'IG12345678900']] } as const
    expect(await read(rules, leaf)).toMatchObject({ ids: [], person: true })
    const accepting = authorityProfile('my-myinvois', { persons: 'accept' })
    expect(await read(accepting, leaf)).toMatchObject({ ids: [{ value: 'IG12345678900' }], person: false })
  })
})

describe('Mexico', () => {
  const rules = authorityProfile('mx-sat-csd')
  const at = (text: string): Leaf => ({ attributes: [[UNIQUE_IDENTIFIER, text]] })

  it('has the RFC of the taxpayer before that of the representative, which is never read', async () => {
    expect(values(await read(rules, at('AAA010101AAA / HEGT7610034S2')))).toEqual(['AAA010101AAA'])
    expect(values(await read(rules, at('ÑA&010101AAA')))).toEqual(['ÑA&010101AAA'])
    expect(await read(rules, at(' / HEGT7610034S2'))).toMatchObject({ ids: [], person: true })
    expect(await read(rules, { attributes: [[SERIAL_NUMBER, ' / HEGT761003MDFRNN09']] })).toMatchObject({
      ids: [],
      person: false,
    })
  })

  it('has persons as taxpayers, whom a caller may refuse', async () => {
    expect(await read(rules, at('HEGT7610034S2'))).toMatchObject({ ids: [{ value: 'HEGT7610034S2' }] })
    const refusing = authorityProfile('mx-sat-csd', { persons: 'refuse' })
    expect(await read(refusing, at('HEGT7610034S2 / HEGT7610034S2'))).toMatchObject({ ids: [], person: true })
    expect(await read(refusing, at('AAA010101AAA / HEGT7610034S2'))).toMatchObject({ person: false })
  })

  it('has ISO 8859-1 bytes in other attributes, which do no harm, and no guess is made at an RFC in them', async () => {
    const latin = (text: string): Uint8Array =>
      derElement(
        0x0c,
        Uint8Array.from(text, (each) => each.charCodeAt(0)),
      )
    const subject = (rfc: Uint8Array): Uint8Array =>
      derSequence(
        derSet(derSequence(derOid('2.5.4.10'), latin('Administración'))),
        derSet(derSequence(derOid(UNIQUE_IDENTIFIER), rfc)),
      )
    const found = await read(rules, { subject: subject(derPrintable('AAA010101AAA / HEGT7610034S2')) })
    expect(values(found)).toEqual(['AAA010101AAA'])
    expect(values(await read(rules, { subject: subject(latin('ÑAA010101AAA')) }))).toEqual([])
    expect(values(await read(rules, { subject: subject(derUtf8('ÑAA010101AAA')) }))).toEqual(['ÑAA010101AAA'])
  })
})

describe('Brazil', () => {
  const rules = authorityProfile('br-icp-cnpj')
  const person = octets(`1203198052998224725${'0'.repeat(26)}SSPSP`)
  const named = (...names: readonly (readonly [string, Uint8Array])[]): Leaf => ({
    extensions: [otherNames(...names)],
  })

  it.each([
    ['an OCTET STRING', octets('11222333000181')],
    ['a printable text', derPrintable('11222333000181')],
    ['UTF-8', derUtf8('11222333000181')],
  ])('has the CNPJ in another name, in %s', async (_what, value) => {
    const answers = named(['2.16.76.1.3.4', person], ['2.16.76.1.3.2', octets('RITA')], [CNPJ, value])
    expect(await read(rules, answers)).toMatchObject({
      ids: [{ scheme: 'CNPJ', country: 'BR', value: '11222333000181' }],
      person: false,
    })
  })

  it('has companies with letters in their number', async () => {
    expect(values(await read(rules, named([CNPJ, octets('12ABC34501DE35')])))).toEqual(['12ABC34501DE35'])
    expect(values(await read(rules, named([CNPJ, octets('12abc34501de35')])))).toEqual([])
    expect(values(await read(rules, named([CNPJ, octets('12ABC34501DEX5')])))).toEqual([])
  })

  it('has persons with a CPF, who are sellers only where the caller says so', async () => {
    expect(await read(rules, named([CPF, person]))).toMatchObject({ ids: [], person: true })
    const accepting = authorityProfile('br-icp-cnpj', { persons: 'accept' })
    expect(await read(accepting, named([CPF, person]))).toMatchObject({
      ids: [{ scheme: 'CPF', value: '52998224725' }],
      person: false,
    })
  })

  it('is ambiguous when a certificate has two numbers, whatever they are written in', async () => {
    const twice = named([CNPJ, octets('11222333000181')], [CNPJ, derPrintable('11222333000181')])
    expect(await read(rules, twice)).toMatchObject({ ids: [], ambiguous: true })
  })
})
