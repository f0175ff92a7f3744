import { describe, it } from '@jest/globals'
import { equalBytes, fromLatin1, toLatin1 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { digestAlgorithmOf, signatureSchemeOf } from '../../src/crypto/algorithms.js'
import { digest } from '../../src/crypto/digest.js'
import { readAlgorithmIdentifier } from '../../src/crypto/digest-algorithm.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { messageDigestOf } from '../../src/formats/cms/attribute.js'
import { parseSignedData, type SignedData, type SignerInfo } from '../../src/formats/cms/signed-data.js'
import { DerCursor } from '../../src/formats/der/cursor.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../src/formats/x509/extensions.js'
import { nameEquals } from '../../src/formats/x509/name.js'
import { isPem, parsePem } from '../../src/formats/x509/pem.js'
import { hasCorpus, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from './suite.js'

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

function belongsTo(signerInfo: SignerInfo, certificate: Certificate): boolean {
  const { sid } = signerInfo
  if (sid.kind === 'key-identifier') {
    const identifier = subjectKeyIdentifierOf(certificate)
    return identifier !== undefined && equalBytes(identifier, sid.subjectKeyIdentifier)
  }
  return nameEquals(sid.issuer, certificate.issuer) && equalBytes(sid.serialNumber, certificate.serialNumber)
}

async function holds(signedData: SignedData, signerInfo: SignerInfo, content: Uint8Array): Promise<string> {
  const certificate = signedData.certificates.flatMap(readable).find((each) => belongsTo(signerInfo, each))
  if (certificate === undefined) return 'no certificate'
  const digestName = digestAlgorithmOf(signerInfo.digestAlgorithm)
  const { signedAttributes, signature } = signerInfo
  if (signedAttributes !== undefined) {
    const signed = messageDigestOf(signedAttributes.attributes)
    if (signed === undefined || !equalBytes(signed, await digest(digestName, [content])))
      return 'digest differs'
  }
  const scheme = signatureSchemeOf(signerInfo.signatureAlgorithm, digestName)
  const message = [signedAttributes?.raw ?? content]
  return (await checkSignature({ scheme, key: readPublicKey(certificate.spki), message, signature }))
    ? 'holds'
    : 'does not hold'
}

/** A certificate beside the signer's may be anything. */
function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

/** Returns `holds` when every signature does, else what the first that does not ended as. */
async function outcomeOf(bytes: Uint8Array, detached?: Uint8Array): Promise<string> {
  try {
    const signedData = parseSignedData(bytes)
    for (const signerInfo of signedData.signerInfos) {
      const outcome = await holds(signedData, signerInfo, signedData.content ?? detached ?? SAMPLE)
      if (outcome !== 'holds') return outcome
    }
    return signedData.signerInfos.length > 0 ? 'holds' : 'no signer'
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

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
  const outcome = await outcomeOf(bytes, content)
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
        {
          reason: 'DSA parameters are inherited from the issuer',
          applies: (vector) => signersOf(vector).some(inheritsParameters),
        },
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
      ],
      judge,
    })
    expectAgreement(score)
  })
})
