import { describe, expect, it } from '@jest/globals'
import { concatBytes, equalBytes } from '../../../src/base/bytes.js'
import { CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import { parseSignedData } from '../../../src/formats/cms/signed-data.js'
import { derInteger, derOctetString, derOid, derSequence } from '../../../src/formats/der/writer.js'
import {
  certificate,
  contentType,
  messageDigest,
  setOf,
  fields,
  cms,
  indefinite,
  berCms,
  onlySigner,
} from './structures.js'

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
