import type { Attachment } from './drawing.js'
import { md5 } from './md5.js'
import { pdfDate } from './metadata.js'
import { byteString, textString, type ObjectStore, type Reference } from './objects.js'

/** Up to so many bytes a file is stored as it is: who reads it saves more time than deflating it would save room. */
const MAX_STORED = 4096

/**
 * Adds an embedded file to `store` and returns its file specification (ISO 32000-1 §7.11.4, with the relationship of
 * ISO 19005-3 annex E).
 */
export function writeAttachment(store: ObjectStore, attachment: Attachment, modifiedAt: string): Reference {
  const { name, mediaType, description, relationship, bytes } = attachment
  const dictionary = {
    Type: 'EmbeddedFile',
    Subtype: mediaType,
    Params: { Size: bytes.length, CheckSum: byteString(md5(bytes)), ModDate: pdfDate(modifiedAt) },
  }
  const file = store.addStream(dictionary, bytes, bytes.length > MAX_STORED ? 'deflate' : 'stored')
  return store.add({
    Type: 'Filespec',
    F: textString(name),
    UF: textString(name),
    Desc: textString(description),
    AFRelationship: relationship,
    EF: { F: file, UF: file },
  })
}
