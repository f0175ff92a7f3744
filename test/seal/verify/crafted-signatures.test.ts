import { describe, expect, it } from '@jest/globals'
import { concatBytes } from '../../../src/base/bytes.js'
import { digest } from '../../../src/crypto/digest.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import {
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import {
  attribute,
  contentType,
  craftCms,
  digestId,
  honestAttributes,
  messageDigest,
  signingCertificate,
} from '../crafted-cms.js'
import type { CraftedSeal } from '../crafted-seal.js'
import { authority, codesOf, identity, verified, withCms } from './crafted-case.js'

const other = await authority.otherTaxpayer()

const certificates = [identity.certificate, ...identity.chain].map(({ der }) => der)

describe('a crafted signature', () => {
  it('is trusted, B-B and whole when nothing is wrong with it', async () => {
    const report = await verified({})
    expect(report).toMatchObject({
      status: 'trusted',
      field: 'Seal1',
      signatures: [
        { status: 'valid', integrity: 'intact', coverage: 'whole-file', changes: 'none', level: 'B-B' },
      ],
    })
    expect(codesOf(report)).toEqual([])
  })

  it('is trusted as CMS when it is adbe.pkcs7.detached', async () => {
    const report = await verified({ entries: '/Type /Sig /SubFilter /adbe.pkcs7.detached' })
    expect(report).toMatchObject({ status: 'trusted', signatures: [{ level: 'CMS' }] })
  })

  /** What costs the level, and nothing else. */
  it.each<[string, CraftedSeal, string]>([
    ['/M is missing', { entries: '/Type /Sig /SubFilter /ETSI.CAdES.detached' }, 'pades.not-baseline'],
    [
      '/Cert is present',
      { entries: '/Type /Sig /SubFilter /ETSI.CAdES.detached /M (D:20261122) /Cert <00>' },
      'pades.not-baseline',
    ],
    [
      'signing-time is present',
      withCms(async (base) => ({
        ...base,
        attributes: [
          ...(await honestAttributes(base)),
          attribute(ATTRIBUTE.signingTime, derElement(0x17, new TextEncoder().encode('261122063000Z'))),
        ],
      })),
      'cms.signing-time-present',
    ],
    [
      'the envelope is BER',
      {
        cms: async (value) => {
          const der = await craftCms({ identity, digest: value })
          return concatBytes([Uint8Array.of(0x30, 0x80), der.subarray(4), Uint8Array.of(0, 0)])
        },
      },
      'cms.not-der',
    ],
  ])('keeps its trust and loses its level when %s', async (_, crafted, code) => {
    const report = await verified(crafted)
    expect(report).toMatchObject({ status: 'trusted', signatures: [{ level: null }] })
    expect(codesOf(report)).toContain(code)
  })

  /** THREATS, CMS and CAdES: verdict and code; the twin without the fault is the first test. */
  it.each<[string, CraftedSeal, string, string, string]>([
    ['C-08 it has no signer', { signers: 0 }, 'altered', 'unknown', 'cms.signer-count'],
    ['C-08 it has two signers', { signers: 2 }, 'altered', 'intact', 'cms.signer-count'],
    [
      'C-09 digest and signature algorithm differ',
      withCms(async (base, covered) => {
        const sha512 = await digest('SHA-512', [covered])
        return {
          ...base,
          digest: sha512,
          digestAlgorithms: [digestId('SHA-512')],
          signerDigest: digestId('SHA-512'),
        }
      }),
      'untrusted',
      'intact',
      'cms.digest-algorithm-mismatch',
    ],
    [
      'C-10 digestAlgorithms is empty',
      { digestAlgorithms: [] },
      'untrusted',
      'intact',
      'cms.digest-algorithm-mismatch',
    ],
    [
      'C-11 the digest is SHA-1',
      withCms(async (base, covered) => {
        const sha1 = await digest('SHA-1', [covered])
        return {
          ...base,
          digest: sha1,
          digestAlgorithms: [digestId('SHA-1')],
          signerDigest: digestId('SHA-1'),
        }
      }),
      'untrusted',
      'intact',
      'algorithm.weak',
    ],
    [
      'C-14 the signature value is of other bytes',
      { message: new Uint8Array(3) },
      'altered',
      'broken',
      'cms.signature-invalid',
    ],
    [
      'C-17 it carries content of its own',
      withCms((base) =>
        Promise.resolve({
          ...base,
          encapsulated: derSequence(
            derOid(CONTENT_TYPE.data),
            derContext(0, derOctetString(new Uint8Array(0))),
          ),
        }),
      ),
      'altered',
      'broken',
      'cms.content-present',
    ],
    [
      'C-17 its content is of another type',
      withCms((base) =>
        Promise.resolve({
          ...base,
          version: 3,
          encapsulated: derSequence(derOid(CONTENT_TYPE.timeStampInfo)),
        }),
      ),
      'altered',
      'intact',
      'cms.content-type-mismatch',
    ],
    [
      'C-18 no attribute names its certificate',
      withCms((base) =>
        Promise.resolve({ ...base, attributes: [contentType(), messageDigest(base.digest)] }),
      ),
      'untrusted',
      'intact',
      'cms.ess-required',
    ],
    [
      'C-18 the attribute names another certificate',
      withCms(async (base) => ({
        ...base,
        attributes: [
          contentType(),
          messageDigest(base.digest),
          await signingCertificate(other.certificate.der),
        ],
      })),
      'untrusted',
      'intact',
      'cms.ess-mismatch',
    ],
    [
      'C-19 the certificate of the signer is not there',
      { certificates: identity.chain.map(({ der }) => der) },
      'indeterminate',
      'unknown',
      'cms.signer-certificate-missing',
    ],
    ['C-26 the version of SignedData is wrong', { version: 3 }, 'untrusted', 'intact', 'cms.version'],
    ['C-26 the version of SignerInfo is wrong', { signerVersion: 3 }, 'untrusted', 'intact', 'cms.version'],
    [
      'C-28 the digest has parameters',
      { signerDigest: digestId('SHA-256', derInteger(1)) },
      'untrusted',
      'unknown',
      'algorithm.parameters',
    ],
    [
      'C-28 the listed digest has parameters',
      { digestAlgorithms: [digestId('SHA-256', derInteger(1))] },
      'untrusted',
      'intact',
      'algorithm.parameters',
    ],
    [
      'P-GAP-09 a byte stands behind the CMS',
      { contents: (hex, room) => `<${hex.padEnd(room - 2, '0')}01>` },
      'altered',
      'intact',
      'cms.trailing-data',
    ],
    [
      'RFC 6211 algorithm protection names another digest',
      withCms(async (base) => ({
        ...base,
        attributes: [
          ...(await honestAttributes(base)),
          attribute(
            ATTRIBUTE.algorithmProtection,
            derSequence(digestId('SHA-512'), derElement(0xa1, derOid('1.2.840.10045.4.3.2'))),
          ),
        ],
      })),
      'untrusted',
      'intact',
      'cms.digest-algorithm-mismatch',
    ],
  ])('is refused: %s', async (_, crafted, status, integrity, code) => {
    const report = await verified(crafted)
    expect(codesOf(report)).toContain(code)
    expect(report).toMatchObject({ status, signatures: [{ integrity }] })
  })

  it('is trusted although something among its certificates is none, which is reported', async () => {
    const report = await verified({ certificates: [...certificates, derSequence(derInteger(1))] })
    expect(report.status).toBe('trusted')
    expect(codesOf(report)).toContain('cms.certificate-unreadable')
  })

  it('is trusted with algorithm protection that names its algorithms', async () => {
    const protection = attribute(
      ATTRIBUTE.algorithmProtection,
      derSequence(digestId('SHA-256'), derElement(0xa1, derOid('1.2.840.10045.4.3.2'))),
    )
    const report = await verified(
      withCms(async (base) => ({ ...base, attributes: [...(await honestAttributes(base)), protection] })),
    )
    expect(report.status).toBe('trusted')
  })

  it('is reported as cms.no-ess-cert-id and keeps its trust as adbe.pkcs7.detached', async () => {
    const report = await verified({
      entries: '/Type /Sig /SubFilter /adbe.pkcs7.detached',
      ...withCms((base) =>
        Promise.resolve({ ...base, attributes: [contentType(), messageDigest(base.digest)] }),
      ),
    })
    expect(report.status).toBe('trusted')
    expect(codesOf(report)).toContain('cms.no-ess-cert-id')
  })
})
