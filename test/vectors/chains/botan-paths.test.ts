import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { isPem, parsePem } from '../../../src/formats/x509/pem.js'
import { CORPORA, hasCorpus, hasCorpusFile, lacksCorpusFile, readCorpusFile } from '../../corpus/corpora.js'
import { readTar } from '../../corpus/tar.js'
import { outcomeOfPath } from '../judged.js'
import { certificatesOf, isOfPeer, subjectNamesHost } from '../peer-name.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from '../suite.js'
import { readVerdicts, type Verdict } from './botan-verdicts.js'

const ARCHIVE = 'botan-bsi-extended.tar.gz'

interface Row extends Vector {
  readonly words: string
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/** A path against which nothing speaks but its algorithms is valid, unless it is that what the case is about. */
function settle(outcome: Outcome, { words }: { readonly words: string }): Outcome {
  if (outcome.result !== 'weak') return outcome
  return { ...outcome, result: words.includes('too weak') ? 'invalid' : 'valid' }
}

const derOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  isPem(bytes) ? parsePem(toLatin1(bytes)).map(({ der }) => der) : [bytes]

/** Paths of one folder each in the archive; file names say what is the end, what is trusted, and whether lists are looked at. */
function rowsOfArchive(): readonly Row[] {
  const members = readTar(readFileSync(join(CORPORA, 'chains', ARCHIVE))).map(({ name, bytes }) => ({
    name: name.replace(/^[.][/]/, ''),
    bytes,
  }))
  return ['bsi', 'extended'].flatMap((set) => {
    const expected = members.find(({ name }) => name === `${set}/expected.txt`)
    if (expected === undefined) return []
    const verdicts = readVerdicts(toLatin1(expected.bytes), set === 'bsi' ? '$' : ':')
    return [...verdicts].flatMap(([id, verdict]) => {
      const files = members.filter(({ name }) => name.startsWith(`${set}/${id}/`))
      return files.length === 0 ? [] : [toRow(`${set}/${id}`, verdict, files)]
    })
  })
}

const toRow = (id: string, { expected, words }: Verdict, files: Row['files']): Row => ({
  id,
  expected,
  words,
  files,
})

async function judgeArchived(row: Row): Promise<Outcome> {
  const named = (part: string): readonly Uint8Array[] =>
    row.files.filter(({ name }) => name.includes(part)).flatMap(({ bytes }) => derOf(bytes))
  const isBsi = row.id.startsWith('bsi')
  const [leaf = ''] = named(isBsi ? '.TC.pem.crt' : '/end.crt')
  const outcome = await outcomeOfPath(leaf, {
    trust: named(isBsi ? '.TA.pem.crt' : '/root.crt'),
    intermediates: named(isBsi ? '.ca.pem.crt' : '/int'),
    crls: named('.crl'),
    revocation: row.id.includes('CRL') ? 'require' : 'none',
    at: new Date(isBsi ? '2017-08-19T12:00:00Z' : '2017-09-01T12:00:00Z'),
    purpose: 'any',
  })
  return settle(outcome, row)
}

const PEER = 'www.tls.test'

async function judgeServer({ files, words }: Row): Promise<Outcome> {
  const pem = toLatin1(files[0]?.bytes ?? new Uint8Array(0))
  const outcome = settle(
    await outcomeOfPath(pem, {
      trust: readCorpusFile('chains', 'botan/x509test/root.pem'),
      revocation: 'none',
      at: new Date('2016-10-21T04:20:00Z'),
      purpose: {
        anyOf: [KEY_PURPOSE.serverAuthentication],
        forbid: [],
        ifAbsent: 'allow',
        keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
      },
    }),
    { words },
  )
  const [leaf] = certificatesOf(pem)
  if (outcome.result !== 'valid' || leaf === undefined) return outcome
  return isOfPeer(leaf, { kind: 'DNS', value: PEER }) || subjectNamesHost(leaf, PEER)
    ? outcome
    : { result: 'invalid', why: 'another peer' }
}

function rowsOfServers(): readonly Row[] {
  const folder = 'botan/x509test'
  const verdicts = readVerdicts(toLatin1(readCorpusFile('chains', `${folder}/expected.txt`)), ':')
  return [...verdicts]
    .filter(([name]) => hasCorpusFile('chains', `${folder}/${name}`))
    .map(([name, verdict]) =>
      toRow(name, verdict, [{ name, bytes: readCorpusFile('chains', `${folder}/${name}`) }]),
    )
}

;(hasCorpus('chains') ? describe : describe.skip)("Botan's paths", () => {
  it('of the BSI and its own are judged as there', async () => {
    if (lacksCorpusFile('chains', ARCHIVE)) return
    expectAgreement(
      await runSuite({ title: 'Botan: BSI and extended', vectors: rowsOfArchive(), judge: judgeArchived }),
    )
  })

  it('of x509test are judged as there', async () => {
    if (lacksCorpusFile('chains', 'botan/x509test/expected.txt')) return
    expectAgreement(
      await runSuite({ title: 'Botan: x509test', vectors: rowsOfServers(), judge: judgeServer }),
    )
  })
})
