import { describe, expect, it } from '@jest/globals'
import { concatBytes, equalBytes, toHex } from '../../../src/base/bytes.js'
import {
  attributeValues,
  contentTypeOf,
  messageDigestOf,
  signingTimeOf,
} from '../../../src/formats/cms/attribute.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import {
  derContext,
  derContextPrimitive,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import {
  SHA256,
  sid,
  certificate,
  attribute,
  contentType,
  messageDigest,
  setOf,
  cms,
  onlySigner,
} from './structures.js'
import { derTime } from '../der/der-values.js'

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
