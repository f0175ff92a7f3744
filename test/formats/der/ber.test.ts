import { describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { concatBytes, equalBytes, toHex } from '../../../src/base/bytes.js'
import { Malformed } from '../../../src/base/errors.js'
import { joinSegments, transcodeBer } from '../../../src/formats/der/ber.js'
import { checkDer, isDer } from '../../../src/formats/der/canonical.js'
import { derElement, derInteger, derOctetString, derSequence } from '../../../src/formats/der/writer.js'
import { cpuTime } from '../../cpu-time.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const transcoded = (hex: string): string => toHex(transcodeBer(bytes(hex)).der)

describe('transcoding', () => {
  it.each([
    ['an indefinite sequence', '3080 020101 0000', '3003020101'],
    ['nested indefinite sequences', '3080 3080 020101 0000 0000', '30053003020101'],
    ['a length with padding', '30820003020101', '3003020101'],
    ['a constructed octet string', '2480 040101 04020203 0000', '0403010203'],
    ['a constructed octet string of definite length', '2407 040101 04020203', '0403010203'],
    ['constructed octet strings within each other', '2480 2480 040101 0000 040102 0000', '04020102'],
    ['a constructed bit string', '2380 030200aa 030204f0 0000', '030304aaf0'],
    ['a constructed text', '2c80 040141 040142 0000', '0c024142'],
    ['an empty constructed octet string', '24800000', '0400'],
    ['a sequence under a context tag', 'a080 3080 0000 0000', 'a0023000'],
    ['a high tag number', 'bf8a3980 020101 0000', 'bf8a3903020101'],
  ])('%s', (_, ber, der) => {
    expect(transcoded(ber)).toBe(der)
    expect(transcodeBer(bytes(ber)).wasDer).toBe(false)
    expect(transcodeBer(bytes(ber)).length).toBe(bytes(ber).length)
  })

  it('gives DER back without copying it', () => {
    const der = derSequence(derInteger(1), derOctetString(bytes('aabb')))
    const result = transcodeBer(concatBytes([der, bytes('0000')]))
    expect(result.wasDer).toBe(true)
    expect(result.length).toBe(der.length)
    expect(equalBytes(result.der, der)).toBe(true)
  })

  it('remembers the bytes of every element that was changed', () => {
    const { der, originals } = transcodeBer(bytes('3080 3003020101 3080 020102 0000 0000'))
    expect(toHex(der)).toBe('300a30030201013003020102')
    expect([...originals].map(([offset, original]) => [offset, toHex(original)])).toEqual([
      [0, '3080300302010130800201020000' + '0000'],
      [7, '30800201020000'],
    ])
  })

  it('keeps the order of a set', () => {
    // Sets stay in their order: a signature is over the order that was sent.
    expect(transcoded('3180 020102 020101 0000')).toBe('3106020102020101')
  })

  it.each([
    ['no end', '3080020101', 'der.truncated'],
    ['a primitive element of indefinite length', '0480', 'der.unexpected'],
    ['a segment of another type', '2480 020101 0000', 'der.unexpected'],
    ['an empty last segment of a bit string', '2380 03020001 0300 0000', 'der.unexpected'],
    ['an empty segment of a bit string', '2380 0300 03020001 0000', 'der.unexpected'],
    ['unused bits before the last segment', '2380 030204f0 030200aa 0000', 'der.unexpected'],
    ['a child beyond its parent', '3003 0204010101', 'der.truncated'],
    ['a length of nine octets', '3089010000000000000000', 'der.limit'],
    ['nothing', '', 'der.truncated'],
  ])('is refused with %s', (_, ber, code) => {
    expect(() => transcodeBer(bytes(ber))).toThrow(expect.objectContaining({ code }))
  })

  it('is refused for 20 000 open sequences and for two million elements, at once', () => {
    const started = cpuTime()
    const deep = new Uint8Array(40_000).map((_, index) => (index % 2 === 0 ? 0x30 : 0x80))
    const wide = concatBytes([
      bytes('3080'),
      new Uint8Array(4_000_000).map((_, index) => (index % 2 === 0 ? 5 : 0)),
      bytes('0000'),
    ])
    expect(() => transcodeBer(deep)).toThrow(expect.objectContaining({ code: 'der.limit' }))
    expect(() => transcodeBer(wide)).toThrow(expect.objectContaining({ code: 'der.limit' }))
    expect(cpuTime() - started).toBeLessThan(2000)
  })

  it('writes every byte and remembers every element once, however deep they stand', () => {
    const small = bytes('308100')
    const elements = Array.from({ length: 2000 }, () => small)
    const shallow = workOf(indefinite(concatBytes(elements), 1))
    const deep = workOf(indefinite(concatBytes(elements), 46))
    expect(shallow.originals).toBe(2001)
    expect(deep.originals).toBe(2046)
    expect(deep.work - shallow.work).toBeLessThan(shallow.work)
  })

  it.each([
    ['bit strings within each other', '2380 2380 030200aa 0000 030204f0 0000', '030304aaf0'],
    ['an empty bit string in a bit string', '2380 030200aa 2380 0000 0000', '030200aa'],
    ['octet strings in a text', '2c80 040141 2480 040142 0000 0000', '0c024142'],
    ['segments with padded lengths', '2480 04810101 24820003 040102 0000', '04020102'],
  ])('joins %s', (_, ber, der) => {
    expect(transcoded(ber)).toBe(der)
  })

  it('of any bytes ends as DER lengths or as a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        try {
          const { der, length } = transcodeBer(input)
          expect(length).toBeLessThanOrEqual(input.length)
          expect(transcodeBer(der).wasDer).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('of a random tree in any mixture of lengths gives the tree in DER', () => {
    fc.assert(
      fc.property(tree(), (node) => {
        const { der } = transcodeBer(encodeBer(node))
        expect(toHex(der)).toBe(toHex(encodeDer(node)))
        expect(isDer(der)).toBe(true)
      }),
    )
  })
})

/** Returns `content` in so many sequences of indefinite length. */
const indefinite = (content: Uint8Array, levels: number): Uint8Array =>
  concatBytes([
    ...Array.from({ length: levels }, () => bytes('3080')),
    content,
    ...Array.from({ length: levels }, () => bytes('0000')),
  ])

/** Counts the bytes that are copied and the elements that are put into lists while `ber` is transcoded. */
function workOf(ber: Uint8Array): { readonly work: number; readonly originals: number } {
  let work = 0
  const copied = jest.spyOn(Uint8Array.prototype, 'set')
  const listed = jest.spyOn(Array.prototype, 'push')
  const { originals } = transcodeBer(ber)
  for (const [source] of copied.mock.calls) work += source.length
  work += listed.mock.calls.length
  copied.mockRestore()
  listed.mockRestore()
  return { work, originals: originals.size }
}

interface Tree {
  readonly children: readonly Tree[] | undefined
  readonly content: Uint8Array
  readonly form: 'minimal' | 'padded' | 'indefinite' | 'segments'
}

function tree(): fc.Arbitrary<Tree> {
  const form = fc.constantFrom('minimal', 'padded', 'indefinite', 'segments')
  return fc.letrec<{ node: Tree }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ children: fc.constant(undefined), content: fc.uint8Array({ maxLength: 200 }), form }),
      fc.record({
        children: fc.array(tie('node'), { maxLength: 4 }),
        content: fc.constant(new Uint8Array(0)),
        form,
      }),
    ),
  })).node
}

function encodeDer(node: Tree): Uint8Array {
  if (node.children === undefined) return derOctetString(node.content)
  return derSequence(...node.children.map(encodeDer))
}

function encodeBer(node: Tree): Uint8Array {
  const isString = node.children === undefined
  const half = Math.floor(node.content.length / 2)
  const parts = [derOctetString(node.content.subarray(0, half)), derOctetString(node.content.subarray(half))]
  const content = isString ? node.content : concatBytes(node.children.map(encodeBer))
  const tag = isString ? 0x04 : 0x30
  if (node.form === 'minimal') return derElement(tag, content)
  if (node.form === 'padded')
    return concatBytes([Uint8Array.of(tag, 0x83, 0, content.length >> 8, content.length & 255), content])
  const body = isString ? concatBytes(parts) : content
  return concatBytes([Uint8Array.of(tag | 0x20, 0x80), body, Uint8Array.of(0, 0)])
}

describe('segments', () => {
  it('are joined, and refused when one is something else', () => {
    expect(toHex(joinSegments(bytes('040101 0400 04020203')))).toBe('010203')
    expect(() => joinSegments(bytes('040101 020102'))).toThrow(Malformed)
  })
})

describe('canonical form', () => {
  it.each([
    ['a set in order', '3106 020101 020102', true],
    ['a set out of order', '3106 020102 020101', false],
    ['a sequence in any order', '3006 020102 020101', true],
    ['a constructed octet string', '2403 040101', false],
    ['a boolean of 01', '0101 01', false],
    ['an indefinite length', '3080 0000', false],
    ['an integer with padding', '0202 0001', false],
    ['an identifier with padding', '0603 2a8001', false],
    ['a time without seconds', '170b 323630313031303030305a', false],
    ['unused bits that are set', '0302 04ff', false],
    ['an end-of-contents inside', '3002 0000', false],
    ['a primitive sequence', '1000', false],
    ['a tag number in the long form that has a short one', '1f0401aa', false],
    ['a large tag number', '1f2101aa', true],
    ['two elements', '0500 0500', false],
    ['nothing', '', false],
  ])('%s', (_, hex, canonical) => {
    expect(isDer(bytes(hex))).toBe(canonical)
  })

  it('is checked within its limits', () => {
    const limits = { depth: 2, nodes: 10, element: 100 }
    expect(isDer(bytes('3002 3000'), limits)).toBe(true)
    expect(() => {
      checkDer(bytes('3006 3004 3002 3000'), limits)
    }).toThrow(expect.objectContaining({ code: 'der.limit' }))
    expect(() => {
      checkDer(derSequence(...Array.from({ length: 10 }, () => bytes('0500'))), limits)
    }).toThrow(Malformed)
    expect(() => {
      checkDer(derOctetString(new Uint8Array(101)), limits)
    }).toThrow(Malformed)
  })
})
