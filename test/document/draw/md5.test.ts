import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { toHex } from '../../../src/base/bytes.js'
import { md5 } from '../../../src/document/draw/md5.js'

describe('MD5', () => {
  it('agrees with the platform for every length around the block borders', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 0xff)
      expect(toHex(md5(bytes))).toBe(createHash('md5').update(bytes).digest('hex'))
    }
  })

  it('agrees with RFC 1321 A.5', () => {
    expect(toHex(md5(new TextEncoder().encode('message digest')))).toBe('f96b697d7cb7938d525a2f31aaf161d0')
  })
})
