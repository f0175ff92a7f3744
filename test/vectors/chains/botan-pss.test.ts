import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import {
  policyFindings,
  signatureSchemeOf,
  type AlgorithmIdentifier,
} from '../../../src/crypto/algorithms.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { parseCertificationRequest } from '../../../src/formats/x509/certification-request.js'
import { parseCrl } from '../../../src/formats/x509/crl.js'
import { isPem, parsePem } from '../../../src/formats/x509/pem.js'
import { CORPORA, hasCorpus, lacksCorpusFile, readCorpusFile } from '../../corpus/corpora.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from '../suite.js'
import { readVerdicts } from './botan-verdicts.js'

const FOLDER = 'botan/pss_certs'

interface Signed {
  readonly tbs: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** A folder: a root or none, and what it signed, or what signed itself. */
type Row = Vector & { readonly files: readonly string[] }

function derOf(row: Row, name: string): Uint8Array {
  const bytes = readCorpusFile('chains', `${FOLDER}/${row.id}/${name}`)
  return isPem(bytes) ? (parsePem(toLatin1(bytes))[0]?.der ?? bytes) : bytes
}

/** Only the arithmetic, and whether the parameters fit together: most of these files are of 1024 bits and SHA-1, which no path is trusted with. */
async function judge(row: Row): Promise<Outcome> {
  for (const name of row.files.filter((each) => !each.endsWith('.txt') && each !== 'root.crt')) {
    const der = derOf(row, name)
    const { signed, spki } = readSigned(name, der)
    const issuer = row.files.includes('root.crt') ? parseCertificate(derOf(row, 'root.crt')).spki : spki
    const key = readPublicKey(issuer ?? new Uint8Array(0))
    const scheme = signatureSchemeOf(signed.signatureAlgorithm)
    const mixed = policyFindings(scheme, key).find(({ code }) => code === 'algorithm.parameters')
    if (mixed !== undefined) return { result: 'invalid', why: mixed.code }
    const holds = await checkSignature({ scheme, key, message: [signed.tbs], signature: signed.signature })
    if (!holds) return { result: 'invalid', why: `signature of ${name}` }
  }
  return { result: 'valid' }
}

function readSigned(name: string, der: Uint8Array): { readonly signed: Signed; readonly spki?: Uint8Array } {
  if (name.endsWith('.crl')) return { signed: parseCrl(der) }
  if (name.endsWith('.csr')) {
    const request = parseCertificationRequest(der)
    return { signed: { ...request, tbs: request.requestInfo }, spki: request.spki }
  }
  const certificate = parseCertificate(der)
  return { signed: certificate, spki: certificate.spki }
}

;(hasCorpus('chains') ? describe : describe.skip)(
  "Botan's certificates, lists and requests under RSASSA-PSS",
  () => {
    it('hold as stated', async () => {
      if (lacksCorpusFile('chains', `${FOLDER}/expected.txt`)) return
      const verdicts = readVerdicts(toLatin1(readCorpusFile('chains', `${FOLDER}/expected.txt`)), ':')
      const folders = readdirSync(join(CORPORA, 'chains', FOLDER), { withFileTypes: true })
      const vectors = folders.flatMap((folder): readonly Row[] => {
        const verdict = folder.isDirectory() ? verdicts.get(folder.name) : undefined
        if (verdict === undefined) return []
        const files = readdirSync(join(CORPORA, 'chains', FOLDER, folder.name))
        return [
          {
            id: folder.name,
            expected: verdict.expected,
            files: files.map((each) => each.replace(/[.]gz$/, '')),
          },
        ]
      })
      expectAgreement(await runSuite({ title: 'Botan: RSASSA-PSS', vectors, judge }))
    })
  },
)
