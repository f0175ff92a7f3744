import { inflateSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { equalBytes } from '../../src/base/bytes.js'
import { storedZlib } from '../../src/testing/pdf/stored-zlib.js'

describe('a zlib stream of stored blocks', () => {
  it.each([0, 1, 65_534, 65_535, 65_536, 131_070, 200_000])('holds %i bytes as they are', (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 251 + (index >> 8)) & 255)
    expect(equalBytes(inflateSync(storedZlib(bytes)), bytes)).toBe(true)
  })
})
