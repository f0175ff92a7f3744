import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { toHex } from '../../../src/base/bytes.js'
import {
  derBitString,
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
import { formatName } from '../../../src/formats/x509/name.js'
import { ocspNonceOf, parseOcspRequest } from '../../../src/formats/x509/ocsp-request-reader.js'
import { buildOcspRequest } from '../../../src/formats/x509/ocsp-request-writer.js'
import { parseOcspResponse } from '../../../src/formats/x509/ocsp-response.js'
import { derGeneralizedTime, derTime, derUtf8 } from '../der/der-values.js'

const AT = Date.UTC(2026, 5, 15, 12)
const ALGORITHM = derSequence(derOid('1.2.840.10045.4.3.2'))
const HASH = new Uint8Array(20).fill(7)

const certificateId = derSequence(
  derSequence(derOid('1.3.14.3.2.26'), derNull()),
  derOctetString(HASH),
  derOctetString(HASH),
  derInteger(4711),
)
const single = (...parts: readonly Uint8Array[]): Uint8Array => derSequence(certificateId, ...parts)
const good = single(derContextPrimitive(0, new Uint8Array(0)), derGeneralizedTime(AT))
const byKey = derContext(2, derOctetString(HASH))

const data = (...parts: readonly Uint8Array[]): Uint8Array => derSequence(...parts)
const response = (tbs: Uint8Array, ...after: readonly Uint8Array[]): Uint8Array =>
  successful('1.3.6.1.5.5.7.48.1.1', derSequence(tbs, ALGORITHM, derBitString(Uint8Array.of(1, 2)), ...after))
const successful = (type: string, basic: Uint8Array): Uint8Array =>
  derSequence(
    derElement(0x0a, Uint8Array.of(0)),
    derContext(0, derSequence(derOid(type), derOctetString(basic))),
  )

describe('an OCSP response', () => {
  it('is read field by field', () => {
    const name = derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('Responder'))))
    const revoked = single(
      derContext(1, derGeneralizedTime(AT - 1000), derContext(0, derElement(0x0a, Uint8Array.of(4)))),
      derGeneralizedTime(AT),
      derContext(0, derGeneralizedTime(AT + 1000)),
    )
    const tbs = data(derContext(1, name), derGeneralizedTime(AT), derSequence(good, revoked))
    const { status, basic } = parseOcspResponse(response(tbs, derContext(0, derSequence(derSequence()))))
    expect([status, basic?.producedAt, basic?.tbs, basic?.signature]).toEqual([
      ...['successful', AT, tbs, Uint8Array.of(1, 2)],
    ])
    expect(basic?.responder.kind === 'name' ? formatName(basic.responder.name) : '').toBe('CN=Responder')
    expect(basic?.certificates).toEqual([derSequence()])
    expect(basic?.responses).toMatchObject([
      { status: 'good', revoked: undefined, thisUpdate: AT, nextUpdate: undefined },
      { status: 'revoked', revoked: { at: AT - 1000, reason: 'superseded' }, nextUpdate: AT + 1000 },
    ])
    expect(basic?.responses[0]?.certificateId.serialNumber).toEqual(Uint8Array.of(0x12, 0x67))
  })

  it.each<readonly [string, Uint8Array]>([
    [
      'bytes after it',
      new Uint8Array([...response(data(byKey, derGeneralizedTime(AT), derSequence(good))), 0]),
    ],
    ['a status that is not defined', derSequence(derElement(0x0a, Uint8Array.of(4)))],
    ['success and no answer', derSequence(derElement(0x0a, Uint8Array.of(0)))],
    [
      'no success and an answer',
      derSequence(
        derElement(0x0a, Uint8Array.of(3)),
        derContext(0, derSequence(derOid('1.2.3'), derOctetString())),
      ),
    ],
    ['an answer of another type', successful('1.3.6.1.5.5.7.48.1.9', derSequence())],
    ['a responder that is neither name nor key', response(data(derGeneralizedTime(AT), derSequence(good)))],
    ['a UTCTime', response(data(byKey, derTime(AT), derSequence(good)))],
    [
      'a status of a certificate that is not defined',
      response(
        data(
          byKey,
          derGeneralizedTime(AT),
          derSequence(single(derContextPrimitive(3, new Uint8Array(0)), derGeneralizedTime(AT))),
        ),
      ),
    ],
    [
      'a status with content',
      response(
        data(
          byKey,
          derGeneralizedTime(AT),
          derSequence(single(derContextPrimitive(0, Uint8Array.of(1)), derGeneralizedTime(AT))),
        ),
      ),
    ],
    [
      'something after its answers',
      response(data(byKey, derGeneralizedTime(AT), derSequence(good), derNull())),
    ],
    [
      'something after its certificates',
      response(
        data(byKey, derGeneralizedTime(AT), derSequence(good)),
        derContext(0, derSequence()),
        derNull(),
      ),
    ],
  ])('with %s is refused', (_, der) => {
    expect(() => parseOcspResponse(der)).toThrow(expect.objectContaining({ name: 'Malformed' }))
  })
})

describe('an OCSP request', () => {
  it('is what a responder reads of it', () => {
    const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
      fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(
        bytes(20),
        bytes(20),
        fc.integer({ min: 1 }),
        fc.option(bytes(32)),
        (nameHash, keyHash, serial, nonce) => {
          const serialNumber = derInteger(serial).subarray(2)
          const der = buildOcspRequest({
            ...{ digest: 'SHA-1', issuerNameHash: nameHash, issuerKeyHash: keyHash, serialNumber },
            nonce: nonce ?? undefined,
          })
          const read = parseOcspRequest(der)
          expect(read.requests).toMatchObject([
            { issuerNameHash: nameHash, issuerKeyHash: keyHash, serialNumber },
          ])
          const given = ocspNonceOf(read)
          expect(given === undefined ? undefined : toHex(given)).toBe(
            nonce === null ? undefined : toHex(nonce),
          )
        },
      ),
    )
  })
})
