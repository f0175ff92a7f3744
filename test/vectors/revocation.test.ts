import { describe, it } from '@jest/globals'
import { toLatin1 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { parseSignedData } from '../../src/formats/cms/signed-data.js'
import { DerCursor } from '../../src/formats/der/cursor.js'
import { CRL_LIMITS } from '../../src/formats/der/limits.js'
import { TAG } from '../../src/formats/der/tag.js'
import { parseCrl, type CertificateList } from '../../src/formats/x509/crl.js'
import { readExtensions } from '../../src/formats/x509/extension.js'
import { extensionValue } from '../../src/formats/x509/extensions.js'
import { readGeneralNames } from '../../src/formats/x509/general-name.js'
import { issuingDistributionPointOf } from '../../src/formats/x509/distribution-point.js'
import { parseOcspRequest } from '../../src/formats/x509/ocsp-request-reader.js'
import { parseOcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { EXTENSION } from '../../src/formats/x509/oids.js'
import { isPem, parsePem } from '../../src/formats/x509/pem.js'
import { PathCache } from '../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation } from '../../src/trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../src/trust/store/anchor.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { hasCorpus, hasCorpusFile, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { expectedOf } from './ocsp-delegates.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from './suite.js'

const FOLDER = 'tsp-ocsp-crl-roots'
const WEEK = 7 * 24

interface Entry {
  readonly file: string
  readonly expected: string
  readonly verify_time?: string | number
}

const text = (file: string): string => toLatin1(readCorpusFile(FOLDER, file))

/** Blocks of a PEM file by label; BoringSSL names them in its own way. */
function blocksOf(file: string): ReadonlyMap<string, Uint8Array> {
  return new Map(parsePem(text(file)).map(({ label, der }) => [label, der]))
}

const certificateIn = (file: string): Certificate => {
  const bytes = readCorpusFile(FOLDER, file)
  return parseCertificate(isPem(bytes) ? (parsePem(toLatin1(bytes))[0]?.der ?? bytes) : bytes)
}

function anchorOf(certificate: Certificate, maxAgeHours?: number): TrustAnchor {
  const [anchor] = TrustStore.from({
    certificate: certificate.der,
    revocation: { mode: 'require', ...(maxAgeHours === undefined ? {} : { maxAgeHours }) },
  }).anchors
  if (anchor === undefined) throw new Error('no anchor')
  return anchor
}

/** What a case asks, once its file is read. */
interface Question extends Pick<RevocationOptions, 'anchor' | 'at'> {
  readonly path: readonly Certificate[]
  readonly crls?: RevocationOptions['crls']
  readonly ocsp?: RevocationOptions['ocsp']
}

/** `good`, `revoked` or `unknown`; `good` too where nothing but an algorithm or key that is not accepted keeps evidence from being believed. */
async function ask({ path, crls = [], ocsp = [], ...question }: Question): Promise<Outcome> {
  const result = await checkRevocation(path, { ...question, crls, ocsp, cache: new PathCache() })
  const why = result.findings.map(({ code, detail }) => `${code} ${detail ?? ''}`).join('; ')
  const isWeak = result.findings.some(({ detail }) => detail?.startsWith('says good, but by ') === true)
  return { result: isWeak && result.outcome === 'unknown' ? 'good' : result.outcome, why }
}

/** Evidence that cannot be read answers nothing. */
async function judge(vector: Case): Promise<Outcome> {
  try {
    return await ask(vector.read())
  } catch (error) {
    if (error instanceof Malformed) return { result: 'unknown', why: error.message }
    throw error
  }
}

interface Case extends Vector {
  read(): Question
}

const timeOf = (time: string | number): number => (typeof time === 'number' ? time * 1000 : Date.parse(time))

function boringOcsp({ file, expected, verify_time = 0 }: Entry): Case {
  const blocks = blocksOf(file)
  const block = (label: string): Uint8Array => blocks.get(label) ?? new Uint8Array(0)
  const response = block('OCSP RESPONSE')
  return {
    id: file,
    expected: expectedOf(expected, response),
    read: () => ({
      path: [parseCertificate(block('CERTIFICATE'))],
      anchor: anchorOf(parseCertificate(block('CA CERTIFICATE')), WEEK),
      at: timeOf(verify_time),
      ocsp: [parseOcspResponse(response)],
    }),
  }
}

/** X.690 §8.3.2: integers are as short as they can be. */
function isNotCanonical(vector: Case): boolean {
  try {
    vector.read()
    return false
  } catch (error) {
    if (error instanceof Malformed) return error.code === 'der.not-canonical' && vector.expected !== 'unknown'
    throw error
  }
}

function boringCrl({ file, expected, verify_time = 0 }: Entry): Case {
  return {
    id: file,
    expected: expected.startsWith('unknown') ? 'unknown' : expected,
    read: () => {
      const blocks = blocksOf(file)
      const chain = ['CERTIFICATE', 'CA CERTIFICATE', 'CA CERTIFICATE 2'].flatMap((label) => {
        const der = blocks.get(label)
        return der === undefined ? [] : [parseCertificate(der)]
      })
      const anchor = chain.pop()
      const crl = blocks.get('CRL')
      if (anchor === undefined || crl === undefined) throw new Error(`no certificate or list in ${file}`)
      return { path: chain, at: timeOf(verify_time), crls: [parseCrl(crl)], anchor: anchorOf(anchor, WEEK) }
    },
  }
}

/** BoringSSL uses no indirect lists; by RFC 5280 §6.3.3 (b) one answers for the certificates of its own issuer too. */
function isIndirect(vector: Case): boolean {
  try {
    const [crl] = vector.read().crls ?? []
    return crl !== undefined && issuingDistributionPointOf(crl)?.indirect === true
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/** `WINH_D1.ors` is a variant of `D1.ors`, which has `D1_Cert_….pem` and `D1_Issuer_….pem`. */
function opensslOcsp({ file, expected }: Entry, materials: readonly string[]): readonly Case[] {
  const kind =
    file
      .slice(file.lastIndexOf('/') + 1, -'.ors'.length)
      .split('_')
      .at(-1) ?? ''
  const [certificate, issuer] = ['Cert', 'Issuer'].map((role) =>
    materials.find((name) => name.startsWith(`${folderOf(file)}${kind}_${role}_`)),
  )
  // The folder may hold a part of the set.
  if (certificate === undefined || issuer === undefined) return []
  return [
    opensslCase({ id: file, expected, response: readCorpusFile(FOLDER, file) }, { certificate, issuer }),
  ]
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1)

function opensslCase(
  { id, expected, response }: Vector & { readonly response: Uint8Array },
  { certificate, issuer }: { readonly certificate: string; readonly issuer: string },
): Case {
  return {
    id,
    expected: expectedOf(expected.startsWith('good') ? 'good' : 'unknown', response),
    read: () => {
      const read = parseOcspResponse(response)
      return {
        path: [certificateIn(certificate)],
        anchor: anchorOf(certificateIn(issuer)),
        at: read.basic?.producedAt ?? 0,
        ocsp: [read],
      }
    },
  }
}

/** The response of a kind, asked under an issuer with another key than the one that signed it. */
function wrongIssuer({ file }: Entry, materials: readonly string[]): readonly Case[] {
  const [prefix = '', kind = ''] = file.slice(folderOf(file).length).split('_')
  const response = `${folderOf(file)}${kind}.ors`
  const certificate = materials.find((name) => name.startsWith(`${folderOf(file)}${kind}_Cert_`))
  if (prefix !== 'WKIC' || certificate === undefined || !hasCorpusFile(FOLDER, response)) return []
  const vector = { id: file, expected: 'unknown', response: readCorpusFile(FOLDER, response) }
  return [opensslCase(vector, { certificate, issuer: file })]
}

const isIn = (...folders: readonly string[]): ((entry: Entry) => boolean) => {
  return ({ file }) => folders.some((folder) => file.startsWith(folder))
}

/** Parts of names that tell what the source refuses to read. */
const REFUSED = [
  ...['/crl_inval', 'crl_bad_version', 'crl_dup', 'duplicate', 'no-response-bytes'],
  ...['response-type-unknown', 'unknown-response-status'],
]

function readable({ file }: Entry): Vector {
  const isRefused = REFUSED.some((part) => file.includes(part))
  return { id: file, expected: isRefused ? 'refused' : 'read' }
}

/** Entries are read when one is asked for; here all are, with the issuer that they may name. */
function readEntries({ tbs }: CertificateList): void {
  const fields = DerCursor.open(tbs, CRL_LIMITS).sequence()
  fields.skipOptional(TAG.integer)
  for (const tag of [TAG.sequence, TAG.sequence]) fields.readRaw(tag)
  while ([TAG.utcTime, TAG.generalizedTime].some((tag) => tag === fields.peek())) fields.readRaw()
  const list = fields.enterOptional(TAG.sequence)
  while (list?.atEnd === false) {
    const entry = list.sequence()
    entry.integer()
    entry.time()
    if (entry.atEnd) continue
    const extensions = readExtensions(entry)
    extensionValue({ extensions }, EXTENSION.certificateIssuer, (cursor) =>
      readGeneralNames(cursor.sequence()),
    )
  }
}

/** Beside certificates there may be anything. */
function hasKnownForm({ file }: Entry): boolean {
  const isEvidence = file.startsWith('crl/') || file.startsWith('ocsp/')
  return (
    isEvidence || ['.cer', '.crt', '.pem', '.der', '.p7c', '.p7m'].some((ending) => file.endsWith(ending))
  )
}

const READERS: readonly (readonly [(file: string) => boolean, (der: Uint8Array) => unknown])[] = [
  [
    (file) => file.startsWith('crl/') || file.endsWith('crl.der'),
    (der) => {
      readEntries(parseCrl(der))
    },
  ],
  [(file) => file.startsWith('ocsp/pyca/req') || file.endsWith('-req.der'), parseOcspRequest],
  [(file) => file.startsWith('ocsp/'), parseOcspResponse],
  [(file) => ['.p7c', '.p7m'].some((ending) => file.endsWith(ending)), parseSignedData],
  [() => true, parseCertificate],
]

function read({ id }: Vector): Promise<Outcome> {
  const bytes = readCorpusFile(FOLDER, id)
  const ders = isPem(bytes) ? parsePem(toLatin1(bytes)).map(({ der }) => der) : [bytes]
  const [, reader] = READERS.find(([applies]) => applies(id)) ?? []
  try {
    for (const der of ders) reader?.(der)
    return Promise.resolve({ result: 'read' })
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return Promise.resolve({ result: 'refused', why: error.message })
  }
}

const present = hasCorpus(FOLDER)
const entries = present ? (readManifest(FOLDER) as { readonly entries: readonly Entry[] }).entries : []
const materials = entries.map(({ file }) => file)
const successes = ['good']

;(present ? describe : describe.skip)('revocation information of others', () => {
  it('OCSP responses of BoringSSL say what they are stated to say', async () => {
    const vectors = entries.filter(isIn('ocsp/boringssl/')).map(boringOcsp)
    const scope = [
      { reason: 'a number that is not written in DER, which BoringSSL lets pass', applies: isNotCanonical },
    ]
    expectAgreement(await runSuite({ title: 'BoringSSL OCSP', vectors, scope, successes, judge }))
  })

  it('revocation lists of BoringSSL say what they are stated to say', async () => {
    const vectors = entries.filter(isIn('crl/boringssl/')).map(boringCrl)
    const scope = [{ reason: 'indirect lists, which BoringSSL does not use', applies: isIndirect }]
    expectAgreement(await runSuite({ title: 'BoringSSL CRL', vectors, scope, successes, judge }))
  })

  it('OCSP responses of OpenSSL are believed under the right issuer alone', async () => {
    const isOpenssl = isIn('ocsp/openssl/')
    const files = entries.filter((entry) => isOpenssl(entry))
    const vectors = [
      ...files.filter(({ file }) => file.endsWith('.ors')).flatMap((entry) => opensslOcsp(entry, materials)),
      ...files.flatMap((entry) => wrongIssuer(entry, materials)),
    ]
    expectAgreement(await runSuite({ title: 'OpenSSL OCSP', vectors, successes, judge }))
  })

  it('what others can read is read', async () => {
    const files = entries.filter(
      isIn('crl/pyca/crl_', 'crl/dss/', 'ocsp/pyca/', 'ocsp/dss/', 'certs/', 'roots/'),
    )
    const vectors = files.filter(hasKnownForm).map(readable)
    expectAgreement(
      await runSuite({ title: 'lists, responses, roots as read', vectors, successes: ['read'], judge: read }),
    )
  })
})
