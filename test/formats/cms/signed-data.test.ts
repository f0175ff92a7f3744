import { describe, expect, it } from '@jest/globals'
import { concatBytes, equalBytes, toHex } from '../../../src/base/bytes.js'
import {
  attributeValues,
  contentTypeOf,
  messageDigestOf,
  signingTimeOf,
} from '../../../src/formats/cms/attribute.js'
import { essCertIdsOf } from '../../../src/formats/cms/ess.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import { parseSignedData, type SignerInfo } from '../../../src/formats/cms/signed-data.js'
import {
  compareEncodings,
  derContext,
  derContextPrimitive,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
  derTime,
  derUtf8,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'

const SHA256 = derSequence(derOid('2.16.840.1.101.3.4.2.1'))
const name = derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('Soko'))))
const sid = derSequence(name, derInteger(7))
const certificate = derSequence(derInteger(1), derOctetString(Uint8Array.of(1, 2, 3)))
const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  derSequence(derOid(oid), derElement(0x31, ...values))
const contentType = attribute(ATTRIBUTE.contentType, derOid(CONTENT_TYPE.data))
const messageDigest = attribute(ATTRIBUTE.messageDigest, derOctetString(new Uint8Array(32).fill(7)))
const setOf = (tag: number, attributes: readonly Uint8Array[]): Uint8Array =>
  derElement(tag, ...[...attributes].sort(compareEncodings))

/** What a test changes; each value is what stands in the structure. */
interface Parts {
  readonly sid?: Uint8Array
  readonly attributes?: Uint8Array
  readonly unsigned?: readonly Uint8Array[]
  readonly certificates?: readonly Uint8Array[]
  readonly content?: readonly Uint8Array[]
  readonly type?: string
}

function signerInfo(parts: Parts): Uint8Array {
  return derSequence(
    derInteger(1),
    parts.sid ?? sid,
    SHA256,
    parts.attributes ?? setOf(0xa0, [contentType, messageDigest]),
    derSequence(derOid('1.2.840.10045.4.3.2')),
    derOctetString(Uint8Array.of(9, 9)),
    ...(parts.unsigned === undefined ? [] : [derContext(1, ...parts.unsigned)]),
  )
}

function fields(parts: Parts): readonly Uint8Array[] {
  return [
    derInteger(1),
    derSet(SHA256),
    derSequence(derOid(CONTENT_TYPE.data), ...(parts.content ?? [])),
    derContext(0, ...(parts.certificates ?? [certificate])),
    derSet(signerInfo(parts)),
  ]
}

const cms = (parts: Parts = {}): Uint8Array =>
  derSequence(derOid(parts.type ?? CONTENT_TYPE.signedData), derContext(0, derSequence(...fields(parts))))

const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concatBytes([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)])
const berCms = (parts: Parts = {}): Uint8Array =>
  indefinite(0x30, derOid(CONTENT_TYPE.signedData), indefinite(0xa0, indefinite(0x30, ...fields(parts))))

function onlySigner(bytes: Uint8Array): SignerInfo {
  const [signer, ...more] = parseSignedData(bytes).signerInfos
  if (signer === undefined || more.length > 0) throw new Error('not one signer')
  return signer
}

describe('signed data', () => {
  it('ends where its length says; zeros may follow', () => {
    const padded = concatBytes([cms(), new Uint8Array(500)])
    expect(parseSignedData(padded).length).toBe(cms().length)
    expect(parseSignedData(cms()).wasDer).toBe(true)
    padded[padded.length - 1] = 1
    expect(() => parseSignedData(padded)).toThrow(
      expect.objectContaining({ code: 'cms.trailing-data', offset: padded.length - 1 }),
    )
  })

  it('of another type is refused', () => {
    expect(() => parseSignedData(cms({ type: '1.2.840.113549.1.7.3' }))).toThrow('cms.malformed')
  })

  it('carries content or none', () => {
    expect(parseSignedData(cms()).content).toBeUndefined()
    const content = [derContext(0, derOctetString(Uint8Array.of(1)))]
    expect(parseSignedData(cms({ content })).content).toEqual(Uint8Array.of(1))
    expect(parseSignedData(cms({ content: [derContext(0, derNull())] })).content).toEqual(derNull())
  })

  it('names its signer by issuer and number, or by a key identifier', () => {
    expect(onlySigner(cms()).sid).toMatchObject({ kind: 'issuer-and-serial', serialNumber: Uint8Array.of(7) })
    const identifier = derContextPrimitive(0, Uint8Array.of(1, 2))
    expect(onlySigner(cms({ sid: identifier })).sid).toEqual({
      kind: 'key-identifier',
      subjectKeyIdentifier: Uint8Array.of(1, 2),
    })
    expect(() => parseSignedData(cms({ sid: derInteger(1) }))).toThrow(
      expect.objectContaining({ code: 'der.unexpected' }),
    )
  })

  it('gives certificates as they are, malformed ones too', () => {
    const others = [certificate, derContext(1, derInteger(1))]
    const read = parseSignedData(cms({ certificates: others }))
    expect(read.certificates).toEqual([certificate])
    expect(read.others).toEqual([others[1]])
    expect(() => parseCertificate(certificate)).toThrow()
  })
})

describe('signed attributes', () => {
  it('are hashed with the tag of a set over the bytes of the file', () => {
    const attributes = setOf(0xa0, [contentType, messageDigest])
    const { signedAttributes } = onlySigner(cms({ attributes }))
    expect(signedAttributes?.raw[0]).toBe(0x31)
    expect(toHex(signedAttributes?.raw.subarray(1) ?? attributes)).toBe(toHex(attributes.subarray(1)))
    expect(signedAttributes?.isDer).toBe(true)
    expect(contentTypeOf(signedAttributes?.attributes ?? [])).toBe(CONTENT_TYPE.data)
    expect(messageDigestOf(signedAttributes?.attributes ?? [])).toEqual(new Uint8Array(32).fill(7))
  })

  it('may be missing', () => {
    const bare = derSequence(
      derInteger(1),
      sid,
      SHA256,
      derSequence(derOid('1.2.840.10045.4.3.2')),
      derOctetString(Uint8Array.of(9)),
    )
    const signedData = derSequence(
      derInteger(1),
      derSet(SHA256),
      derSequence(derOid(CONTENT_TYPE.data)),
      derSet(bare),
    )
    const read = onlySigner(derSequence(derOid(CONTENT_TYPE.signedData), derContext(0, signedData)))
    expect(read.signedAttributes).toBeUndefined()
  })

  it.each<readonly [string, Uint8Array]>([
    ['out of order', derElement(0xa0, messageDigest, contentType)],
    [
      'with a constructed string inside',
      derElement(
        0xa0,
        contentType,
        derSequence(derOid(ATTRIBUTE.messageDigest), derElement(0x31, Uint8Array.of(0x24, 3, 4, 1, 7))),
      ),
    ],
    [
      'with a value that is not canonical',
      derElement(0xa0, contentType, attribute('1.2.3', Uint8Array.of(1, 1, 1))),
    ],
  ])('%s are given with their own bytes, and called not DER', (_, attributes) => {
    const { signedAttributes } = onlySigner(cms({ attributes }))
    expect(signedAttributes?.isDer).toBe(false)
    expect(equalBytes(signedAttributes?.raw.subarray(1) ?? attributes, attributes.subarray(1))).toBe(true)
  })

  it('that occur twice or have several values are all shown', () => {
    const twice = setOf(0xa0, [
      contentType,
      messageDigest,
      attribute(ATTRIBUTE.messageDigest, derOctetString(new Uint8Array(32))),
    ])
    const several = setOf(0xa0, [
      attribute(
        ATTRIBUTE.messageDigest,
        derOctetString(new Uint8Array(1)),
        derOctetString(new Uint8Array(2)),
      ),
    ])
    for (const attributes of [twice, several]) {
      const read = onlySigner(cms({ attributes })).signedAttributes?.attributes ?? []
      expect(attributeValues(read, ATTRIBUTE.messageDigest)).toHaveLength(2)
      expect(messageDigestOf(read)).toBeUndefined()
    }
    const empty = onlySigner(cms({ attributes: setOf(0xa0, [attribute(ATTRIBUTE.messageDigest)]) }))
    expect(empty.signedAttributes?.attributes).toEqual([{ oid: ATTRIBUTE.messageDigest, values: [] }])
  })

  it('say when, by the clock of the signer', () => {
    const instant = Date.UTC(2026, 5, 1, 12)
    const attributes = setOf(0xa0, [
      contentType,
      messageDigest,
      attribute(ATTRIBUTE.signingTime, derTime(instant)),
    ])
    expect(signingTimeOf(onlySigner(cms({ attributes })).signedAttributes?.attributes ?? [])).toBe(instant)
  })
})

describe('an envelope in BER', () => {
  it('is read, and says so', () => {
    const read = parseSignedData(concatBytes([berCms(), new Uint8Array(100)]))
    expect(read.wasDer).toBe(false)
    expect(read.length).toBe(berCms().length)
    expect(read.certificates).toEqual([certificate])
    expect(read.signerInfos[0]?.signedAttributes?.isDer).toBe(true)
    expect(equalBytes(read.der, cms())).toBe(true)
  })

  it('gives a certificate in BER as it stands, for the strict reader to refuse', () => {
    const ber = indefinite(0x30, derInteger(1), derOctetString(Uint8Array.of(1, 2, 3)))
    const inner = derSequence(indefinite(0x30, derInteger(1)))
    expect(parseSignedData(cms({ certificates: [ber, certificate, inner] })).certificates).toEqual([
      ber,
      certificate,
      inner,
    ])
  })

  it('holds signed attributes in BER only as not DER, hashed as the DER that they stand for', () => {
    const attributes = indefinite(0xa0, contentType, messageDigest)
    const { signedAttributes } = onlySigner(berCms({ attributes }))
    expect(signedAttributes?.isDer).toBe(false)
    expect(signedAttributes?.raw).toEqual(setOf(0x31, [contentType, messageDigest]))
  })

  it('joins content that came in pieces', () => {
    const pieces = indefinite(0x24, derOctetString(Uint8Array.of(1)), derOctetString(Uint8Array.of(2, 3)))
    expect(parseSignedData(berCms({ content: [indefinite(0xa0, pieces)] })).content).toEqual(
      Uint8Array.of(1, 2, 3),
    )
  })

  it('does not make an odd integer an even one', () => {
    const padded = concatBytes([Uint8Array.of(2, 2, 0, 1)])
    const signedData = indefinite(0x30, padded, ...fields({}).slice(1))
    const bytes = indefinite(0x30, derOid(CONTENT_TYPE.signedData), indefinite(0xa0, signedData))
    expect(() => parseSignedData(bytes)).toThrow(expect.objectContaining({ code: 'der.not-canonical' }))
  })

  it('without an end is refused', () => {
    expect(() => parseSignedData(berCms().subarray(0, -2))).toThrow(
      expect.objectContaining({ name: 'Malformed' }),
    )
  })
})

describe('attributes that name the certificate', () => {
  const hash = new Uint8Array(32).fill(5)
  const issuerSerial = derSequence(derSequence(derContext(4, name)), derInteger(7))
  const read = (oid: string, ...certIds: readonly Uint8Array[]): ReturnType<typeof essCertIdsOf> => {
    const value = attribute(oid, derSequence(derSequence(...certIds)))
    return essCertIdsOf(onlySigner(cms({ attributes: setOf(0xa0, [contentType, messageDigest, value]) })))
  }

  it('of version 2 have SHA-256 by default, or say which digest', () => {
    const [plain] = read(ATTRIBUTE.signingCertificateV2, derSequence(derOctetString(hash)))
    expect(plain).toEqual({
      version: 2,
      certIds: [
        {
          hashAlgorithm: { oid: '2.16.840.1.101.3.4.2.1', parameters: undefined },
          hash,
          issuerSerial: undefined,
        },
      ],
    })
    const [other] = read(
      ATTRIBUTE.signingCertificateV2,
      derSequence(derSequence(derOid('2.16.840.1.101.3.4.2.3')), derOctetString(hash), issuerSerial),
    )
    expect(other?.certIds[0]?.hashAlgorithm.oid).toBe('2.16.840.1.101.3.4.2.3')
    expect(other?.certIds[0]?.issuerSerial?.serialNumber).toEqual(Uint8Array.of(7))
  })

  it('of version 1 have SHA-1', () => {
    const [first] = read(
      ATTRIBUTE.signingCertificate,
      derSequence(derOctetString(hash)),
      derSequence(derOctetString(hash)),
    )
    expect([first?.version, first?.certIds.length, first?.certIds[0]?.hashAlgorithm.oid]).toEqual([
      1,
      2,
      '1.3.14.3.2.26',
    ])
  })

  it('are refused when malformed, and absent when absent', () => {
    expect(() => read(ATTRIBUTE.signingCertificateV2, derInteger(1))).toThrow(
      expect.objectContaining({ name: 'Malformed' }),
    )
    expect(essCertIdsOf(onlySigner(cms()))).toEqual([])
  })
})
