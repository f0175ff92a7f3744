import { beforeAll, describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../../../src/base/bytes.js'
import { FiscalSealError } from '../../../../src/base/errors.js'
import type { FetchRequest } from '../../../../src/base/fetcher.js'
import { toPem } from '../../../../src/formats/x509/pem.js'
import { importTrustedLists } from '../../../../src/trust/lists/european/trusted-lists.js'
import type {
  TrustedLists,
  TrustedListsOptions,
} from '../../../../src/trust/lists/european/trusted-lists-options.js'
import { TrustStore } from '../../../../src/trust/store/trust-store.js'
import { makeRoot, makeSigner, NOON, type Made } from '../../made-certificate.js'
import { codesIn, importFrom, signedList, type MadeList, type MadePeriod } from './made-list.js'
import { anchorsOf, granted, listWith } from './made-service.js'

const AT = new Date(NOON)
let ca: Made
let pt: Made
let el: Made
let eu: Made

beforeAll(async () => {
  ca = await makeRoot('Seal CA')
  pt = await makeSigner(undefined, { name: 'Operator of PT' })
  el = await makeSigner(undefined, { name: 'Operator of EL' })
  eu = await makeSigner(undefined, { name: 'Commission' })
})

const service = (periods: readonly MadePeriod[]): MadeList => listWith(ca, periods)

describe('the list of lists', () => {
  const lists = async (options: Partial<TrustedListsOptions> = {}): Promise<TrustedLists> => {
    const pointers = [
      { territory: 'PT', signers: [pt] },
      { territory: 'EL', signers: [pt, el] },
    ]
    const xml = await signedList({ territory: 'EU', sequence: 300, pointers }, eu)
    return importTrustedLists({
      lotl: { xml, signers: [toPem('CERTIFICATE', eu.certificate.der)] },
      lists: [
        await signedList(service(granted()), pt),
        await signedList({ ...service(granted()), territory: 'EL' }, el),
      ],
      at: AT,
      ...options,
    })
  }

  it('names who may sign the lists of countries, which become those of ISO 3166', async () => {
    const { lotl, lists: found, store, refusals, warnings } = await lists()
    expect(refusals).toEqual([])
    expect(warnings).toEqual([])
    expect(lotl).toMatchObject({ territory: 'EU', sequenceNumber: 300, formatVersion: 6 })
    expect(found.map(({ territory, jurisdiction, operator }) => [territory, jurisdiction, operator])).toEqual(
      [
        ['EL', 'GR', 'Office of EL'],
        ['PT', 'PT', 'Office of PT'],
      ],
    )
    expect(
      store?.anchors.map(({ jurisdiction, list }) => [jurisdiction, list?.listId, list?.version]),
    ).toEqual([
      ['GR', 'eu-el', 7],
      ['PT', 'eu-pt', 7],
    ])
    expect(found[0]?.signer.subject).toContain('Operator of EL')
  })

  it('gives a store that is written and read again', async () => {
    const { store, lists: found } = await lists()
    expect(TrustStore.from(JSON.stringify(store)).toJSON()).toEqual(store?.toJSON())
    expect(TrustStore.from(found.map(({ list }) => list)).anchors).toHaveLength(2)
  })

  it('loses no list to another that is broken, of a stranger, twice there or of no known country', async () => {
    const whole = new TextDecoder().decode(await signedList(service(granted()), pt))
    const broken = toUtf8(whole.replace('>7<', '>9<'))
    const foreign = await signedList({ ...service(granted()), territory: 'EL' }, eu)
    const unknown = await signedList({ ...service(granted()), territory: 'SK' }, el)
    const good = await signedList(service(granted()), pt)
    const result = await lists({ lists: [broken, foreign, unknown, good, good] })
    expect(result.refusals.map(({ name, territory, code }) => [name, territory, code])).toEqual([
      ['lists[0]', 'PT', 'list.signature-invalid'],
      ['lists[1]', 'EL', 'list.signer'],
      ['lists[2]', 'SK', 'list.no-signers'],
      ['lists[4]', 'PT', 'list.duplicate'],
    ])
    expect(result.lists.map(({ territory }) => territory)).toEqual(['PT'])
    expect(result.refusals.every(({ message }) => message.endsWith('.') || message.endsWith(')'))).toBe(true)
  })

  it('is no list of a country, and the other way round', async () => {
    const national = await signedList(service(granted()), eu)
    expect(
      codesIn(await lists({ lotl: { xml: national, signers: [eu.certificate.der] }, lists: [] })),
    ).toEqual(['list.content'])
    const lotl = await signedList({ pointers: [] }, pt)
    expect(codesIn(await importFrom(pt, lotl))).toEqual(['list.content'])
  })

  it('is followed by a fetcher alone: what was given is not asked for, and what fails is list.not-fetched', async () => {
    const asked: FetchRequest[] = []
    const given = await signedList(service(granted()), pt)
    const fetched = await signedList({ ...service(granted()), territory: 'EL' }, el)
    const answer =
      (bytes: Uint8Array | undefined) =>
      async (request: FetchRequest): Promise<Uint8Array> => {
        asked.push(request)
        if (bytes === undefined) throw new FiscalSealError('fetch.failed', 'No answer.')
        return Promise.resolve(bytes)
      }
    const found = await lists({ lists: [given], fetcher: answer(fetched) })
    expect(found.lists.map(({ name }) => name)).toEqual(['https://el.test/vnd.etsi.tsl+xml', 'lists[0]'])
    expect(asked.map(({ url }) => url)).toEqual(['https://el.test/vnd.etsi.tsl+xml'])
    expect(asked[0]?.maxBytes).toBe(32 * 1024 * 1024)
    const lost = await lists({ lists: [given], fetcher: answer(undefined) })
    expect(lost.refusals).toMatchObject([{ territory: 'EL', code: 'list.not-fetched' }])
    expect((await lists({ lists: [], fetcher: answer(given), territories: ['PT'] })).refusals).toEqual([])
  })
})

describe('a list in time', () => {
  const codesFor = async (
    list: MadeList,
    options: Partial<TrustedListsOptions> = {},
  ): Promise<readonly string[]> => {
    const { refusals, warnings } = await importFrom(pt, await signedList(list, pt), options)
    return [...refusals, ...warnings].map(({ code }) => code)
  }

  it('that ended is imported as list.stale, and one of later is list.future', async () => {
    expect(await codesFor({ nextUpdate: '2026-06-15T12:00:00Z' })).toEqual([])
    expect(await codesFor({ nextUpdate: '2026-06-15T11:59:59Z' })).toEqual(['list.stale'])
    expect(await codesFor({ issued: '2026-06-15T12:00:00Z' })).toEqual([])
    expect(await codesFor({ issued: '2026-06-15T12:00:01Z' })).toEqual(['list.future'])
    expect(await codesFor({ nextUpdate: null })).toEqual(['list.closed'])
  })

  it('keeps its end: anchors of a stale list say so', async () => {
    const [anchor] = await anchorsOf(pt, { ...service(granted()), nextUpdate: '2026-06-14T00:00:00Z' })
    expect(anchor?.list?.expiresAt).toBe(Date.UTC(2026, 5, 14))
  })

  it('older than one that was seen is list.rolled-back', async () => {
    expect(await codesFor({ sequence: 7 }, { atLeast: { PT: 7, ES: 9 } })).toEqual([])
    expect(await codesFor({ sequence: 7 }, { atLeast: { PT: 8 } })).toEqual(['list.rolled-back'])
  })

  it('whose signer was not valid when it was issued is list.signer', async () => {
    expect(await codesFor({ issued: '2020-01-01T00:00:00Z' })).toEqual(['list.signer'])
  })

  it('of another format, without what it must have, or with a date that is none is list.content', async () => {
    for (const list of [
      { version: 3 },
      { version: 7 },
      { sequence: 0 },
      { sequence: 1.5 },
      { territory: 'pt' },
    ])
      expect(
        codesIn(
          await importFrom(pt, await signedList(list, pt), {
            signers: { PT: [pt.certificate.der], pt: [pt.certificate.der] },
          }),
        ),
      ).toEqual(['list.content'])
    for (const issued of ['2026-02-30T00:00:00Z', '2026-06-01', '2026-06-01T00:00:00', 'soon'])
      expect(await codesFor({ issued })).toEqual(['list.content'])
    expect(await codesFor({ version: 5, issued: '2026-06-01T01:00:00.5+01:00' })).toEqual([])
  })

  it('that names its signer by SHA-1 holds as list.signer-digest: who signed was given', async () => {
    const { refusals, warnings } = await importFrom(pt, await signedList({}, pt, { namedBy: 'SHA-1' }))
    expect([...refusals, ...warnings].map(({ code }) => code)).toEqual(['list.signer-digest'])
  })

  it('signed with SigningCertificateV2 holds too', async () => {
    const { refusals } = await importFrom(pt, await signedList({}, pt, { withV2: true }))
    expect(refusals).toEqual([])
  })
})

describe('options that cannot be meant', () => {
  it('are argument.invalid', async () => {
    const code = 'argument.invalid'
    await expect(importTrustedLists({ at: new Date('never') })).rejects.toMatchObject({ code })
    await expect(importTrustedLists({ at: AT, signers: { PT: ['no certificate'] } })).rejects.toMatchObject({
      code,
    })
    const text = 'text' as unknown as Uint8Array
    await expect(importTrustedLists({ at: AT, lists: [text] })).rejects.toMatchObject({ code })
  })

  it('of nothing give nothing', async () => {
    expect(await importTrustedLists({ at: AT })).toEqual({
      store: undefined,
      lotl: undefined,
      lists: [],
      refusals: [],
      warnings: [],
    })
  })
})
