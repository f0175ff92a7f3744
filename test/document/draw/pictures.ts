import { deflateSync } from 'node:zlib'

/** What a PNG file for a test is made of. */
export interface PngOptions {
  readonly width: number
  readonly height: number
  /** 0 grey, 2 red-green-blue, 6 with alpha. */
  readonly colourType: 0 | 2 | 6
  readonly raw?: Uint8Array
  readonly extraChunk?: string
}

const SAMPLES = { 0: 1, 2: 3, 6: 4 } as const

/** Returns a PNG file; its checksums are right, its data may not be. */
export function png({ width, height, colourType, raw, extraChunk }: PngOptions): Uint8Array {
  const row = 1 + width * SAMPLES[colourType]
  const data =
    raw ??
    Uint8Array.from({ length: row * height }, (_, index) => (index % row === 0 ? 0 : (index * 7) & 0xff))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, colourType, 0, 0, 0], 8)
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...(extraChunk === undefined ? [] : [chunk(extraChunk, Buffer.alloc(8))]),
      chunk('IDAT', deflateSync(data)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

function chunk(type: string, content: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** Returns the frame header of a JPEG file; there is no picture behind it. */
export function jpeg(width: number, height: number, components = 3): Uint8Array {
  const frame = [
    0xff,
    0xc0,
    0x00,
    0x11,
    0x08,
    height >> 8,
    height & 0xff,
    width >> 8,
    width & 0xff,
    components,
  ]
  return Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0x00,
    0x04,
    0,
    0,
    ...frame,
    ...new Array<number>(16).fill(0),
  ])
}
