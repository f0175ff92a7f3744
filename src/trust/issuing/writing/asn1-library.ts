import type * as library from 'asn1js'
import type { AsnType, BaseBlock } from 'asn1js'
import { readHeader } from '../../../formats/der/header.js'

/** What an element is put together from: other elements, and DER that is there already. */
export type Asn1Part = BaseBlock | Uint8Array

/** Writes ASN.1 by asn1js, in DER when a SET OF and DEFAULT values are left to the caller. */
export interface Asn1Writer {
  sequence(...parts: readonly Asn1Part[]): BaseBlock
  /** `[number] EXPLICIT`. */
  explicit(number: number, part: Asn1Part): BaseBlock
  /** `[number] IMPLICIT`: the element under a tag of its own. */
  implicit(number: number, element: BaseBlock): BaseBlock
  /** An INTEGER of a safe, non-negative number, or with these content octets. */
  integer(value: number | Uint8Array): BaseBlock
  enumerated(value: number): BaseBlock
  boolean(value: boolean): BaseBlock
  null(): BaseBlock
  oid(text: string): BaseBlock
  utf8(text: string): BaseBlock
  octetString(content: Uint8Array): BaseBlock
  /** A BIT STRING of whole octets. */
  bitString(content: Uint8Array): BaseBlock
  /** A BIT STRING of named bits in which this one alone is set. */
  namedBit(bit: number): BaseBlock
  /** GeneralizedTime of whole seconds, from milliseconds since 1970. */
  generalizedTime(milliseconds: number): BaseBlock
  /** A Time as RFC 5280 §4.1.2.5 wants it, from milliseconds since 1970 that are not before 1950. */
  time(milliseconds: number): BaseBlock
  toDer(part: Asn1Part): Uint8Array
}

type Library = typeof library

/** From here on RFC 5280 §4.1.2.5 wants GeneralizedTime. */
const YEAR_2050 = Date.UTC(2050, 0, 1)
const CONTEXT = 3

/** Returns what writes ASN.1. The package is loaded when something is first issued; it never reads: it would accept BER. */
export async function loadAsn1Writer(): Promise<Asn1Writer> {
  const library = await import('asn1js')
  return { ...constructedTypes(library), ...primitiveTypes(library) }
}

type ConstructedTypes = Pick<Asn1Writer, 'sequence' | 'explicit' | 'implicit' | 'toDer'>

function constructedTypes(library: Library): ConstructedTypes {
  const elementOf = (part: Asn1Part): AsnType =>
    part instanceof Uint8Array ? existingElement(library, part) : part
  return {
    sequence: (...parts) => new library.Sequence({ value: parts.map(elementOf) }),
    explicit: (tagNumber, part) =>
      new library.Constructed({ idBlock: { tagClass: CONTEXT, tagNumber }, value: [elementOf(part)] }),
    // The NULL of the package (3.1.0) keeps its own tag whatever it is given: what is retagged is what it wrote.
    implicit: (tagNumber, element) => {
      const retagged = existingElement(library, new Uint8Array(element.toBER()))
      retagged.idBlock.tagClass = CONTEXT
      retagged.idBlock.tagNumber = tagNumber
      return retagged
    },
    toDer: (part) => (part instanceof Uint8Array ? part : new Uint8Array(part.toBER())),
  }
}

function primitiveTypes(library: Library): Omit<Asn1Writer, keyof ConstructedTypes> {
  const timeOf = (milliseconds: number): { readonly valueDate: Date } => ({
    valueDate: new Date(milliseconds),
  })
  return {
    integer: (value) => new library.Integer(typeof value === 'number' ? { value } : { valueHex: value }),
    enumerated: (value) => new library.Enumerated({ value }),
    boolean: (value) => new library.Boolean({ value }),
    null: () => new library.Null(),
    oid: (value) => new library.ObjectIdentifier({ value }),
    utf8: (value) => new library.Utf8String({ value }),
    octetString: (valueHex) => new library.OctetString({ valueHex }),
    bitString: (valueHex) => new library.BitString({ valueHex }),
    namedBit: (bit) => {
      const valueHex = new Uint8Array((bit >> 3) + 1)
      valueHex[bit >> 3] = 0x80 >> (bit & 7)
      return new library.BitString({ valueHex, unusedBits: 7 - (bit & 7) })
    },
    generalizedTime: (at) => new library.GeneralizedTime(timeOf(at)),
    time: (at) =>
      at < YEAR_2050 ? new library.UTCTime(timeOf(at)) : new library.GeneralizedTime(timeOf(at)),
  }
}

/**
 * Returns DER that is there already as an element with the content that it has. `RawData` of the package would be the type for it, but writes
 * nothing within a SEQUENCE (3.1.0), and `fromBER` would read again what the strict reader has read.
 */
function existingElement({ Primitive }: Library, der: Uint8Array): BaseBlock {
  const [identifier = 0] = der
  const { contentStart, end } = readHeader(der, 0, der.length)
  const idBlock = { tagClass: (identifier >> 6) + 1, tagNumber: identifier & 0x1f }
  const element = new Primitive({ idBlock, valueHex: der.subarray(contentStart, end) })
  element.idBlock.isConstructed = (identifier & 0x20) !== 0
  return element
}
