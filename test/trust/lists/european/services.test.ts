import { beforeAll, describe, expect, it } from '@jest/globals'
import type { TrustedListsOptions } from '../../../../src/trust/lists/european/trusted-lists-options.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import type { TrustStore } from '../../../../src/trust/store/trust-store.js'
import { keyUsage, makeRoot, makeSigner, type Made } from '../../made-certificate.js'
import { policies } from '../../made-extensions.js'
import { codesOf } from '../../path/judged-path.js'
import {
  additional,
  importFrom,
  policySet,
  qualified,
  signedList,
  type MadeList,
  type MadePeriod,
} from './made-list.js'
import { anchorsOf as anchorsIn, granted, listWith } from './made-service.js'

let ca: Made
let pt: Made
beforeAll(async () => {
  ca = await makeRoot('Seal CA')
  pt = await makeSigner(undefined, { name: 'Operator of PT' })
})

const service = (periods: readonly MadePeriod[], type = 'CA/QC'): MadeList => listWith(ca, periods, type)

const anchorsOf = (
  list: MadeList,
  purpose: TrustedListsOptions['purpose'] = 'any',
): Promise<readonly TrustAnchor[]> => anchorsIn(pt, list, purpose)

describe('a service', () => {
  it('for qualified certificates is an accredited CA, one for qualified time-stamps a time-stamp authority', async () => {
    expect((await anchorsOf(service(granted()))).map(({ role }) => role)).toEqual(['accredited-ca'])
    expect((await anchorsOf(service(granted(), 'TSA/QTST'))).map(({ role }) => role)).toEqual([
      'timestamp-authority',
    ])
    for (const type of ['CA/PKC', 'TSA', 'TSA/TSS-QC', 'Certstatus/OCSP/QC'])
      expect(await anchorsOf(service(granted(), type))).toEqual([])
  })

  it('has its history: from when on it was what', async () => {
    const [anchor] = await anchorsOf(
      service([
        { status: 'withdrawn', from: '2024-01-01T00:00:00Z' },
        { status: 'granted', from: '2016-07-01T00:00:00Z' },
        { status: 'supervisionceased', from: '2015-01-01T00:00:00Z' },
        { status: 'accredited', from: '2012-01-01T00:00:00Z' },
        { status: 'undersupervision', from: '2010-01-01T00:00:00Z' },
      ]),
    )
    expect(
      anchor?.status.map(({ value, from, reason }) => [value, new Date(from).getUTCFullYear(), reason]),
    ).toEqual([
      ['granted', 2010, 'undersupervision'],
      ['granted', 2012, 'accredited'],
      ['withdrawn', 2015, 'supervisionceased'],
      ['granted', 2016, 'granted'],
      ['withdrawn', 2024, 'withdrawn'],
    ])
  })

  it('counts from when on it is of its type: before, it was another service', async () => {
    const [anchor] = await anchorsOf(
      service([
        { status: 'granted', from: '2020-01-01T00:00:00Z' },
        { status: 'granted', from: '2016-07-01T00:00:00Z', type: 'CA/PKC' },
        { status: 'granted', from: '2014-01-01T00:00:00Z' },
      ]),
    )
    expect(anchor?.status.map(({ value }) => value)).toEqual(['granted', 'withdrawn', 'granted'])
  })

  it('of two entries that begin at once has the later one', async () => {
    const from = '2016-07-01T00:00:00Z'
    const [anchor] = await anchorsOf(
      service([
        { status: 'withdrawn', from },
        { status: 'granted', from },
      ]),
    )
    expect(anchor?.status.at(-1)?.value).toBe('withdrawn')
  })

  it('of a status that nobody knows is withdrawn, and reported', async () => {
    const list = service([{ status: 'splendid', from: '2020-01-01T00:00:00Z' }])
    const { store, warnings } = await importFrom(pt, await signedList(list, pt))
    expect(store?.anchors[0]?.status.map(({ value }) => value)).toEqual(['withdrawn'])
    expect(warnings.map(({ code }) => code)).toEqual(['service.status'])
  })

  it('whose certificate cannot be used is reported, and the others stay', async () => {
    const broken = { ...ca, certificate: { ...ca.certificate, der: ca.certificate.der.subarray(0, 99) } }
    const list = { services: [{ certificates: [broken, ca], periods: granted() }] }
    const { store, warnings } = await importFrom(pt, await signedList(list, pt))
    expect(store?.anchors).toHaveLength(1)
    expect(warnings).toMatchObject([{ territory: 'PT', code: 'service.certificate', service: 'Seal CA' }])
  })

  it('with a critical extension that nobody knows does not count while it has it', async () => {
    const unknown = '<Extension Critical="true"><Unknown/></Extension>'
    expect(await anchorsOf(service(granted(unknown)))).toEqual([])
    expect(await anchorsOf(service(granted(unknown.replace('true', 'false'))))).toHaveLength(1)
    const [anchor] = await anchorsOf(
      service([
        { status: 'granted', from: '2022-01-01T00:00:00Z', extensions: unknown },
        { status: 'granted', from: '2020-01-01T00:00:00Z' },
      ]),
    )
    expect(anchor?.status.map(({ value }) => value)).toEqual(['granted', 'withdrawn'])
  })
})

describe('what a list says of certificates', () => {
  const limits = async (
    extensions: string,
    purpose: TrustedListsOptions['purpose'] = 'any',
  ): Promise<readonly unknown[]> =>
    (await anchorsOf(service(granted(extensions)), purpose)).map(({ leaf }) => {
      const { policies, forbiddenPolicies, qcStatements, keyUsage } = leaf
      return {
        policies,
        forbiddenPolicies,
        qcStatements,
        keyUsage: keyUsage.anyOf.length === 2 ? undefined : keyUsage.anyOf,
      }
    })
  const QC = '0.4.0.1862.1.1'

  it('by itself: they are qualified when they say so', async () => {
    expect(await limits('')).toEqual([{ qcStatements: [QC] }])
  })

  it('for seals or signatures: services named for it, certificates of that type', async () => {
    expect(await limits(additional('ForeSeals'), 'seals')).toEqual([
      { qcStatements: [QC, '0.4.0.1862.1.6.2'] },
    ])
    expect(await limits(additional('ForeSignatures'), 'seals')).toEqual([])
    expect(await limits('', 'seals')).toEqual([])
    expect(await limits(additional('ForeSeals'), 'signatures')).toEqual([])
    expect(await limits('', 'signatures')).toEqual([{ qcStatements: [QC, '0.4.0.1862.1.6.1'] }])
    expect(await limits(additional('ForWebSiteAuthentication'))).toEqual([])
  })

  it('QCStatement: those of a policy are qualified, whatever they say', async () => {
    const stated = qualified(
      ['QCStatement', 'QCForESeal'],
      'atLeastOne',
      policySet('1.2.3') + policySet('1.2.4'),
    )
    expect(await limits(stated)).toEqual([{ qcStatements: [QC] }, { policies: ['1.2.3', '1.2.4'] }])
    const seals = additional('ForeSeals') + stated
    expect(await limits(seals, 'seals')).toEqual([
      { qcStatements: [QC, '0.4.0.1862.1.6.2'] },
      { policies: ['1.2.3', '1.2.4'] },
    ])
    expect(await limits(additional('ForeSignatures') + stated, 'signatures')).toHaveLength(1)
  })

  it('QCStatement with a use of the key: both are asked for', async () => {
    const bit = (value: boolean): string =>
      `<q:KeyUsage><q:KeyUsageBit name="nonRepudiation">${value}</q:KeyUsageBit></q:KeyUsage>`
    const stated = (value: boolean): string =>
      qualified(['QCStatement', 'QCForESig'], 'all', policySet('1.2.3') + bit(value))
    expect(await limits(stated(true))).toEqual([
      { qcStatements: [QC] },
      { policies: ['1.2.3'], keyUsage: ['nonRepudiation'] },
    ])
    expect(await limits(stated(false))).toEqual([{ qcStatements: [QC] }])
  })

  it('NotQualified: those of a policy do not count, or those of all others', async () => {
    expect(
      await limits(qualified(['NotQualified'], 'atLeastOne', policySet('1.2.3') + policySet('1.2.4'))),
    ).toEqual([{ qcStatements: [QC], forbiddenPolicies: ['1.2.3', '1.2.4'] }])
    const nested = `<q:CriteriaList assert="atLeastOne">${policySet('1.2.5')}</q:CriteriaList>`
    expect(await limits(qualified(['NotQualified'], 'none', nested))).toEqual([
      { qcStatements: [QC], policies: ['1.2.5'] },
    ])
  })

  it('NotQualified by what cannot be said takes the service away, and is reported', async () => {
    for (const criteria of ['<q:Other/>', policySet('1.2.x'), '<q:KeyUsage/>']) {
      const extensions = qualified(['NotQualified'], 'atLeastOne', criteria)
      const { store, warnings } = await importFrom(pt, await signedList(service(granted(extensions)), pt))
      expect(store?.anchors).toEqual([])
      expect(warnings.map(({ code }) => code)).toEqual(['service.qualification'])
    }
  })

  it('that changed with time is an anchor for each rule, granted while it was one', async () => {
    const [before, after] = await anchorsOf(
      service([
        {
          status: 'granted',
          from: '2022-01-01T00:00:00Z',
          extensions: qualified(['NotQualified'], 'all', policySet('1.2.3')),
        },
        { status: 'granted', from: '2020-01-01T00:00:00Z' },
      ]),
    )
    expect(before?.leaf.forbiddenPolicies).toBeUndefined()
    expect(before?.status.map(({ value }) => value)).toEqual(['granted', 'withdrawn'])
    expect(after?.leaf.forbiddenPolicies).toEqual(['1.2.3'])
    expect(after?.status.map(({ value }) => value)).toEqual(['withdrawn', 'granted'])
  })
})

describe('a signer under a listed service', () => {
  const listed = async (): Promise<TrustStore> => {
    const stated = qualified(['QCStatement', 'QCForESeal'], 'atLeastOne', policySet('1.2.3'))
    const list = service([
      { status: 'withdrawn', from: '2026-06-10T00:00:00Z', extensions: stated },
      { status: 'granted', from: '2020-01-01T00:00:00Z', extensions: stated },
    ])
    const { store } = await importFrom(pt, await signedList(list, pt))
    if (store === undefined) throw new Error('The list holds nobody.')
    return store
  }
  const signerOf = (policy: string): Promise<Made> =>
    makeSigner(ca, { extensions: [keyUsage(1), policies(policy)] })

  it('counts while the service was granted, and no more once it was withdrawn', async () => {
    const store = await listed()
    const signer = await signerOf('1.2.3')
    const before = { validationTime: Date.UTC(2026, 5, 9) }
    expect(await codesOf(signer, store, [], before)).toEqual(['ok'])
    expect(await codesOf(signer, store, [], { validationTime: Date.UTC(2026, 5, 10) })).toEqual([
      'anchor.window',
    ])
  })

  it('of another policy than the qualified one does not count', async () => {
    const before = { validationTime: Date.UTC(2026, 5, 9) }
    expect(await codesOf(await signerOf('1.2.4'), await listed(), [], before)).toEqual([
      'path.certificate-policy',
    ])
  })
})
