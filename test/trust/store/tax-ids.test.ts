import { beforeAll, describe, expect, it } from '@jest/globals'
import {
  derContext,
  derElement,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { readTaxIds, type TaxIdentity } from '../../../src/trust/store/tax-ids.js'
import type { TaxIdRuleRecord } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { extension, makeRoot, makeSigner, type Made } from '../made-certificate.js'
import { derPrintable, derUtf8 } from '../../formats/der/der-values.js'

const ORGANIZATION_IDENTIFIER = '2.5.4.97'
const SERIAL_NUMBER = '2.5.4.5'

describe('the tax id of a certificate', () => {
  let root: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
  })

  const read = (leaf: Made, rules?: readonly TaxIdRuleRecord[]): TaxIdentity => {
    const [anchor] = TrustStore.from({
      certificate: root.certificate.der,
      ...(rules === undefined ? {} : { taxIdBinding: { required: true, rules } }),
    }).anchors
    if (anchor === undefined) throw new Error('no anchor')
    return readTaxIds(leaf.certificate, anchor)
  }
  const withAttributes = (...attributes: readonly (readonly [string, string])[]): Promise<Made> =>
    makeSigner(root, { attributes })

  it('is read from organizationIdentifier with its scheme and country', async () => {
    const leaf = await withAttributes([ORGANIZATION_IDENTIFIER, 'VATPT-500000000'])
    expect(read(leaf)).toEqual({
      ids: [{ scheme: 'VAT', country: 'PT', value: '500000000' }],
      registrationIds: [],
      ambiguous: false,
      person: false,
    })
  })

  it('is read from organizationIdentifier before serialNumber, whichever stands first', async () => {
    const leaf = await withAttributes(
      [SERIAL_NUMBER, '999999999'],
      [ORGANIZATION_IDENTIFIER, 'VATPT-500000000'],
    )
    expect(read(leaf).ids).toEqual([{ scheme: 'VAT', country: 'PT', value: '500000000' }])
  })

  it('is read from serialNumber when there is nothing else, and bare numbers are', async () => {
    expect(read(await withAttributes([SERIAL_NUMBER, '500000000'])).ids).toEqual([
      { scheme: 'TAX', value: '500000000' },
    ])
    const zatca = await withAttributes([ORGANIZATION_IDENTIFIER, '310122393500003'])
    expect(read(zatca).ids).toEqual([{ scheme: 'TAX', value: '310122393500003' }])
  })

  it('is no number of the trade register, which is kept apart', async () => {
    const leaf = await withAttributes([ORGANIZATION_IDENTIFIER, 'NTRPT-12345'])
    expect(read(leaf)).toMatchObject({
      ids: [],
      registrationIds: [{ scheme: 'NTR', country: 'PT', value: '12345' }],
    })
  })

  it('is ambiguous when its attribute occurs twice', async () => {
    const twice = [ORGANIZATION_IDENTIFIER, 'VATPT-500000000'] as const
    expect(read(await withAttributes(twice, [ORGANIZATION_IDENTIFIER, 'VATPT-500000001']))).toMatchObject({
      ids: [],
      ambiguous: true,
    })
    expect(read(await withAttributes(twice, [ORGANIZATION_IDENTIFIER, 'something']))).toMatchObject({
      ids: [],
      ambiguous: true,
    })
  })

  it.each(['TINPT-123456789', 'PNOPT-12345678', 'IDCES-99999910G', 'PASKE-A1234567'])(
    'is none of a company in %s, which names a person',
    async (id) => {
      expect(read(await withAttributes([SERIAL_NUMBER, id]))).toMatchObject({ ids: [], person: true })
    },
  )

  it('is none of a company in a bare serialNumber beside a surname', async () => {
    expect(read(await withAttributes(['2.5.4.4', 'Tavares'], [SERIAL_NUMBER, '500000000']))).toMatchObject({
      ids: [],
      person: true,
    })
  })

  it('is read from an attribute of its own, cut out by the rule of the anchor', async () => {
    const extract = String.raw`^\s*(?<id>[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3})(?: / .*)?$`
    const rule = { source: 'subject', oid: '2.5.4.45', extract, country: 'MX', scheme: 'RFC' } as const
    const leaf = await withAttributes(['2.5.4.45', 'EKU9003173C9 / VADA800927DJ3'])
    expect(read(leaf, [rule]).ids).toEqual([{ scheme: 'RFC', country: 'MX', value: 'EKU9003173C9' }])
    expect(read(await withAttributes(['2.5.4.45', 'no number']), [rule]).ids).toEqual([])
  })

  it('is read from another name, in an OCTET STRING or a text', async () => {
    const rule = {
      source: 'san.otherName',
      oid: '2.16.76.1.3.3',
      extract: String.raw`^(?<id>\d{14})$`,
      country: 'BR',
      scheme: 'CNPJ',
    } as const
    for (const value of [
      derOctetString(new TextEncoder().encode('11222333000181')),
      derPrintable('11222333000181'),
    ]) {
      const otherName = derElement(0xa0, derOid('2.16.76.1.3.3'), derContext(0, value))
      const leaf = await makeSigner(root, {
        extensions: [extension('2.5.29.17', false, derSequence(otherName))],
      })
      expect(read(leaf, [rule]).ids).toEqual([{ scheme: 'CNPJ', country: 'BR', value: '11222333000181' }])
    }
  })

  it('is read from an extension whose number has any arcs, in a text or as it stands', async () => {
    const rule = {
      source: 'extension',
      oid: '1.3.6.1.4.1.49952.*.*.6',
      extract: String.raw`^(?<id>\d{9})$`,
      country: 'RS',
      scheme: 'PIB',
    } as const
    for (const value of [derUtf8('101234567'), new TextEncoder().encode('101234567')]) {
      const leaf = await makeSigner(root, {
        extensions: [extension('1.3.6.1.4.1.49952.1.2.6', false, value)],
      })
      expect(read(leaf, [rule]).ids).toEqual([{ scheme: 'PIB', country: 'RS', value: '101234567' }])
      const other = await makeSigner(root, {
        extensions: [extension('1.3.6.1.4.1.49952.1.2.5', false, value)],
      })
      expect(read(other, [rule]).ids).toEqual([])
    }
  })

  it('is not tried in more than eight places, which are ambiguous', async () => {
    const nine = Array.from({ length: 9 }, () => [ORGANIZATION_IDENTIFIER, 'nothing - of the kind'] as const)
    expect(read(await withAttributes(...nine))).toMatchObject({ ids: [], ambiguous: true })
    expect(read(await withAttributes(...nine.slice(1)))).toMatchObject({ ids: [], ambiguous: false })
  })

  it('is cut out by rules that are cheap together: what 32 of them cost counts as one', async () => {
    const rule = { source: 'subject', oid: SERIAL_NUMBER, extract: '^(?<id>.*).*$', scheme: 'TAX' } as const
    const leaf = await withAttributes([SERIAL_NUMBER, '1'])
    expect(
      read(
        leaf,
        Array.from({ length: 5 }, () => rule),
      ).ids,
    ).toHaveLength(1)
    expect(() =>
      read(
        leaf,
        Array.from({ length: 32 }, () => rule),
      ),
    ).toThrow('could take too long together')
  })

  it('is the number of the company when a certificate names a person for it', async () => {
    const person = [
      ['2.5.4.4', 'Tavares'],
      [SERIAL_NUMBER, 'P631989'],
    ] as const
    expect(read(await withAttributes(...person, [ORGANIZATION_IDENTIFIER, 'VATPT-500000000']))).toMatchObject(
      {
        ids: [{ value: '500000000' }],
        person: false,
      },
    )
    // What the authority numbers its persons by is no tax id of the company.
    expect(read(await withAttributes(...person, [ORGANIZATION_IDENTIFIER, 'NTRCZ-27836673']))).toMatchObject({
      ids: [],
      registrationIds: [{ value: '27836673' }],
      person: false,
    })
  })

  it('is no bare serialNumber beside organizationIdentifier', async () => {
    const leaf = await withAttributes([ORGANIZATION_IDENTIFIER, 'NTRCZ-00025712'], [SERIAL_NUMBER, 'S13437'])
    expect(read(leaf)).toMatchObject({ ids: [], registrationIds: [{ value: '00025712' }], person: false })
  })

  it.each(['PNOSK 7503307482', 'IDCSK SP985274'])(
    'is none of a company in %s, written with a space',
    async (id) => {
      expect(read(await withAttributes([SERIAL_NUMBER, id]))).toMatchObject({ ids: [], person: true })
    },
  )

  it('is a person’s where the rule of the anchor says that any taxpayer may be one', async () => {
    const rule = { source: 'subject', oid: SERIAL_NUMBER, extract: '^(?<id>.+)$', scheme: 'TAX' } as const
    const leaf = await withAttributes(['2.5.4.65', 'Pseudonym'], [SERIAL_NUMBER, '500000000'])
    expect(read(leaf, [rule])).toMatchObject({ ids: [], person: true })
    expect(read(leaf, [{ ...rule, holder: 'company' }])).toMatchObject({ ids: [], person: true })
    expect(read(leaf, [{ ...rule, holder: 'any' }])).toMatchObject({
      ids: [{ value: '500000000' }],
      person: false,
    })
  })

  it('is never looked for in a text of more than 256 characters', async () => {
    const rule = { source: 'subject', oid: SERIAL_NUMBER, extract: '^(?<id>.+)$', scheme: 'TAX' } as const
    expect(read(await withAttributes([SERIAL_NUMBER, '1'.repeat(256)]), [rule]).ids).toHaveLength(1)
    expect(read(await withAttributes([SERIAL_NUMBER, '1'.repeat(257)]), [rule]).ids).toHaveLength(0)
  })
})
