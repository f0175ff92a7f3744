import { describe, expect, it } from '@jest/globals'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import * as writer from '../../../src/formats/der/writer.js'
import {
  crlDistributionPointsOf,
  issuingDistributionPointOf,
} from '../../../src/formats/x509/distribution-point.js'
import * as extensions from '../../../src/formats/x509/extensions.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { EXTENSION, KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { derNamedBits, derUtf8 } from '../der/der-values.js'

const { ACCESS_METHOD } = extensions
const {
  derBoolean,
  derContext,
  derContextPrimitive,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} = writer
const holding = (oid: string, value: Uint8Array): extensions.Extended => ({
  extensions: new Map([[oid, { oid, critical: false, value }]]),
})
const none: extensions.Extended = { extensions: new Map() }
const uri = derContextPrimitive(6, fromLatin1('http://crl.example/a.crl'))
const directory = derContext(4, derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('Soko')))))

describe('extensions', () => {
  it('that are absent are undefined, or empty lists', () => {
    expect(extensions.basicConstraintsOf(none)).toBeUndefined()
    expect(extensions.keyUsageOf(none)).toBeUndefined()
    expect(extensions.extendedKeyUsageOf(none)).toBeUndefined()
    expect(extensions.subjectKeyIdentifierOf(none)).toBeUndefined()
    expect(extensions.authorityKeyIdentifierOf(none)).toBeUndefined()
    expect(extensions.subjectAlternativeNamesOf(none)).toEqual([])
    expect(extensions.authorityInformationOf(none)).toEqual([])
    expect(crlDistributionPointsOf(none)).toEqual([])
    expect(issuingDistributionPointOf(none)).toBeUndefined()
  })

  it('say who is an authority', () => {
    const read = (value: Uint8Array): unknown =>
      extensions.basicConstraintsOf(holding(EXTENSION.basicConstraints, value))
    expect(read(derSequence())).toEqual({ ca: false, pathLength: undefined })
    expect(read(derSequence(derBoolean(true)))).toEqual({ ca: true, pathLength: undefined })
    expect(read(derSequence(derBoolean(true), derInteger(0)))).toEqual({ ca: true, pathLength: 0 })
    expect(() => read(derSequence(Uint8Array.of(1, 1, 1)))).toThrow(Malformed)
    expect(() => read(derSequence(derBoolean(true), Uint8Array.of(2, 1, 0xff)))).toThrow(Malformed)
    expect(() => read(derSequence(derBoolean(true), derInteger(0), derInteger(0)))).toThrow(Malformed)
  })

  it('say what a key is for', () => {
    const read = (value: Uint8Array): string[] => [
      ...(extensions.keyUsageOf(holding(EXTENSION.keyUsage, value)) ?? []),
    ]
    expect(read(derNamedBits([0, 1]))).toEqual(['digitalSignature', 'nonRepudiation'])
    expect(read(derNamedBits([8]))).toEqual(['decipherOnly'])
    expect(() => read(derInteger(3))).toThrow(Malformed)
    const purposes = derSequence(derOid(KEY_PURPOSE.documentSigning), derOid(KEY_PURPOSE.any))
    expect(extensions.extendedKeyUsageOf(holding(EXTENSION.extendedKeyUsage, purposes))).toEqual([
      '1.3.6.1.5.5.7.3.36',
      '2.5.29.37.0',
    ])
    expect(() => extensions.extendedKeyUsageOf(holding(EXTENSION.extendedKeyUsage, derSequence()))).toThrow(
      Malformed,
    )
  })

  it('hold alternative names of every kind', () => {
    const other = derContext(0, derOid('1.2.3'), derContext(0, derUtf8('P051234567X')))
    const address = derContextPrimitive(7, Uint8Array.of(127, 0, 0, 1))
    const value = derSequence(
      other,
      derContextPrimitive(1, fromLatin1('a@b.example')),
      derContextPrimitive(2, fromLatin1('b.example')),
      directory,
      uri,
      address,
      derContextPrimitive(8, Uint8Array.of(0x2a)),
    )
    const names = extensions.subjectAlternativeNamesOf(holding(EXTENSION.subjectAlternativeName, value))
    expect(names.map(({ kind }) => kind)).toEqual([
      'otherName',
      'rfc822Name',
      'dNSName',
      'directoryName',
      'uniformResourceIdentifier',
      'iPAddress',
      'registeredID',
    ])
    expect(names[0]).toEqual({ kind: 'otherName', oid: '1.2.3', value: derUtf8('P051234567X') })
    expect(names[3]?.kind === 'directoryName' ? formatName(names[3].name) : '').toBe('CN=Soko')
    const notAscii = derSequence(derContextPrimitive(2, Uint8Array.of(0xe9)))
    expect(() =>
      extensions.subjectAlternativeNamesOf(holding(EXTENSION.subjectAlternativeName, notAscii)),
    ).toThrow(Malformed)
  })

  it('say by which key and where an issuer is found', () => {
    const identifier = derSequence(
      derContextPrimitive(0, Uint8Array.of(1, 2)),
      derContext(1, directory),
      derContextPrimitive(2, Uint8Array.of(9)),
    )
    const read = extensions.authorityKeyIdentifierOf(holding(EXTENSION.authorityKeyIdentifier, identifier))
    expect(read?.keyIdentifier).toEqual(Uint8Array.of(1, 2))
    expect(read?.serialNumber).toEqual(Uint8Array.of(9))
    expect(read?.issuer).toHaveLength(1)
    const subject = holding(EXTENSION.subjectKeyIdentifier, derOctetString(Uint8Array.of(7)))
    expect(extensions.subjectKeyIdentifierOf(subject)).toEqual(Uint8Array.of(7))
    const access = derSequence(derSequence(derOid(ACCESS_METHOD.ocsp), uri))
    expect(extensions.authorityInformationOf(holding(EXTENSION.authorityInformationAccess, access))).toEqual([
      {
        method: ACCESS_METHOD.ocsp,
        location: { kind: 'uniformResourceIdentifier', text: 'http://crl.example/a.crl' },
      },
    ])
  })

  it('say where revocation lists are, and what one is limited to', () => {
    const point = derSequence(
      derContext(0, derContext(0, uri)),
      derContextPrimitive(1, Uint8Array.of(1, 0x40)),
      derContext(2, directory),
    )
    const [read] = crlDistributionPointsOf(holding(EXTENSION.crlDistributionPoints, derSequence(point)))
    expect(read?.name?.fullName).toHaveLength(1)
    expect(read?.reasons).toEqual(Uint8Array.of(0x40))
    expect(read?.crlIssuer).toHaveLength(1)
    const limited = derSequence(
      derContextPrimitive(1, Uint8Array.of(0xff)),
      derContextPrimitive(4, Uint8Array.of(0xff)),
    )
    const scope = issuingDistributionPointOf(holding(EXTENSION.issuingDistributionPoint, limited))
    expect(scope).toMatchObject({
      onlyUserCertificates: true,
      indirect: true,
      onlyAuthorityCertificates: false,
    })
  })

  it('are refused with bytes after their value', () => {
    const value = Uint8Array.of(...derNamedBits([0]), 0)
    expect(() => extensions.keyUsageOf(holding(EXTENSION.keyUsage, value))).toThrow(
      expect.objectContaining({ code: 'der.trailing-data' }),
    )
  })
})
