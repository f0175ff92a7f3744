import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { toHex } from '../../../../src/base/bytes.js'
import { digestAgain } from '../../../../src/trust/keys/pkcs12/digest-rounds.js'

describe('a digest that is hashed again', () => {
  it.each([
    ['SHA-1', 'sha1'],
    ['SHA-256', 'sha256'],
  ] as const)('with %s is what the platform makes of it, round by round', (algorithm, name) => {
    const once = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash(name).update(bytes).digest())
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(60), (bytes, rounds) => {
        const start = once(bytes)
        let expected = start
        for (let round = 0; round < rounds; round++) expected = once(expected)
        expect(toHex(digestAgain(algorithm, start, rounds) ?? start.subarray(0, 0))).toBe(toHex(expected))
      }),
    )
  })

  it('is left to the platform for others', () => {
    expect(digestAgain('SHA-512', new Uint8Array(64), 2)).toBeUndefined()
  })
})
