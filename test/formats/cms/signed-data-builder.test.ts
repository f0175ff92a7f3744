import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toUtf8 } from '../../../src/base/bytes.js'
import { signatureSchemeOf, type SignatureScheme } from '../../../src/crypto/algorithms.js'
import { digest } from '../../../src/crypto/digest.js'
import {
  generatePrivateKey,
  maxSignatureLength,
  signBytes,
  type KeyParameters,
} from '../../../src/crypto/private-key.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { signatureIdentifier } from '../../../src/formats/cms/algorithm-identifier.js'
import { contentTypeOf, messageDigestOf } from '../../../src/formats/cms/attribute.js'
import { essCertIdsOf } from '../../../src/formats/cms/ess.js'
import {
  buildSignedAttributes,
  buildSignedData,
  digestOf,
  signedDataSize,
} from '../../../src/formats/cms/signed-data-builder.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import { isDer } from '../../../src/formats/der/canonical.js'
import {
  derBitString,
  derContext,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { derNamedBits, derTime, derUtf8 } from '../der/der-values.js'

const content = toUtf8('Total 100.00')

/** The last says whether every OpenSSL 3 knows the scheme in CMS. */
const cases: readonly (readonly [string, KeyParameters, SignatureScheme, boolean])[] = [
  ['RSA PKCS #1', { kind: 'rsa', bits: 2048 }, { kind: 'rsa-pkcs1', digest: 'SHA-256' }, true],
  [
    'RSA-PSS',
    { kind: 'rsa', bits: 2048 },
    { kind: 'rsa-pss', digest: 'SHA-512', mgfDigest: 'SHA-512', saltLength: 64 },
    true,
  ],
  ['P-256', { kind: 'ec', curve: 'P-256' }, { kind: 'ecdsa', digest: 'SHA-256' }, true],
  ['P-521', { kind: 'ec', curve: 'P-521' }, { kind: 'ecdsa', digest: 'SHA-512' }, true],
  ['Ed25519', { kind: 'ed25519' }, { kind: 'eddsa', curve: 'Ed25519' }, false],
]

describe.each(cases)('a SignedData with %s', (_, parameters, scheme, known) => {
  it('is read back, fits the room computed for it, and is accepted by OpenSSL', async () => {
    const key = await generatePrivateKey(parameters)
    const name = derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('Soko'))))
    const tbs = derSequence(
      derContext(0, derInteger(2)),
      derInteger(7),
      signatureIdentifier(scheme),
      name,
      derSequence(derTime(Date.UTC(2020, 0, 1)), derTime(Date.UTC(2060, 0, 1))),
      name,
      key.publicKey.spki,
      derContext(3, derSequence(derSequence(derOid('2.5.29.15'), derOctetString(derNamedBits([0, 1]))))),
    )
    const der = derSequence(
      tbs,
      signatureIdentifier(scheme),
      derBitString(await signBytes(key, scheme, [tbs])),
    )
    const signer = parseCertificate(der)
    const digestName = digestOf(scheme)
    const signedAttributes = buildSignedAttributes({
      messageDigest: await digest(digestName, [content]),
      signingCertificate: { digest: await digest('SHA-256', [der]) },
    })
    expect(isDer(signedAttributes)).toBe(true)
    const signature = await signBytes(key, scheme, [signedAttributes])
    const form = { signer, certificates: [der], digest: digestName, scheme }
    const cms = buildSignedData({ ...form, signedAttributes, signature })
    const room = signedDataSize({ ...form, signatureLength: maxSignatureLength(key.publicKey) })
    expect(room).toBeGreaterThanOrEqual(cms.length)
    expect(room - cms.length).toBeLessThanOrEqual(parameters.kind === 'ec' ? 8 : 0)

    const padded = new Uint8Array(room + 100)
    padded.set(cms)
    const read = parseSignedData(padded)
    expect(read.length).toBe(cms.length)
    expect(read.wasDer).toBe(true)
    expect(read.certificates).toEqual([der])
    const [signerInfo] = read.signerInfos
    if (signerInfo?.signedAttributes === undefined) throw new Error('no signer')
    expect(signerInfo.signedAttributes.raw).toEqual(signedAttributes)
    expect(signerInfo.signedAttributes.isDer).toBe(true)
    expect(contentTypeOf(signerInfo.signedAttributes.attributes)).toBe('1.2.840.113549.1.7.1')
    expect(messageDigestOf(signerInfo.signedAttributes.attributes)).toEqual(
      await digest(digestName, [content]),
    )
    expect(essCertIdsOf(signerInfo)[0]?.certIds[0]?.hash).toEqual(await digest('SHA-256', [der]))
    const readScheme = signatureSchemeOf(signerInfo.signatureAlgorithm, digestName)
    expect(readScheme).toEqual(scheme)
    const check = {
      scheme: readScheme,
      key: readPublicKey(signer.spki),
      message: [signerInfo.signedAttributes.raw],
    }
    expect(await checkSignature({ ...check, signature: signerInfo.signature })).toBe(true)
    if (known) expect(opensslVerifies(cms, der)).toBe(true)
  })
})

function opensslVerifies(cms: Uint8Array, root: Uint8Array): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cms-'))
  const path = (file: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, file), bytes)
    return join(folder, file)
  }
  try {
    const files = ['-in', path('cms', cms), '-content', path('content', content)]
    const trust = [
      '-CAfile',
      path('root', toPem('CERTIFICATE', root)),
      '-purpose',
      'any',
      '-partial_chain',
      '-cades',
    ]
    execFileSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', ...trust, ...files], {
      stdio: 'pipe',
    })
    return true
  } catch (error) {
    process.stderr.write(String(error))
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}
