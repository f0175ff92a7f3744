import { beforeAll, describe, expect, it } from '@jest/globals'
import { fromBase64 } from '../../src/base/base64.js'
import { Malformed } from '../../src/base/errors.js'
import { parseCertificate } from '../../src/formats/x509/certificate.js'
import { readTrustedList } from '../../src/trust/lists/european/trusted-list-reader.js'
import { importTrustedLists } from '../../src/trust/lists/european/trusted-lists.js'
import type {
  ImportedTrustedList,
  TrustedLists,
} from '../../src/trust/lists/european/trusted-lists-options.js'
import { parseXml } from '../../src/trust/lists/european/xades.js'
import { hasCorpus, lacksCorpusFile, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { JUDGED, POINTED_TO, type JudgedList } from '../trust/lists/european/judged-lists.js'

const FOLDER = 'tsp-ocsp-crl-roots'
const LISTS = 'trusted-lists'
const present = hasCorpus(FOLDER)
const hasListOfLists = present && !lacksCorpusFile(FOLDER, `${LISTS}/EU.xml`)
const described = hasListOfLists ? describe : describe.skip
const where = (...names: readonly string[]): typeof it.skip =>
  names.some((name) => lacksCorpusFile(FOLDER, `${LISTS}/${name}.xml`)) ? it.skip : it
/** The lists are of then; what signed them has expired since. */
const AUTUMN = new Date('2019-11-01T00:00:00Z')

/** For many lists on a busy machine. */
const MINUTES = 180_000

const read = (name: string): Uint8Array => readCorpusFile(FOLDER, `${LISTS}/${name}.xml`)
/** The certificate in the signature of a list: what a caller has from elsewhere, these tests take from the list itself. */
const ownSigner = (list: Uint8Array): string =>
  /<(?:\w+:)?KeyInfo\b.*?X509Certificate>(?<der>[^<]*)</s.exec(new TextDecoder().decode(list))?.groups?.[
    'der'
  ] ?? ''

/** Lists by what the manifest expects of them. */
const namesOf = (isWanted: (expected: string) => boolean): readonly string[] =>
  (readManifest(FOLDER) as { readonly entries: readonly Row[] }).entries
    .filter(
      ({ file, expected }) => file.startsWith(`${LISTS}/`) && file.includes('.xml') && isWanted(expected),
    )
    .map(({ file }) => file.slice(LISTS.length + 1, file.indexOf('.xml')))

interface Row {
  readonly file: string
  readonly expected: string
}

const BROKEN = [
  ['eu-lotl-broken-sig', 'list.signature-invalid'],
  ['eu-lotl-not-parseable', 'list.xml'],
] as const

const countsOf = (values: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(values)].map((value) => [value, values.filter((each) => each === value).length]),
  )

const asJudged = ({ sequenceNumber, services }: ImportedTrustedList): JudgedList => ({
  sequence: sequenceNumber,
  periods: services.flatMap(({ periods }) => periods).length,
  types: countsOf(services.map(({ type }) => type.split('/Svctype/')[1] ?? '')),
  statuses: countsOf(services.map(({ periods }) => periods.at(-1)?.status ?? '')),
})

described('the trusted lists of the corpus', () => {
  let lotl: Uint8Array
  let territories: readonly string[]
  let result: TrustedLists

  beforeAll(async () => {
    lotl = read('EU')
    territories = namesOf((expected) => !expected.startsWith('reject')).filter((name) => name !== 'EU')
    result = await importTrustedLists({
      lotl: { xml: lotl, signers: [ownSigner(lotl)] },
      lists: territories.map(read),
      at: AUTUMN,
    })
  }, MINUTES)

  it(
    'hold under the certificates that the list of lists names',
    async () => {
      // It is of one day, and a list of another may have another signer: whether that one signed is asked all the same.
      const others = result.refusals
        .filter(({ code }) => code === 'list.signer')
        .map(({ territory = '' }) => territory)
      expect(result.refusals.filter(({ code }) => code !== 'list.signer')).toEqual([])
      expect(others.length).toBeLessThan(territories.length / 2)
      const signers = Object.fromEntries(others.map((name) => [name, [ownSigner(read(name))]]))
      const again = await importTrustedLists({ lists: others.map(read), signers, at: AUTUMN })
      expect(again.refusals).toEqual([])
      expect([...others, ...result.lists.map(({ territory }) => territory)].sort()).toEqual(
        [...territories].sort(),
      )
      expect(result.lotl).toMatchObject({ territory: 'EU', jurisdiction: 'EU', sequenceNumber: 248 })
    },
    MINUTES,
  )

  it('have the services, statuses and histories that pyHanko counts', () => {
    const judged = result.lists.filter(({ territory }) => JUDGED[territory] !== undefined)
    expect(judged.length).toBeGreaterThan(0)
    for (const list of judged)
      expect({ [list.territory]: asJudged(list) }).toEqual({ [list.territory]: JUDGED[list.territory] })
  })

  it('become anchors of the country, with the number of the list as their version', () => {
    for (const { territory, jurisdiction, list, sequenceNumber, services } of result.lists) {
      expect(jurisdiction).toBe(territory === 'EL' ? 'GR' : territory)
      expect(list).toMatchObject({ listId: `eu-${territory.toLowerCase()}`, version: sequenceNumber })
      const qualified = services.filter(({ type }) => type.endsWith('/CA/QC') || type.endsWith('/TSA/QTST'))
      expect(list.anchors.length).toBeGreaterThanOrEqual(qualified.length * 0.8)
    }
  })

  where('PT')('the Portuguese for seals are those of the three services that name them', async () => {
    const { lists } = await importTrustedLists({
      lotl: { xml: lotl, signers: [ownSigner(lotl)] },
      lists: [read('PT')],
      at: AUTUMN,
      purpose: 'seals',
    })
    const seals = lists[0]?.list.anchors.filter(({ role }) => role === 'accredited-ca') ?? []
    const names = seals
      .filter(({ status }) => status.at(-1)?.value === 'granted')
      .map(({ evidence }) => evidence[0]?.note)
    expect([...new Set(names)].sort()).toEqual([
      'DigitalSign Qualified CA - G3',
      'Global Trusted Sign Certification Authority 01',
      'MULTICERT Trust Services Certification Authority 002',
    ])
  })

  it('point to the lists that pyHanko finds', async () => {
    const { pointers } = readTrustedList((await parseXml(lotl)).root)
    expect([...new Set(pointers.map(({ territory }) => territory))].sort()).toEqual(POINTED_TO)
    expect(pointers.every(({ signers, location }) => signers.length > 0 && location !== '')).toBe(true)
  })

  it(
    'that the manifest rejects are refused by name, and take no list with them',
    async () => {
      const rejected = namesOf((expected) => expected.startsWith('reject'))
      expect(rejected.length).toBeGreaterThan(0)
      const { lists, refusals } = await importTrustedLists({
        lotl: { xml: lotl, signers: [ownSigner(lotl)] },
        lists: [...rejected, ...territories.slice(0, 1)].map(read),
        signers: { EU: [ownSigner(lotl)] },
        at: AUTUMN,
      })
      expect(refusals.map(({ name }) => name)).toEqual(rejected.map((_name, index) => `lists[${index}]`))
      expect(lists.map(({ territory }) => territory)).toEqual(territories.slice(0, 1))
    },
    MINUTES,
  )

  where(
    'AT',
    'eu-lotl-broken-sig',
    'eu-lotl-not-parseable',
  )('hold under signers of the caller when the list of lists is refused', async () => {
    for (const [name, code] of BROKEN) {
      const { lists, refusals } = await importTrustedLists({
        lotl: { xml: read(name), signers: [ownSigner(lotl)] },
        lists: [read('AT')],
        signers: { AT: [ownSigner(read('AT'))] },
        at: AUTUMN,
      })
      expect(refusals.map((each) => [each.name, each.code])).toEqual([['lotl', code]])
      expect(lists.map(({ territory }) => territory)).toEqual(['AT'])
    }
  })
})

;(present && !hasListOfLists ? describe : describe.skip)(
  'the trusted lists of a corpus without list of lists',
  () => {
    it(
      'hold under the certificates of their signers, and have the services that pyHanko counts',
      async () => {
        const names = namesOf((expected) => !expected.startsWith('reject'))
        const signers = Object.fromEntries(names.map((name) => [name, [ownSigner(read(name))]]))
        const { lists, refusals } = await importTrustedLists({ lists: names.map(read), signers, at: AUTUMN })
        expect(refusals).toEqual([])
        expect(lists.map(({ territory }) => territory).sort()).toEqual([...names].sort())
        for (const list of lists)
          if (JUDGED[list.territory] !== undefined)
            expect({ [list.territory]: asJudged(list) }).toEqual({ [list.territory]: JUDGED[list.territory] })
      },
      MINUTES,
    )
  },
)

const hasCertificates = present && !lacksCorpusFile(FOLDER, `${LISTS}/eu-tl-service-certs.json`)

;(hasCertificates ? describe : describe.skip)('the certificates of services in the trusted lists', () => {
  /** Of 2026, three write the default of `critical` in extensions, which DER forbids; the parser of pyca/cryptography 50 refuses the same. */
  const MOST_NOT_DER = 0.002

  it('can all be read, but those that are not DER', () => {
    const text = new TextDecoder().decode(readCorpusFile(FOLDER, `${LISTS}/eu-tl-service-certs.json`))
    const services = Object.values(
      JSON.parse(text) as Record<string, readonly { readonly der_b64: string }[]>,
    ).flat()
    expect(services.length).toBeGreaterThan(0)
    const refused = services.flatMap(({ der_b64: der }) => {
      try {
        parseCertificate(fromBase64(der) ?? new Uint8Array())
        return []
      } catch (error) {
        if (error instanceof Malformed) return [error.message]
        throw error
      }
    })
    expect(refused.filter((why) => why !== 'der.not-canonical: default value written')).toEqual([])
    expect(refused.length).toBeLessThanOrEqual(Math.ceil(services.length * MOST_NOT_DER))
  })
})
