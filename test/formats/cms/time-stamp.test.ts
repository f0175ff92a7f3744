import { describe, expect, it } from '@jest/globals'
import { Malformed } from '../../../src/base/errors.js'
import { parseTimeStampInfo } from '../../../src/formats/cms/time-stamp-info.js'
import { parseTimeStampResponse, parseTimeStampToken } from '../../../src/formats/cms/time-stamp-response.js'
import { fromLatin1 } from '../../../src/base/bytes.js'
import { TAG } from '../../../src/formats/der/tag.js'
import {
  derBitString,
  derBoolean,
  derContext,
  derContextPrimitive,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { derUtf8 } from '../der/der-values.js'

const IMPRINT = derSequence(
  derSequence(derOid('2.16.840.1.101.3.4.2.1')),
  derOctetString(new Uint8Array(32).fill(1)),
)
const time = (text: string): Uint8Array => derElement(TAG.generalizedTime, fromLatin1(text))

/** A TSTInfo written by hand: the time, and fields after it. */
const info = (at: Uint8Array, ...fields: readonly Uint8Array[]): Uint8Array =>
  derSequence(derInteger(1), derOid('1.2.3'), IMPRINT, derInteger(7), at, ...fields)

const MOMENT = time('20270101120000.25Z')

describe('TSTInfo', () => {
  it('is read with everything that it may say', () => {
    const accuracy = derSequence(
      derInteger(1),
      derContextPrimitive(0, Uint8Array.of(5)),
      derContextPrimitive(1, Uint8Array.of(100)),
    )
    const name = derContext(0, derContextPrimitive(2, fromLatin1('tsa.example')))
    const read = parseTimeStampInfo(info(MOMENT, accuracy, derBoolean(true), derInteger(9), name))
    expect(read).toMatchObject({
      policy: '1.2.3',
      time: Date.UTC(2027, 0, 1, 12) + 250,
      accuracy: 1005.1,
      ordering: true,
      nonce: Uint8Array.of(9),
      authority: { kind: 'dNSName', text: 'tsa.example' },
    })
    expect(parseTimeStampInfo(info(MOMENT))).toMatchObject({
      accuracy: undefined,
      nonce: undefined,
      ordering: false,
    })
  })

  it.each([
    ['of another version', derSequence(derInteger(2), derOid('1.2.3'), IMPRINT, derInteger(7), MOMENT)],
    ['with a time that is no GeneralizedTime', info(derElement(TAG.utcTime, fromLatin1('270101120000Z')))],
    ['with a fraction that ends in zero', info(time('20270101120000.250Z'))],
    ['with a time without zone', info(time('20270101120000'))],
    [
      'with an accuracy of a thousand milliseconds',
      info(MOMENT, derSequence(derContextPrimitive(0, Uint8Array.of(3, 0xe8)))),
    ],
    [
      'with an accuracy of no microsecond',
      info(MOMENT, derSequence(derContextPrimitive(1, Uint8Array.of(0)))),
    ],
    ['with a default written out', info(MOMENT, derBoolean(false))],
    ['with fields out of order', info(MOMENT, derInteger(9), derBoolean(true))],
    ['with a field too many', info(MOMENT, derInteger(9), derInteger(9))],
    ['with bytes after it', Uint8Array.of(...info(MOMENT), 0)],
  ])('is not read %s', (_, der) => {
    expect(() => parseTimeStampInfo(der)).toThrow(Malformed)
  })
})

describe('an answer of a time-stamp authority', () => {
  it('says why it rejects', () => {
    const unacceptedPolicy = derBitString(Uint8Array.of(0, 0x01), 0)
    const rejection = derSequence(derInteger(2), derSequence(derUtf8('Not offered.')), unacceptedPolicy)
    expect(parseTimeStampResponse(derSequence(rejection))).toEqual({
      status: 'rejection',
      failures: ['unacceptedPolicy'],
      texts: ['Not offered.'],
      token: undefined,
    })
    const several = derSequence(derSequence(derInteger(2), derBitString(Uint8Array.of(0xa0, 0, 0, 0x40), 6)))
    expect(parseTimeStampResponse(several).failures).toEqual(['badAlg', 'badRequest', 'systemFailure'])
  })

  it.each([
    ['granted without a token', derSequence(derSequence(derInteger(0)))],
    ['rejected with a token', derSequence(derSequence(derInteger(2)), derSequence())],
    ['of an unknown status', derSequence(derSequence(derInteger(6)))],
    [
      'with text that is not UTF-8',
      derSequence(derSequence(derInteger(2), derSequence(derElement(TAG.utf8String, Uint8Array.of(0xff))))),
    ],
    ['with something after it', derSequence(derSequence(derInteger(2)), derSequence(), derNull())],
    ['with a word in place of a status', derSequence(derSequence(derUtf8('yes')))],
  ])('is not read when it is %s', (_, der) => {
    expect(() => parseTimeStampResponse(der)).toThrow(Malformed)
  })

  it('holds no token when what it holds signs something else', () => {
    expect(() => parseTimeStampToken(derSequence(derOid('1.2.840.113549.1.7.1')))).toThrow(Malformed)
  })
})
