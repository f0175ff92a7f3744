/** What a JPEG file says of its picture. */
export interface JpegHeader {
  readonly width: number
  readonly height: number
  readonly components: number
}

const START_OF_IMAGE = 0xffd8
const START_OF_SCAN = 0xda

/** Start-of-frame markers of the codings that PDF viewers decode: baseline, extended, progressive (ITU-T T.81 table B.1). */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])

/** Returns what the frame header of a JPEG file says. Throws an `Error` that names the fault. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.byteLength < 4 || file.getUint16(0) !== START_OF_IMAGE)
    throw new Error('it is neither PNG nor JPEG')
  let offset = 2
  while (offset + 4 <= file.byteLength && file.getUint8(offset) === 0xff) {
    const marker = file.getUint8(offset + 1)
    if (FRAMES.has(marker)) return readFrame(file, offset + 4)
    if (marker === START_OF_SCAN) break
    offset += 2 + file.getUint16(offset + 2)
  }
  throw new Error('its JPEG frame header is missing')
}

function readFrame(file: DataView, offset: number): JpegHeader {
  if (offset + 6 > file.byteLength) throw new Error('it is cut short')
  const header = {
    height: file.getUint16(offset + 1),
    width: file.getUint16(offset + 3),
    components: file.getUint8(offset + 5),
  }
  if (file.getUint8(offset) !== 8) throw new Error('it has not 8 bits for each colour')
  if (header.width === 0 || header.height === 0) throw new Error('it has no size')
  return header
}
