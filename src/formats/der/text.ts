import { fromUtf8, toLatin1 } from '../../base/bytes.js'
import { TAG } from './tag.js'

/**
 * Returns the text of a string type, or `undefined` when `tag` is no string type or the bytes are not well-formed for it.
 * TeletexString is read as ISO 8859-1, which is what certificates put into it.
 */
export function stringText(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case TAG.utf8String:
      return fromUtf8(content)
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.numericString:
    case TAG.visibleString:
      return ascii(content)
    case TAG.teletexString:
      return toLatin1(content)
    case TAG.bmpString:
      return bmpText(content)
    case TAG.universalString:
      return universalText(content)
    default:
      return undefined
  }
}

function ascii(content: Uint8Array): string | undefined {
  const text = fromUtf8(content)
  // In UTF-8 everything else takes more bytes than it has characters.
  return text?.length === content.length ? text : undefined
}

/** UCS-2, big-endian: no surrogates. */
function bmpText(content: Uint8Array): string | undefined {
  if (content.length % 2 !== 0) return undefined
  let text = ''
  for (let index = 0; index < content.length; index += 2) {
    const unit = ((content[index] ?? 0) << 8) | (content[index + 1] ?? 0)
    if (unit >= 0xd800 && unit < 0xe000) return undefined
    text += String.fromCharCode(unit)
  }
  return text
}

/** UCS-4, big-endian. */
function universalText(content: Uint8Array): string | undefined {
  if (content.length % 4 !== 0) return undefined
  let text = ''
  for (let index = 0; index < content.length; index += 4) {
    const high = ((content[index] ?? 0) << 8) | (content[index + 1] ?? 0)
    const point = high * 65_536 + (((content[index + 2] ?? 0) << 8) | (content[index + 3] ?? 0))
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return undefined
    text += String.fromCodePoint(point)
  }
  return text
}
