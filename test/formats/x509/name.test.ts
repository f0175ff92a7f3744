import { describe, expect, it } from '@jest/globals'
import { fromLatin1, toUtf8 } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { TAG } from '../../../src/formats/der/tag.js'
import { derElement, derOid, derSequence, derSet } from '../../../src/formats/der/writer.js'
import { firstValue, formatName, nameEquals, parseName, type Name } from '../../../src/formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../../src/formats/x509/oids.js'
import { derPrintable, derUtf8 } from '../der/der-values.js'

const attribute = (oid: string, value: Uint8Array): Uint8Array => derSequence(derOid(oid), value)
const nameOf = (...attributes: readonly Uint8Array[]): Name =>
  parseName(derSequence(...attributes.map((each) => derSet(each))))
const common = (value: Uint8Array): Name => nameOf(attribute(NAME_ATTRIBUTE.commonName, value))
const bmp = (text: string): Uint8Array =>
  derElement(
    TAG.bmpString,
    Uint8Array.from(
      Array.from(text, (each) => each.charCodeAt(0)).flatMap((unit) => [unit >> 8, unit & 255]),
    ),
  )

describe('a name for people', () => {
  it.each([
    ['Soko Ltd', 'CN=Soko Ltd'],
    ['O=X\\, C=Y', 'CN=O=X\\\\\\, C=Y'],
    [' leading and trailing ', 'CN=\\ leading and trailing\\ '],
    ['#1', 'CN=\\#1'],
    ['a+b"c<d>e;f', 'CN=a\\+b\\"c\\<d\\>e\\;f'],
    ['soko\0.example', 'CN=soko\\00.example'],
    ['\u001b[31mred', 'CN=\\1b[31mred'],
    ['tax\u202egnp.exe', 'CN=tax\\e2\\80\\aegnp.exe'],
    ['zero\u200bwidth', 'CN=zero\\e2\\80\\8bwidth'],
    ['line\nbreak', 'CN=line\\0abreak'],
    ['Σόκο 店', 'CN=Σόκο 店'],
  ])('%j is shown as %s', (value, text) => {
    expect(formatName(common(derUtf8(value)))).toBe(text)
  })

  it('stands with its most specific part first, parts of one RDN together, unknown types in hexadecimal', () => {
    const joint = derSet(
      attribute(NAME_ATTRIBUTE.organization, derUtf8('B')),
      attribute(NAME_ATTRIBUTE.commonName, derUtf8('A')),
    )
    const name = parseName(
      derSequence(
        derSet(attribute(NAME_ATTRIBUTE.country, derPrintable('KE'))),
        joint,
        derSet(attribute('1.2.3', derUtf8('x'))),
      ),
    )
    expect(formatName(name)).toBe('1.2.3=#0c0178,CN=A+O=B,C=KE')
  })

  it('shows bytes that are no text of their type as such', () => {
    expect(formatName(common(derElement(TAG.utf8String, Uint8Array.of(0xc0, 0x80))))).toBe('CN=\u{fffd}')
    expect(common(derElement(TAG.printableString, Uint8Array.of(0x80))).attributes[0]?.value).toBe('\u{fffd}')
  })

  it('reads every string type', () => {
    expect(firstValue(common(bmp('Σόκο')), NAME_ATTRIBUTE.commonName)).toBe('Σόκο')
    expect(
      firstValue(common(derElement(TAG.teletexString, fromLatin1('Soé'))), NAME_ATTRIBUTE.commonName),
    ).toBe('Soé')
    expect(
      firstValue(
        common(derElement(TAG.universalString, Uint8Array.of(0, 1, 0xf6, 0))),
        NAME_ATTRIBUTE.commonName,
      ),
    ).toBe('😀')
    expect(
      firstValue(
        common(derElement(TAG.universalString, Uint8Array.of(0, 0, 0xd8, 0))),
        NAME_ATTRIBUTE.commonName,
      ),
    ).toBe('\u{fffd}')
  })
})

describe('two names', () => {
  it.each([
    ['case', derUtf8('SOKO ltd'), true],
    ['superfluous spaces', derUtf8('  Soko   Ltd '), true],
    ['the type of string', derPrintable('Soko Ltd'), true],
    ['the width of the characters', derUtf8('Ｓｏｋｏ Ltd'), true],
    ['a soft hyphen', derUtf8('So\u00adko Ltd'), true],
    ['what is not seen', derUtf8('So\u200bko\ufeff L\u0001td'), true],
    ['the end of a line', derUtf8('Soko\r\nLtd'), true],
    ['the end of a line within a word', derUtf8('So\nko Ltd'), false],
    [
      'the type of string, when it has no agreed alphabet',
      derElement(TAG.teletexString, toUtf8('Soko Ltd')),
      false,
    ],
    ['a letter', derUtf8('Soko Lte'), false],
    ['an alphabet', derUtf8('Sоko Ltd'), false],
    ['a space that is missing', derUtf8('SokoLtd'), false],
  ])('that differ in %s are told apart as RFC 5280 says', (_, value, equal) => {
    expect(nameEquals(common(derUtf8('Soko Ltd')), common(value))).toBe(equal)
  })

  it('are normalised up to the length of a name, and longer ones only where that costs little', () => {
    const equal = (left: string, right: string): boolean =>
      nameEquals(common(derUtf8(left)), common(derUtf8(right)))
    expect(equal('É'.repeat(256), 'é'.repeat(256))).toBe(true)
    expect(equal('É'.repeat(257), 'é'.repeat(257))).toBe(false)
    expect(equal('É'.repeat(257), 'É'.repeat(257))).toBe(true)
    expect(equal('E'.repeat(4000), 'e'.repeat(4000))).toBe(true)
  })

  it('are the same whatever order the types of their texts give the parts of one RDN, and another with RDNs in another order', () => {
    const [cn, o] = [NAME_ATTRIBUTE.commonName, NAME_ATTRIBUTE.organization]
    const [a, b] = [attribute(cn, derUtf8('AA')), attribute(o, derUtf8('B'))]
    const joint = (...parts: readonly Uint8Array[]): Name => parseName(derSequence(derSet(...parts)))
    expect(
      nameEquals(joint(a, b), joint(attribute(o, derPrintable('B')), attribute(cn, derPrintable('AA')))),
    ).toBe(true)
    expect(
      nameEquals(joint(a, b), joint(attribute(cn, derUtf8('AA')), attribute(o, derPrintable('C')))),
    ).toBe(false)
    expect(nameEquals(nameOf(a, b), nameOf(b, a))).toBe(false)
    expect(nameEquals(nameOf(a, b), joint(a, b))).toBe(false)
  })

  it('are refused as der.not-canonical with the parts of one RDN out of order', () => {
    const parts = [
      attribute(NAME_ATTRIBUTE.commonName, derUtf8('A')),
      attribute(NAME_ATTRIBUTE.organization, derUtf8('B')),
    ]
    const joint = (order: readonly Uint8Array[]): Name =>
      parseName(derSequence(derElement(TAG.set, ...order)))
    expect(joint(parts).relativeNames[0]).toHaveLength(2)
    expect(() => joint([...parts].reverse())).toThrow(
      new Malformed('der.not-canonical', 'part of a name out of order'),
    )
  })

  it('are not made the same by separators in their texts', () => {
    const [cn, o] = [NAME_ATTRIBUTE.commonName, NAME_ATTRIBUTE.organization]
    const one = nameOf(attribute(cn, derUtf8(`a,${o}=b`)))
    const two = nameOf(attribute(cn, derUtf8('a')), attribute(o, derUtf8('b')))
    expect(nameEquals(one, two)).toBe(false)
  })
})

describe('the structure of a name', () => {
  const many = Array.from({ length: 65 }, () => derSet(attribute(NAME_ATTRIBUTE.commonName, derUtf8('A'))))
  it.each([
    ['an empty part', derSequence(derSet())],
    ['a value without a type', derSequence(derSet(derSequence(derUtf8('A'))))],
    ['two values', derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('A'), derUtf8('B'))))],
    ['65 parts', derSequence(...many)],
    ['9 KiB', derSequence(derSet(attribute(NAME_ATTRIBUTE.commonName, derUtf8('A'.repeat(9000)))))],
  ])('with %s is refused', (_, der) => {
    expect(() => parseName(der)).toThrow(Malformed)
  })

  it('may be empty, as that of a subject with alternative names', () => {
    expect(formatName(parseName(derSequence()))).toBe('')
  })
})
