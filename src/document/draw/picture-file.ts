import { FiscalSealError } from '../../base/errors.js'
import { readJpegHeader } from './jpeg.js'
import type { Picture } from './picture.js'
import { decodePng } from './png.js'

/** What may be drawn of a picture: more pixels than any logo has. */
export const MAX_PIXELS = 4_000_000

/** A file larger than this is no logo. */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

/** Returns the picture in a PNG or JPEG file. Throws `receipt.image` when it is neither, damaged, or too large. */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length > MAX_PICTURE_BYTES) throw unusable(`it has more than ${MAX_PICTURE_BYTES} bytes`)
  try {
    const picture = startsLikePng(bytes) ? await decodePng(bytes, MAX_PIXELS) : fromJpeg(bytes)
    return picture
  } catch (cause) {
    throw unusable(cause instanceof Error ? cause.message : 'it is damaged', cause)
  }
}

function unusable(why: string, cause?: unknown): FiscalSealError {
  const message = `The picture cannot be used: ${why}. Pass a PNG or JPEG file of at most 4 megapixels.`
  return new FiscalSealError('receipt.image', message, { cause })
}

const PNG_MARK = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function startsLikePng(bytes: Uint8Array): boolean {
  return PNG_MARK.every((byte, index) => bytes[index] === byte)
}

const COLOUR_SPACES: Readonly<Record<number, string>> = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }

/** JPEG data is a filter of PDF itself (ISO 32000-1 §7.4.8), so the file is embedded as it is. */
function fromJpeg(bytes: Uint8Array): Picture {
  const { width, height, components } = readJpegHeader(bytes)
  const colourSpace = COLOUR_SPACES[components]
  if (colourSpace === undefined) throw new Error(`it has ${components} colour components`)
  if (width * height > MAX_PIXELS) throw new Error('it has more than 4 megapixels')
  const dictionary = {
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: colourSpace,
    Filter: 'DCTDecode',
    // Programs that write CMYK JPEG store it inverted (Adobe Technical Note 5116).
    Decode: components === 4 ? [1, 0, 1, 0, 1, 0, 1, 0] : undefined,
  }
  return { width, height, image: { dictionary, bytes } }
}
