import { describe, expect, it } from '@jest/globals'
import { derOid, derSequence, derSet } from '../../../src/formats/der/writer.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import type { EuCountry } from '../../../src/trust/profiles/european-seal.js'
import { extension } from '../made-certificate.js'
import {
  ORGANIZATION_IDENTIFIER,
  qualified,
  SEAL,
  SERIAL_NUMBER,
  SIGNATURE,
  SURNAME,
  type Judged,
} from './made-signer.js'
import { judge, type SellerOfReceipt } from './sealed-case.js'
import { derUtf8 } from '../../formats/der/der-values.js'

const PT = authorityProfile('pt-at')
const PORTUGUESE: SellerOfReceipt = { country: 'PT', taxIds: [{ country: 'PT', value: '500000000' }] }

const sealedBy = (
  country: EuCountry,
  id: string,
  { seller, foreignSellers = false }: { readonly seller: SellerOfReceipt; readonly foreignSellers?: boolean },
): Promise<Judged> =>
  judge(authorityProfile('eu-qualified-seal', { country, foreignSellers }), {
    leaf: { attributes: [[ORGANIZATION_IDENTIFIER, id]], extensions: [qualified(SEAL)] },
    seller,
  })

const seller = (country: string, value: string): SellerOfReceipt => ({
  country,
  taxIds: [{ value, country }],
})

describe('a qualified seal', () => {
  it.each([
    ['VATEL-094259216', seller('GR', '094259216')],
    ['VATGR-094259216', seller('GR', 'EL094259216')],
    ['VATEL-094259216', seller('GR', 'EL 094259216')],
    ['VATEL-EL094259216', { country: 'GR', taxIds: [{ country: 'EL', value: 'EL094259216' }] }],
  ])('of Greece is bound by %s, under EL or GR', async (id, of) => {
    expect(await sealedBy('GR', id, { seller: of })).toMatchObject({ status: 'trusted', seller: 'match' })
  })

  it.each([
    ['VATCY-094259216', 'seller.unbound'],
    ['EL094259216', 'seller.unbound'],
    ['VATEL-GR094259216X', 'seller.mismatch'],
    ['VATEL094259216', 'seller.unbound'],
    ['vatel-094259216', 'seller.unbound'],
    ['VATΕL-094259216', 'seller.unbound'],
  ])('of Greece is not bound by %s', async (id, code) => {
    const judged = await sealedBy('GR', id, { seller: seller('GR', '094259216') })
    expect(judged.codes).toContain(code)
    expect(judged.status).not.toBe('trusted')
  })

  it('of another country counts only where foreign sellers do', async () => {
    const of = seller('ES', 'A39200019')
    const only = await sealedBy('PT', 'VATES-A39200019', { seller: of })
    expect(only.codes).toContain('seller.unbound')
    const any = await sealedBy('PT', 'VATES-A39200019', { seller: of, foreignSellers: true })
    expect(any).toMatchObject({ status: 'trusted', taxIds: ['A39200019'] })
  })

  it.each([
    ['VATGB-123456789', 'XI', '123456789'],
    ['VATXI-123456789', 'GB', '123456789'],
    ['VATES-123456789', 'PT', 'PT123456789'],
    ['VATPT-ES123456789', 'ES', '123456789'],
    ['VATPT-PT123456789X', 'PT', '123456789'],
  ])('that says %s is no seal of %s with %s', async (id, country, value) => {
    const judged = await sealedBy('IE', id, {
      seller: { country: 'GB', taxIds: [{ country, value }] },
      foreignSellers: true,
    })
    expect(judged).toMatchObject({ status: 'untrusted', seller: 'mismatch' })
  })

  it('keeps the number of the commercial register apart from that of the tax authority', async () => {
    const register = await sealedBy('PT', 'NTRPT-500000000', { seller: PORTUGUESE })
    expect(register.codes).toContain('seller.mismatch')
    const tax = await sealedBy('PT', 'VATPT-500000000', { seller: seller('PT', 'NTRPT-500000000') })
    expect(tax.codes).toContain('seller.mismatch')
    const named = { ...seller('PT', '999999990'), registrationId: '500000000' }
    expect((await sealedBy('PT', 'VATPT-500000000', { seller: named })).codes).toContain('seller.mismatch')
    expect((await sealedBy('PT', 'NTRPT-500000000', { seller: named })).status).toBe('trusted')
  })

  it('is bound by the same number with the country written twice, and by no other zero', async () => {
    expect((await sealedBy('PT', 'VATPT-PT500000000', { seller: PORTUGUESE })).status).toBe('trusted')
    expect((await sealedBy('PT', 'VATPT-0500000000', { seller: PORTUGUESE })).codes).toContain(
      'seller.mismatch',
    )
  })

  it('of Portugal has nine digits and nothing else', async () => {
    for (const id of ['VATPT-PT500000000', 'VATPT-500 000 000', 'VATPT-5000000000', 'VATPT-50000000']) {
      const leaf = { attributes: [[ORGANIZATION_IDENTIFIER, id]] as const, extensions: [qualified(SEAL)] }
      expect((await judge(PT, { leaf, seller: PORTUGUESE })).codes).toContain('seller.unbound')
    }
  })

  it('is ambiguous too when both numbers stand in one part of the name', async () => {
    const pair = (oid: string, text: string): Uint8Array => derSequence(derOid(oid), derUtf8(text))
    const subject = derSequence(
      derSet(pair('2.5.4.3', 'Loja')),
      derSet(
        pair(ORGANIZATION_IDENTIFIER, 'VATPT-500000000'),
        pair(ORGANIZATION_IDENTIFIER, 'NTRPT-500000000'),
      ),
    )
    const judged = await judge(PT, { leaf: { subject, extensions: [qualified(SEAL)] }, seller: PORTUGUESE })
    expect(judged.codes).toContain('seller.ambiguous')
  })
})

describe('the statements of a qualified certificate', () => {
  const attributes = [[ORGANIZATION_IDENTIFIER, 'VATPT-500000000']] as const
  const judgedWith = (...extensions: readonly Uint8Array[]): Promise<Judged> =>
    judge(PT, { leaf: { attributes, extensions }, seller: PORTUGUESE })
  const statements = (...each: readonly Uint8Array[]): Uint8Array =>
    extension(EXTENSION.qcStatements, false, derSequence(...each))

  it.each([
    ['of a signature', [qualified(SIGNATURE)]],
    ['of a web site', [qualified('0.4.0.1862.1.6.3')]],
    ['of two kinds at once', [qualified(SIGNATURE, SEAL)]],
    ['of no kind', [statements(derSequence(derOid('0.4.0.1862.1.1')))]],
    [
      'of a seal, but not a qualified one',
      [statements(derSequence(derOid('0.4.0.1862.1.6'), derSequence(derOid(SEAL))))],
    ],
    [
      'of a seal inside another statement',
      [
        statements(
          derSequence(derOid('0.4.0.1862.1.1')),
          derSequence(derOid('0.4.0.1862.1.5'), derSequence(derOid(SEAL))),
        ),
      ],
    ],
    ['that are none', []],
  ])('%s are refused with path.certificate-policy', async (_what, extensions) => {
    const judged = await judgedWith(...extensions)
    expect(judged).toMatchObject({ status: 'untrusted' })
    expect(judged.codes).toContain('path.certificate-policy')
  })

  it('of a signature count where signatures are accepted, for the company that the person signs for', async () => {
    const rules = authorityProfile('pt-at', { signatures: 'accept' })
    const person = [
      [SURNAME, 'Tavares'],
      [SERIAL_NUMBER, 'TINPT-123456789'],
    ] as const
    const extensions = [qualified(SIGNATURE)]
    const company = { attributes: [...person, ...attributes], extensions }
    expect(await judge(rules, { leaf: company, seller: PORTUGUESE })).toMatchObject({ status: 'trusted' })
    const alone = await judge(rules, { leaf: { attributes: person, extensions }, seller: PORTUGUESE })
    expect(alone.codes).toContain('signer.is-person')
    const own = await judge(rules, {
      leaf: { attributes: person, extensions },
      seller: seller('PT', '123456789'),
    })
    expect(own.codes).toContain('signer.is-person')
  })
})

it('the certificate of a Spanish representative names the company beside the person, and is the company’s', async () => {
  const rules = authorityProfile('eu-qualified-seal', { country: 'ES', signatures: 'accept' })
  const leaf = {
    attributes: [
      [SERIAL_NUMBER, 'IDCES-99999910G'],
      [SURNAME, 'Español'],
      [ORGANIZATION_IDENTIFIER, 'VATES-A39200019'],
    ] as const,
    extensions: [qualified(SIGNATURE)],
  }
  expect(await judge(rules, { leaf, seller: seller('ES', 'A39200019') })).toMatchObject({
    status: 'trusted',
    taxIds: ['A39200019'],
  })
  expect((await judge(rules, { leaf, seller: seller('ES', '99999910G') })).codes).toContain('seller.mismatch')
})

it('a level that the verifier cannot establish refuses the seal', async () => {
  const rules = authorityProfile('pt-at', { minLevel: 'B-LTA' })
  const leaf = {
    attributes: [[ORGANIZATION_IDENTIFIER, 'VATPT-500000000']] as const,
    extensions: [qualified(SEAL)],
  }
  expect((await judge(rules, { leaf, seller: PORTUGUESE })).codes).toContain('anchor.document-rules')
})
