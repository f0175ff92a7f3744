import { concatBytes, toLatin1 } from '../../base/bytes.js'
import { loadPdfLib, type PDFRawStream } from './pdf-lib.js'
import type { ImageStream, Picture } from './picture.js'

interface PngHeader {
  readonly width: number
  readonly height: number
  readonly bitsPerPixel: number
}

/** Samples in a pixel for each colour type (PNG, third edition, §11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Returns the picture in a PNG file of at most `maxPixels`. Throws an `Error` that names the fault. */
export async function decodePng(bytes: Uint8Array, maxPixels: number): Promise<Picture> {
  const chunks = readChunks(bytes)
  const header = readHeader(chunks)
  if (header.width * header.height > maxPixels) throw new Error('it has more than 4 megapixels')
  await checkInflatedSize(chunks, header)
  const library = await loadPdfLib()
  const embedder = await library.PngEmbedder.for(bytes)
  const context = library.PDFContext.create()
  const reference = await embedder.embedIntoContext(context)
  const image = context.lookup(reference)
  if (!(image instanceof library.PDFRawStream)) throw new Error('its PNG data cannot be decoded')
  const softMask = context.lookup(image.dict.get(library.PDFName.of('SMask')))
  return {
    width: header.width,
    height: header.height,
    image: streamOf(image, 'DeviceRGB', header),
    ...(softMask instanceof library.PDFRawStream && { softMask: streamOf(softMask, 'DeviceGray', header) }),
  }
}

function streamOf(stream: PDFRawStream, colourSpace: string, { width, height }: PngHeader): ImageStream {
  const dictionary = {
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: colourSpace,
    Filter: 'FlateDecode',
  }
  return { dictionary, bytes: stream.contents }
}

interface Chunk {
  readonly type: string
  readonly content: Uint8Array
}

function readChunks(bytes: Uint8Array): readonly Chunk[] {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  let offset = 8
  while (offset + 12 <= bytes.length) {
    const length = file.getUint32(offset)
    const start = offset + 8
    if (start + length + 4 > bytes.length) break
    const type = toLatin1(bytes.subarray(offset + 4, start))
    if (type === 'IEND') return chunks
    chunks.push({ type, content: bytes.subarray(start, start + length) })
    offset = start + length + 4
  }
  throw new Error('it is cut short')
}

function readHeader([first, ...rest]: readonly Chunk[]): PngHeader {
  if (first?.type !== 'IHDR' || first.content.length !== 13) throw new Error('its PNG header is missing')
  if (rest.some(({ type }) => type === 'acTL')) throw new Error('it is animated')
  const { content } = first
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const samples = SAMPLES[view.getUint8(9)]
  const header = { width: view.getUint32(0), height: view.getUint32(4) }
  if (samples === undefined) throw new Error('its PNG colour type is unknown')
  if (header.width === 0 || header.height === 0) throw new Error('it has no size')
  return { ...header, bitsPerPixel: samples * view.getUint8(8) }
}

/** A small file may inflate to gigabytes: count, and stop, before anything decodes the whole. */
async function checkInflatedSize(chunks: readonly Chunk[], header: PngHeader): Promise<void> {
  const data = concatBytes(chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content))
  // Interlaced pictures have up to seven beginnings of rows where others have one.
  const most = (Math.ceil((header.width * header.bitsPerPixel) / 8) + 8) * (header.height + 8)
  const inflated = new Blob([Uint8Array.from(data)]).stream().pipeThrough(new DecompressionStream('deflate'))
  let length = 0
  for (const reader = inflated.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) return
    length += value.length
    if (length <= most) continue
    await reader.cancel()
    throw new Error('its PNG data is larger than its size')
  }
}
