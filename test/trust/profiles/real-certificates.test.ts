import { describe, expect, it } from '@jest/globals'
import type { Certificate } from '../../../src/formats/x509/certificate.js'
import { authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import type { ProfileRules } from '../../../src/trust/profiles/profile.js'
import { readTaxIds } from '../../../src/trust/store/tax-ids.js'
import { hasCorpus, hasCorpusFile, lacksCorpusFile, readCorpusFile } from '../../corpus/corpora.js'
import {
  certificatesIn,
  certificatesInPdf,
  certificatesOfServices,
  fingerprintOf,
} from './corpus-certificates.js'
import { storeOf } from './made-signer.js'

/**
 * Ids as `openssl x509 -inform DER -noout -subject -nameopt multiline,utf8,-esc_msb` of OpenSSL 3.0.19 shows them, by the first 16 digits of the
 * SHA-256 of the certificate. All certificates of the corpora are compared with what openssl shows in test/interop.
 */
interface Real {
  readonly fingerprint: string
  /** What openssl shows as organizationIdentifier or x500UniqueIdentifier. */
  readonly shown: string
  readonly rules: ProfileRules
  /** Tax ids: country and number. */
  readonly ids?: readonly string[]
  /** Numbers in the commercial register. */
  readonly registrations?: readonly string[]
  readonly person?: boolean
}

const GENERIC = authorityProfile('generic-authority')
const MX = authorityProfile('mx-sat-csd')
const eu = (country: 'PT' | 'GR' | 'ES' | 'IT' | 'CZ' | 'HU' | 'FR'): ProfileRules =>
  authorityProfile('eu-qualified-seal', { country })

const SIGNERS: Readonly<Record<string, readonly Real[]>> = {
  'pdfs/dss/DSS-1983.pdf': [
    { fingerprint: 'cd770a3ba5005bac', shown: 'VATES-A01337260', rules: eu('ES'), ids: ['ES A01337260'] },
    // serialNumber 99999990S, beside surname and givenName.
    { fingerprint: '518c77691a42', shown: '', rules: GENERIC, person: true },
  ],
  'pdfs/dss/PAdES_with_er.pdf': [
    // A person, P631989 to the authority, for a company.
    {
      fingerprint: '46e42b0180ca3a01',
      shown: 'NTRCZ-27836673',
      rules: GENERIC,
      registrations: ['CZ 27836673'],
    },
    { fingerprint: 'd54ee531b8a7', shown: '', rules: GENERIC, person: true },
  ],
  'pdfs/dss/annotation-and-visible-change.pdf': [
    { fingerprint: 'fada5411c967c4f9', shown: 'VATIT-02780480964', rules: eu('IT'), ids: ['IT 02780480964'] },
    { fingerprint: '09b6df46c3fe', shown: '', rules: GENERIC, person: true },
  ],
  'pdfs/dss/encrypted.pdf': [
    // A qualified seal with serialNumber S13437, which is no tax id.
    {
      fingerprint: '40fe2ce068ab7d42',
      shown: 'NTRCZ-00025712',
      rules: eu('CZ'),
      registrations: ['CZ 00025712'],
    },
    {
      fingerprint: '40fe2ce068ab7d42',
      shown: 'NTRCZ-00025712',
      rules: GENERIC,
      registrations: ['CZ 00025712'],
    },
  ],
  'pdfs/dss/pdf-removed-pages.pdf': [
    { fingerprint: 'a530ebca33366d67', shown: 'VATCY-10029914L', rules: GENERIC, ids: ['CY 10029914L'] },
    { fingerprint: 'a530ebca33366d67', shown: 'VATCY-10029914L', rules: eu('PT') },
  ],
  'pdfs/dss/test-with-vri.pdf': [
    { fingerprint: 'b819d0f526851b6a', shown: '4267230', rules: GENERIC, ids: ['- 4267230'] },
    { fingerprint: 'b819d0f526851b6a', shown: '4267230', rules: eu('ES') },
  ],
}

const SERVICES: readonly Real[] = [
  { fingerprint: 'a838b8aeb84614c2', shown: 'VATPT-507015851', rules: eu('PT'), ids: ['PT 507015851'] },
  {
    fingerprint: 'a838b8aeb84614c2',
    shown: 'VATPT-507015851',
    rules: authorityProfile('pt-at'),
    ids: ['PT 507015851'],
  },
  { fingerprint: '027466ad7f9063e0', shown: 'VATEL-099554476', rules: eu('GR'), ids: ['GR 099554476'] },
  {
    fingerprint: '60af9e5f39d873b2',
    shown: 'VATHU-23584497-2-41',
    rules: eu('HU'),
    ids: ['HU 23584497-2-41'],
  },
  { fingerprint: '48a3bb34643e8bee', shown: 'VATEU-FR71812611150', rules: eu('FR') },
  { fingerprint: '11e709865a457a7e', shown: 'VATFR-67784350134', rules: eu('FR'), ids: ['FR 67784350134'] },
  { fingerprint: 'b363e6df934973cd', shown: 'SI:FR-180020026', rules: GENERIC },
]

const MEXICO: Readonly<Record<string, readonly Real[]>> = {
  'roots/mx-sat/test_CSD01_AAA010101AAA_certificate.cer': [
    {
      fingerprint: '0cf49c05a5457b7d',
      shown: 'AAA010101AAA / HEGT7610034S2',
      rules: MX,
      ids: ['MX AAA010101AAA'],
    },
    // serialNumber ` / HEGT761003MDFRNN09` is of the representative.
    { fingerprint: '0cf49c05a5457b7d', shown: 'AAA010101AAA / HEGT7610034S2', rules: GENERIC },
  ],
  'roots/mx-sat/test_FIEL_AAA010101AAA_certificate.cer': [
    {
      fingerprint: '1d8684ecb041e89e',
      shown: 'AAA010101AAA / HEGT7610034S2',
      rules: MX,
      ids: ['MX AAA010101AAA'],
    },
  ],
  'roots/mx-sat/AC0_SAT.cer': [
    { fingerprint: 'dea351137799ea38', shown: 'SAT970701NN3', rules: MX, ids: ['MX SAT970701NN3'] },
  ],
  'roots/mx-sat/AC_4096_2018.cer': [{ fingerprint: 'b089d761a431504f', shown: '2.5.4.45', rules: MX }],
}

const text = (ids: readonly { readonly country?: string; readonly value: string }[]): readonly string[] =>
  ids.map(({ country = '-', value }) => `${country} ${value}`)

function expectShown(certificates: readonly Certificate[], real: Real): void {
  const certificate = certificates.find((each) =>
    fingerprintOf(each).startsWith(real.fingerprint.slice(0, 12)),
  )
  if (certificate === undefined) throw new Error(`no certificate ${real.fingerprint}`)
  const attributes = certificate.subject.attributes.filter(({ oid }) =>
    ['2.5.4.97', '2.5.4.45'].includes(oid),
  )
  expect(attributes.map(({ value }) => value).join()).toBe(real.shown)
  const [anchor] = storeOf(real.rules).anchors
  if (anchor === undefined) throw new Error('no anchor')
  const { ids, registrationIds, person, ambiguous } = readTaxIds(certificate, anchor)
  expect({ ids: text(ids), registrations: text(registrationIds), person, ambiguous }).toEqual({
    ids: real.ids ?? [],
    registrations: real.registrations ?? [],
    person: real.person ?? false,
    ambiguous: false,
  })
}

const SIGNED = 'signed-pdfs'
const ROOTS = 'tsp-ocsp-crl-roots'
const LISTS = 'trusted-lists/eu-tl-service-certs.json'

describe('the ids of real certificates are those that openssl shows', () => {
  const isThere = [SIGNED, ROOTS].map(hasCorpus).every(Boolean)
  const among = (
    folder: string,
    cases: Readonly<Record<string, readonly Real[]>>,
  ): [string, readonly Real[]][] =>
    isThere ? Object.entries(cases).filter(([name]) => !lacksCorpusFile(folder, name)) : []

  for (const [name, all] of among(SIGNED, SIGNERS)) {
    it(`in the signatures of ${name}`, () => {
      const certificates = certificatesInPdf(readCorpusFile(SIGNED, name))
      for (const real of all) expectShown(certificates, real)
    })
  }

  for (const [name, all] of among(ROOTS, MEXICO)) {
    it(`in ${name}`, () => {
      const certificates = certificatesIn(readCorpusFile(ROOTS, name))
      for (const real of all) expectShown(certificates, real)
    })
  }

  const onLists = isThere && hasCorpusFile(ROOTS, LISTS) ? it : it.skip
  onLists('in the services of European trusted lists', () => {
    const certificates = certificatesOfServices(readCorpusFile(ROOTS, LISTS))
    const known = new Set(certificates.map(fingerprintOf))
    const there = SERVICES.filter(({ fingerprint }) => known.has(fingerprint))
    expect(there.length).toBeGreaterThan(0)
    for (const real of there) expectShown(certificates, real)
  })
})
