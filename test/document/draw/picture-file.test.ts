import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FiscalSealError } from '../../../src/base/errors.js'
import { readPicture } from '../../../src/document/draw/picture-file.js'
import { jpeg, png } from './pictures.js'

describe('a logo', () => {
  it.each([0, 2, 6] as const)('is read from a PNG file of colour type %i', async (colourType) => {
    const picture = await readPicture(png({ width: 9, height: 5, colourType }))
    expect(picture).toMatchObject({ width: 9, height: 5, image: { dictionary: { ColorSpace: 'DeviceRGB' } } })
    expect(picture.softMask !== undefined).toBe(colourType === 6)
  })

  it('is embedded as it is from a JPEG file', async () => {
    const bytes = jpeg(320, 200)
    const picture = await readPicture(bytes)
    expect(picture.image).toMatchObject({
      dictionary: { Filter: 'DCTDecode', Width: 320, Height: 200 },
      bytes,
    })
  })

  it.each([
    ['a text file', new TextEncoder().encode('not a picture')],
    ['an empty file', new Uint8Array(0)],
    ['a PNG file that is cut short', png({ width: 9, height: 5, colourType: 2 }).subarray(0, 60)],
    ['a PNG file of 5 megapixels', png({ width: 2500, height: 2000, colourType: 0, raw: new Uint8Array(1) })],
    ['a PNG file of no size', png({ width: 0, height: 5, colourType: 0 })],
    ['an animated PNG file', png({ width: 9, height: 5, colourType: 2, extraChunk: 'acTL' })],
    [
      'a small PNG file that inflates to 64 MB',
      png({ width: 9, height: 5, colourType: 2, raw: new Uint8Array(1 << 26) }),
    ],
    ['a JPEG file of 5 megapixels', jpeg(2500, 2000)],
    ['a JPEG file of two components', jpeg(10, 10, 2)],
    ['a JPEG file without a frame', jpeg(10, 10).subarray(0, 6)],
    ['a file of 5 MB', new Uint8Array(5 << 20)],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(readPicture(bytes)).rejects.toMatchObject({ code: 'receipt.image' })
  })

  it('never ends in anything but a picture or a typed error, whatever its bytes', async () => {
    const original = png({ width: 9, height: 5, colourType: 6 })
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.nat(255), async (position, value) => {
        const bytes = original.slice()
        bytes[position] = value
        const outcome = await readPicture(bytes).catch((error: unknown) => error)
        expect(outcome instanceof FiscalSealError || typeof outcome === 'object').toBe(true)
        expect(outcome).not.toBeInstanceOf(TypeError)
      }),
      { numRuns: 100 },
    )
  })
})
