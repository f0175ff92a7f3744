import { describe, expect, it } from '@jest/globals'
import { equalBytes, fromLatin1, toLatin1 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { digestAlgorithmOf, signatureSchemeOf } from '../../src/crypto/algorithms.js'
import { digest } from '../../src/crypto/digest.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { messageDigestOf } from '../../src/formats/cms/attribute.js'
import { parseSignedData, type SignedData, type SignerInfo } from '../../src/formats/cms/signed-data.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { subjectKeyIdentifierOf } from '../../src/formats/x509/extensions.js'
import { nameEquals } from '../../src/formats/x509/name.js'
import { isPem, parsePem } from '../../src/formats/x509/pem.js'
import { hasCorpus, print, readCorpusFile, readManifest } from './corpora.js'

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

/** Cases that end otherwise than their source says, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'rfc4134/4.6.bin': 'DSA parameters inherited from the issuer',
  'dss-cades/dss-1419/CAdES-BpB-att-SHA3_256-SHA256withRSA.p7m':
    'names SHA-256, was made with SHA-3 (THREATS C-09)',
  'dss-cades/dss-1419/CAdES-BpB-att-SHA3_512-SHA256withRSA.p7m':
    'names SHA-256, was made with SHA-3 (THREATS C-09)',
}

const present = hasCorpus('cms')
const entries = present ? (readManifest('cms') as { readonly entries: readonly Entry[] }).entries : []
const run = present ? it : it.skip

describe('signed data of others', () => {
  run('hold where their source says so, and nowhere else', async () => {
    const lines: string[] = []
    const disagreements: string[] = []
    for (const { file, expected } of entries) {
      if (
        file.endsWith('.eml') ||
        !['signature-ok', 'signature-bad', 'must-fail', 'see upstream_facts'].includes(expected)
      )
        continue
      const bytes = readCorpusFile('cms', file)
      const outcome = await outcomeOf(isPem(bytes) ? (parsePem(toLatin1(bytes))[0]?.der ?? bytes) : bytes)
      lines.push(`${expected.padEnd(20)} ${file.padEnd(60)} ${outcome}`)
      const agrees =
        expected === 'signature-ok'
          ? outcome === 'holds'
          : expected === 'see upstream_facts' || outcome !== 'holds'
      if (agrees === file in EXCEPTIONS) disagreements.push(file)
    }
    print(['Signed data', ...lines])
    expect(disagreements).toEqual([])
  })

  run('of the S/MIME messages of PKITS hold', async () => {
    const text = new TextDecoder().decode(readCorpusFile('cms', 'pkits-smime.json.gz'))
    const messages = JSON.parse(text) as readonly Message[]
    const wrong: string[] = []
    for (const message of messages) {
      const content = new Uint8Array(Buffer.from(message.content_b64, 'base64'))
      const outcome = await outcomeOf(new Uint8Array(Buffer.from(message.p7s_b64, 'base64')), content)
      if (outcome !== 'holds') wrong.push(`${message.id} ${message.expected_signature} ${outcome}`)
    }
    print([`PKITS S/MIME: ${messages.length} messages`, ...wrong])
    expect(wrong.filter((each) => !each.includes('no certificate'))).toEqual([])
  })
})
