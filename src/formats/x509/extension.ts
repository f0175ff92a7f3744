import { Malformed } from '../../base/errors.js'
import type { DerCursor } from '../der/cursor.js'
import { TAG } from '../der/tag.js'

/** An Extension (RFC 5280 §4.1.2.9): the value is the content of its OCTET STRING, in DER. */
export interface Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** Extensions by OID, in the order of the certificate. */
export type Extensions = ReadonlyMap<string, Extension>

/** No extensions. */
export const NO_EXTENSIONS: Extensions = new Map()

/** Reads `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension`; two with the same OID are refused (RFC 5280 §4.2). */
export function readExtensions(cursor: DerCursor): Extensions {
  const outer = cursor.descend(TAG.sequence)
  const extensions = readExtensionList(cursor)
  cursor.ascend(outer)
  return extensions
}

/** Like `readExtensions` for a cursor that is inside the list: where a tag of its own stands in place of SEQUENCE. */
export function readExtensionList(list: DerCursor): Extensions {
  const extensions = new Map<string, Extension>()
  for (let count = 1; !list.atEnd; count++) {
    const offset = list.offset
    const outer = list.descend(TAG.sequence)
    const extension = new ReadExtension(list)
    list.ascend(outer)
    extensions.set(extension.oid, extension)
    if (extensions.size < count)
      throw new Malformed('certificate.malformed', `extension ${extension.oid} occurs twice`, offset)
  }
  if (extensions.size === 0)
    throw new Malformed('certificate.malformed', 'empty list of extensions', list.offset)
  return extensions
}

class ReadExtension implements Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array

  constructor(fields: DerCursor) {
    this.oid = fields.oid()
    this.critical = fields.peek() === TAG.boolean && readCritical(fields)
    this.value = fields.octetString()
  }
}

/** X.690 §11.5: the default, FALSE, is not written. */
function readCritical(fields: DerCursor): true {
  const offset = fields.offset
  if (!fields.boolean()) throw new Malformed('der.not-canonical', 'default value written', offset)
  return true
}
