import type { Dictionary, ObjectStore, Reference } from './objects.js'

/** A picture file made ready for embedding: an image stream, and where it is translucent a second one for that. */
export interface Picture {
  /** In pixels. */
  readonly width: number
  readonly height: number
  readonly image: ImageStream
  readonly softMask?: ImageStream
}

/** The dictionary of an image XObject and its bytes, encoded as the dictionary says. */
export interface ImageStream {
  readonly dictionary: Dictionary
  readonly bytes: Uint8Array
}

/** Adds the picture to `store` and returns its image XObject. */
export function writePicture(store: ObjectStore, picture: Picture): Reference {
  const mask = picture.softMask
  const softMask = mask && store.addStream(imageDictionary(mask), mask.bytes, 'stored')
  return store.addStream(
    { ...imageDictionary(picture.image), SMask: softMask },
    picture.image.bytes,
    'stored',
  )
}

function imageDictionary({ dictionary }: ImageStream): Dictionary {
  return { Type: 'XObject', Subtype: 'Image', ...dictionary }
}
