import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { parsePem, toPem } from '../../src/formats/x509/pem.js'
import { authorityProfile } from '../../src/trust/profiles/authority-profile.js'
import { readTaxIds } from '../../src/trust/store/tax-ids.js'
import { CORPORA, hasCorpus, print, readCorpusFile } from '../corpus/corpora.js'
import {
  certificatesIn,
  certificatesInPdf,
  certificatesOfServices,
  fingerprintOf,
} from '../trust/profiles/corpus-certificates.js'
import { storeOf } from '../trust/profiles/made-signer.js'
import { run } from './judges.js'

const SHOWN: Readonly<Record<string, string>> = {
  organizationIdentifier: '2.5.4.97',
  serialNumber: '2.5.4.5',
  x500UniqueIdentifier: '2.5.4.45',
}

/** Returns the ids in the name of the subject as openssl shows them, in order. */
async function shownByOpenssl({ der }: Certificate): Promise<readonly string[]> {
  const nameopt = 'multiline,-align,utf8,-esc_msb'
  const { status, stdout } = await run(
    'openssl',
    ['x509', '-noout', '-subject', '-nameopt', nameopt],
    toPem('CERTIFICATE', der),
  )
  expect(status).toBe(0)
  // Parts of one RDN stand in one line.
  return stdout.split(/\n| \+ (?=\w+ = )/).flatMap((line) => {
    const [name = '', ...value] = line.replace(/^ {4}/, '').split(' = ')
    const oid = SHOWN[name]
    return oid === undefined ? [] : [`${oid} ${value.join(' = ')}`]
  })
}

const readByUs = ({ subject }: Certificate): readonly string[] =>
  subject.attributes
    .filter(({ oid }) => Object.values(SHOWN).includes(oid))
    .map(({ oid, value }) => `${oid} ${value}`)

function corpusCertificates(): readonly Certificate[] {
  const files = (folder: string, end: RegExp): readonly string[] =>
    readdirSync(join(CORPORA, folder), { recursive: true, encoding: 'utf8' }).filter((name) => end.test(name))
  const found = [
    ...files('signed-pdfs', /\.pdf(\.gz)?$/).flatMap((name) =>
      certificatesInPdf(readCorpusFile('signed-pdfs', name.replace(/\.gz$/, ''))),
    ),
    ...files('tsp-ocsp-crl-roots', /service-certs\.json\.gz$/).flatMap((name) =>
      certificatesOfServices(readCorpusFile('tsp-ocsp-crl-roots', name)),
    ),
    ...files('tsp-ocsp-crl-roots', /\.(cer|crt|der|p7c|p7m)$/).flatMap((name) =>
      certificatesIn(readCorpusFile('tsp-ocsp-crl-roots', name)),
    ),
  ]
  return [...new Map(found.map((each) => [fingerprintOf(each), each])).values()]
}

describe('ids in certificates', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fiscalseal-tax-ids-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const whereCorpora = ['signed-pdfs', 'tsp-ocsp-crl-roots'].map(hasCorpus).every(Boolean) ? it : it.skip

  whereCorpora(
    'of the corpora are those that openssl shows',
    async () => {
      const certificates = corpusCertificates().filter((each) => readByUs(each).length > 0)
      for (const each of certificates) expect(readByUs(each)).toEqual(await shownByOpenssl(each))
      const brazilian = certificates.filter(({ extensions }) =>
        new TextDecoder('latin1').decode(extensions.get('2.5.29.17')?.value).includes('\x60\x4c\x01\x03\x03'),
      )
      print([`${certificates.length} certificates with ids, ${brazilian.length} of them with a CNPJ`])
      expect(certificates.length).toBeGreaterThan(100)
    },
    120_000,
  )

  it.each(['UTF8', 'OCTETSTRING', 'PRINTABLESTRING'])(
    'that openssl writes as other name of type %s are read',
    async (type) => {
      const certificate = join(folder, `${type}.pem`)
      const config = join(folder, `${type}.cnf`)
      await writeFile(
        config,
        `[req]\ndistinguished_name = name\nx509_extensions = extensions\nprompt = no
[name]\nC = BR\nO = ICP-Brasil\nCN = Loja Ltda
[extensions]\nsubjectAltName = @other
[other]\notherName = 2.16.76.1.3.3;FORMAT:ASCII,${type}:11222333000181\n`,
      )
      const { status, text } = await run('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
        ...['-keyout', join(folder, 'key.pem'), '-out', certificate, '-config', config],
      ])
      expect({ status, text }).toMatchObject({ status: 0 })
      const [block] = parsePem(await readFile(certificate, 'utf8'))
      const [anchor] = storeOf(authorityProfile('br-icp-cnpj')).anchors
      if (block === undefined || anchor === undefined) throw new Error('nothing was written')
      expect(readTaxIds(parseCertificate(block.der), anchor)).toMatchObject({
        ids: [{ scheme: 'CNPJ', country: 'BR', value: '11222333000181' }],
        person: false,
        ambiguous: false,
      })
    },
  )
})
