import { concatBytes } from '../../base/bytes.js'

/** The most that one stored block can hold (RFC 1951 §3.2.4). */
const MAX_BLOCK = 65_535

/** Returns `bytes` as a zlib stream (RFC 1950) of stored blocks: no runtime deflates at once, and with the same result, as all others do. */
export function storedZlib(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)]
  let start = 0
  do {
    const block = bytes.subarray(start, start + MAX_BLOCK)
    start += MAX_BLOCK
    const head = new DataView(new ArrayBuffer(5))
    head.setUint8(0, start >= bytes.length ? 1 : 0)
    head.setUint16(1, block.length, true)
    head.setUint16(3, ~block.length, true)
    parts.push(new Uint8Array(head.buffer), block)
  } while (start < bytes.length)
  return concatBytes([...parts, adler32(bytes)])
}

/** RFC 1950 §8.2 */
function adler32(bytes: Uint8Array): Uint8Array {
  let low = 1
  let high = 0
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return Uint8Array.of(high >> 8, high, low >> 8, low)
}
