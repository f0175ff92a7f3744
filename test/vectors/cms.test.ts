import { describe, it } from '@jest/globals'
import { fromLatin1, toLatin1 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { digestAlgorithmOf, signatureSchemeOf } from '../../src/crypto/algorithms.js'
import { readAlgorithmIdentifier } from '../../src/crypto/digest-algorithm.js'
import { parseSignedData, type SignerInfo } from '../../src/formats/cms/signed-data.js'
import { DerCursor } from '../../src/formats/der/cursor.js'
import type { Certificate } from '../../src/formats/x509/certificate.js'
import { isPem, parsePem } from '../../src/formats/x509/pem.js'
import { hasCorpus, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { arithmeticOf, belongsTo, readable } from './signature-arithmetic.js'
import { expectAgreement, runSuite, type Exclusion, type Outcome, type Vector } from './suite.js'

interface Entry {
  readonly file: string
  readonly expected: string
}

interface Message {
  readonly id: string
  readonly content_b64: string
  readonly p7s_b64: string
  readonly expected_signature: string
}

/** Content of the examples of RFC 4134 that carry none. */
const SAMPLE = fromLatin1('This is some sample content.')

/** What the manifest says, in the words of the outcome. */
const EXPECTED: ReadonlyMap<string, string> = new Map([
  ['signature-ok', 'holds'],
  ['signature-bad', 'refused'],
  ['must-fail', 'refused'],
])

interface Case extends Vector {
  readonly bytes: Uint8Array
  readonly content?: Uint8Array
}

async function judge({ bytes, content }: Case): Promise<Outcome> {
  const outcome = await arithmeticOf(bytes, content ?? SAMPLE)
  return outcome === 'holds' ? { result: outcome } : { result: 'refused', why: outcome }
}

interface Signer {
  readonly signer: SignerInfo
  readonly certificate: Certificate | undefined
}

/** Returns the signers and their certificates, as far as they can be read. */
function signersOf({ bytes }: Case): readonly Signer[] {
  try {
    const { signerInfos, certificates } = parseSignedData(bytes)
    const readableOnes = certificates.flatMap(readable)
    return signerInfos.map((signer) => {
      return { signer, certificate: readableOnes.find((each) => belongsTo(signer, each)) }
    })
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

/** RFC 3370 §2.3.2: a DSA key may take its parameters from the certificate of its issuer. */
function inheritsParameters({ certificate }: Signer): boolean {
  if (certificate === undefined) return false
  const { oid, parameters } = readAlgorithmIdentifier(DerCursor.open(certificate.spki).sequence())
  return oid === '1.2.840.10040.4.1' && parameters === undefined
}

const WITH_INHERITED_PARAMETERS: Exclusion<Case> = {
  reason: 'DSA parameters are inherited from the issuer',
  applies: (vector) => signersOf(vector).some(inheritsParameters),
}

/** THREATS C-09. */
function namesTwoDigests({ signer }: Signer): boolean {
  try {
    const scheme = signatureSchemeOf(signer.signatureAlgorithm)
    return 'digest' in scheme && scheme.digest !== digestAlgorithmOf(signer.digestAlgorithm)
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

function readCase({ file, expected }: Entry): Case {
  const bytes = readCorpusFile('cms', file)
  const [block] = isPem(bytes) ? parsePem(toLatin1(bytes)) : []
  return { id: file, expected: EXPECTED.get(expected) ?? expected, bytes: block?.der ?? bytes }
}

const present = hasCorpus('cms')
const entries = present ? (readManifest('cms') as { readonly entries: readonly Entry[] }).entries : []
const run = present ? it : it.skip

describe('signed data of others', () => {
  run('hold where their source says so, and nowhere else', async () => {
    const score = await runSuite({
      title: 'CMS: the arithmetic of signatures',
      // Mail around a signature is not read here.
      vectors: entries
        .filter(({ file }) => !file.endsWith('.eml') && !file.endsWith('.json.gz'))
        .map(readCase),
      successes: ['holds'],
      scope: [
        {
          reason: 'its source says nothing about a signature',
          applies: ({ expected }) => !['holds', 'refused'].includes(expected),
        },
        WITH_INHERITED_PARAMETERS,
        {
          reason: 'the signature names another digest than it was made with',
          applies: (vector) => signersOf(vector).some(namesTwoDigests),
        },
      ],
      judge,
    })
    expectAgreement(score)
  })

  run('of the S/MIME messages of PKITS hold', async () => {
    const text = new TextDecoder().decode(readCorpusFile('cms', 'pkits-smime.json.gz'))
    const messages = JSON.parse(text) as readonly Message[]
    const fromBase64 = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))
    const score = await runSuite({
      title: 'CMS: PKITS S/MIME',
      vectors: messages.map((message) => ({
        id: message.id,
        expected: 'holds',
        bytes: fromBase64(message.p7s_b64),
        content: fromBase64(message.content_b64),
      })),
      successes: ['holds'],
      scope: [
        {
          reason: 'the certificate of the signer is not in the message, or cannot be read',
          applies: (vector) => signersOf(vector).some(({ certificate }) => certificate === undefined),
        },
        WITH_INHERITED_PARAMETERS,
      ],
      judge,
    })
    expectAgreement(score)
  })
})
