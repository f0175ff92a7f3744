import { describe, expect, it } from '@jest/globals'
import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { concatBytes, equalBytes } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { inflatePortable } from '../../src/crypto/inflate-portable.js'
import { inflate as inflateOnNode } from '../../src/crypto/platform/node.js'

type Verdict = Uint8Array | string

function verdictOf(
  inflate: (data: Uint8Array, max: number) => Uint8Array,
  data: Uint8Array,
  max: number,
): Verdict {
  try {
    return inflate(data, max)
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}

/** Compared byte by byte: the runner's own comparison takes seconds. */
function expectRead(data: Uint8Array, max: number, plain: Uint8Array): void {
  const read = expectSame(data, max)
  expect(typeof read !== 'string' && equalBytes(read, plain)).toBe(true)
}

const UNLIMITED = 1 << 24

/** A stream that is corrupt beyond the limit may be called either: zlib looks ahead by a buffer. */
function expectSame(data: Uint8Array, max: number): Verdict {
  const onNode = verdictOf(inflateOnNode, data, max)
  const portable = verdictOf(inflatePortable, data, max)
  if (portable === 'pdf.limit' && onNode === 'pdf.stream-corrupt') return expectSame(data, UNLIMITED)
  if (typeof onNode === 'string' || typeof portable === 'string') expect(portable).toBe(onNode)
  else expect(equalBytes(onNode, portable)).toBe(true)
  return portable
}

const text = Uint8Array.from({ length: 20_000 }, (_, index) => ((index * index) % 97) ^ (index % 13))

describe('both ways to inflate', () => {
  it.each([
    ['stored', { level: 0 }],
    ['fixed codes', { strategy: constants.Z_FIXED }],
    ['dynamic codes', { level: 9 }],
    ['Huffman alone', { strategy: constants.Z_HUFFMAN_ONLY }],
    ['runs', { strategy: constants.Z_RLE }],
    ['a small window', { windowBits: 9 }],
  ])('read %s', (_, options) => {
    for (const data of [text, text.subarray(0, 1), new Uint8Array(0), new Uint8Array(200_000)]) {
      expectRead(new Uint8Array(deflateSync(data, options)), 1 << 20, data)
    }
  })

  it('stop at the limit and not before', () => {
    const data = new Uint8Array(deflateSync(text))
    expectRead(data, text.length, text)
    expect(expectSame(data, text.length - 1)).toBe('pdf.limit')
    expect(expectSame(new Uint8Array(deflateSync(new Uint8Array(1 << 24))), 4096)).toBe('pdf.limit')
  })

  it('leave bytes after the stream aside', () => {
    const data = concatBytes([new Uint8Array(deflateSync(text)), Uint8Array.of(13, 10, 1, 2, 3)])
    expectRead(data, 1 << 20, text)
  })

  it('refuse every truncation', () => {
    const data = new Uint8Array(deflateSync(text.subarray(0, 600)))
    for (let length = 0; length < data.length; length++) {
      expect(expectSame(data.subarray(0, length), 1 << 20)).toBe('pdf.stream-corrupt')
    }
  })

  it('refuse a wrong checksum', () => {
    const data = new Uint8Array(deflateSync(text))
    data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1
    expect(expectSame(data, 1 << 20)).toBe('pdf.stream-corrupt')
  })

  it('agree on every bit that is flipped in a stream', () => {
    for (const options of [{ level: 9 }, { strategy: constants.Z_FIXED }, { level: 0 }]) {
      const data = new Uint8Array(deflateSync(text.subarray(0, 150), options))
      for (let bit = 0; bit < data.length * 8; bit += 3) {
        const mutant = data.slice()
        mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expectSame(mutant, 1 << 16)
      }
    }
  })

  it('agree on streams of random blocks behind a good header', () => {
    const header = Uint8Array.of(0x78, 0x9c)
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 500 }),
        (body, max) => {
          expectSame(concatBytes([header, body]), max)
        },
      ),
      { numRuns: 250 },
    )
  })

  it('agree on mutated streams of every size', () => {
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(change, { maxLength: 3 }),
        fc.nat(600),
        (data, changes, max) => {
          const mutant = new Uint8Array(deflateSync(data))
          for (const { at, value } of changes) mutant[at % mutant.length] = value
          expectSame(mutant, max)
        },
      ),
      { numRuns: 250 },
    )
  })

  it('refuse a stream without its zlib header', () => {
    expect(expectSame(new Uint8Array(deflateRawSync(text)), 1 << 20)).toBe('pdf.stream-corrupt')
  })
})
