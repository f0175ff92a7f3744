import { describe, expect, it } from '@jest/globals'
import * as asn1js from 'asn1js'
import fc from 'fast-check'
import { equalBytes } from '../../../src/base/bytes.js'
import { isDer } from '../../../src/formats/der/canonical.js'
import { DerCursor } from '../../../src/formats/der/cursor.js'
import * as writer from '../../../src/formats/der/writer.js'
import * as values from './der-values.js'

/** The independent judge: reads all of it without an error. */
function judged(der: Uint8Array): asn1js.AsnType {
  const { offset, result } = asn1js.fromBER(der.slice().buffer)
  expect(offset).toBe(der.length)
  expect(result.error).toBe('')
  return result
}

function childrenOf(
  element: asn1js.AsnType,
): readonly { readonly idBlock: { readonly tagNumber: number } }[] {
  return element instanceof asn1js.Constructed ? element.valueBlock.value : []
}

describe('what is written', () => {
  it('has minimal lengths that another reader understands', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const der = writer.derOctetString(new Uint8Array(length).fill(7))
      expect(judged(der)).toBeInstanceOf(asn1js.OctetString)
      expect(isDer(der)).toBe(true)
      expect(DerCursor.open(der).octetString().length).toBe(length)
      expect(writer.derElementLength(length)).toBe(der.length)
    }
  })

  it('keeps integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (value) => {
        const hex = value.toString(16)
        const magnitude = Uint8Array.from(
          Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'),
        )
        const der = writer.derUnsignedInteger(magnitude)
        expect(isDer(der)).toBe(true)
        expect((judged(der) as asn1js.Integer).toBigInt()).toBe(value)
        if (value <= BigInt(Number.MAX_SAFE_INTEGER))
          expect(equalBytes(writer.derInteger(Number(value)), der)).toBe(true)
      }),
    )
  })

  it.each([
    ['UTCTime before 2050', Date.UTC(2049, 11, 31, 23, 59, 59), 0x17],
    ['GeneralizedTime from 2050', Date.UTC(2050, 0, 1), 0x18],
    ['UTCTime from 1950', Date.UTC(1950, 0, 1), 0x17],
    ['GeneralizedTime before 1950', Date.UTC(1949, 11, 31, 23, 59, 59), 0x18],
  ])('has %s', (_, instant, tag) => {
    const der = values.derTime(instant)
    expect(der[0]).toBe(tag)
    expect(DerCursor.open(der).time()).toBe(instant)
    const read = judged(der) as asn1js.UTCTime
    expect(read.toDate().getTime()).toBe(instant)
  })

  it('sorts the elements of a set by their encodings', () => {
    const set = writer.derSet(
      values.derUtf8('b'),
      writer.derInteger(300),
      values.derUtf8('a'),
      writer.derInteger(2),
    )
    expect(isDer(set)).toBe(true)
    expect(childrenOf(judged(set)).map((each) => each.idBlock.tagNumber)).toEqual([2, 2, 12, 12])
  })

  it('leaves out named bits that are not set at the end', () => {
    expect([...values.derNamedBits([0, 1])]).toEqual([3, 2, 6, 0xc0])
    expect([...values.derNamedBits([5, 6])]).toEqual([3, 2, 1, 0x06])
    expect([...values.derNamedBits([8])]).toEqual([3, 3, 7, 0, 0x80])
    expect([...values.derNamedBits([])]).toEqual([3, 1, 0])
  })

  it('is read by another reader, whatever the type', () => {
    const all = writer.derSequence(
      writer.derBoolean(true),
      writer.derNull(),
      writer.derOid('1.2.840.113549.1.7.2'),
      writer.derBitString(Uint8Array.of(1, 2)),
      values.derPrintable('Soko'),
      values.derIa5('soko@example.com'),
      values.derUtf8('Σόκο'),
      writer.derContext(0, writer.derInteger(1)),
      writer.derContextPrimitive(1, Uint8Array.of(9)),
      values.derGeneralizedTime(Date.UTC(2026, 5, 1)),
    )
    expect(isDer(all)).toBe(true)
    expect(childrenOf(judged(all))).toHaveLength(10)
  })
})
