import { describe, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { parsePem } from '../../../src/formats/x509/pem.js'
import { hasCorpus, lacksCorpusFile, readCorpusFile, readManifest } from '../../corpus/corpora.js'
import { outcomeOfPath } from '../judged.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from '../suite.js'
import { readVerdicts } from './botan-verdicts.js'

const FOLDER = 'botan/name_constraints'
/** The limit of the source. */
const MOST_COMPARISONS = 2 ** 16

interface Row extends Vector {
  /** Leaf first, then its issuers. */
  readonly chain: readonly Uint8Array[]
  /** What the name of the file says, `undefined` when nothing. */
  readonly named: string | undefined
}

function namedVerdict(name: string): string | undefined {
  if (name.includes('-invalid')) return 'invalid'
  return name.includes('-valid') ? 'valid' : undefined
}

function hasEmptyList(der: Uint8Array | undefined): boolean {
  const value = extensionOf(der, EXTENSION.subjectAlternativeName)
  return value?.length === 2
}

const isConstraining = (der: Uint8Array): boolean => extensionOf(der, EXTENSION.nameConstraints) !== undefined

function extensionOf(der: Uint8Array | undefined, oid: string): Uint8Array | undefined {
  try {
    return der === undefined ? undefined : parseCertificate(der).extensions.get(oid)?.value
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

async function judge({ chain }: Row): Promise<Outcome> {
  const [leaf = '', ...intermediates] = chain
  return outcomeOfPath(leaf, {
    trust: readCorpusFile('chains', `${FOLDER}/root.pem`),
    intermediates,
    at: new Date('2026-06-01T00:00:00Z'),
    revocation: 'none',
    purpose: 'any',
    limits: { comparisons: MOST_COMPARISONS },
  })
}

;(hasCorpus('chains') ? describe : describe.skip)("Botan's chains with constraints on names", () => {
  it('are judged as there', async () => {
    if (lacksCorpusFile('chains', `${FOLDER}/expected.txt`)) return
    const verdicts = readVerdicts(toLatin1(readCorpusFile('chains', `${FOLDER}/expected.txt`)), ':')
    const { entries } = readManifest('chains') as { readonly entries: readonly { readonly file: string }[] }
    const vectors = entries.flatMap(({ file }): readonly Row[] => {
      const id = file.slice(FOLDER.length + 1).replace('.pem', '')
      const verdict = file.startsWith(FOLDER) ? verdicts.get(id) : undefined
      if (verdict === undefined) return []
      const chain = parsePem(toLatin1(readCorpusFile('chains', file))).map(({ der }) => der)
      return [{ id, expected: verdict.expected, named: namedVerdict(id), chain }]
    })
    const score = await runSuite({
      title: 'Botan name constraints',
      vectors,
      scope: [
        {
          reason: 'its two sources differ: the name of the file by the RFC, the verdict by what Botan does',
          applies: ({ named, expected }) => named !== undefined && named !== expected,
        },
      ],
      exclusions: [
        {
          reason:
            'an empty list of alternative names that nothing constrains, which signers of real documents have',
          applies: ({ chain }) => hasEmptyList(chain[0]) && !chain.some(isConstraining),
        },
      ],
      judge,
    })
    expectAgreement(score)
  })
})
