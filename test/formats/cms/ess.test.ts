import { describe, expect, it } from '@jest/globals'
import { essCertIdsOf } from '../../../src/formats/cms/ess.js'
import { ATTRIBUTE } from '../../../src/formats/cms/oids.js'
import {
  derContext,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { name, attribute, contentType, messageDigest, setOf, cms, onlySigner } from './structures.js'

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
