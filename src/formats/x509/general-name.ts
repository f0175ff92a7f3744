import { Malformed } from '../../base/errors.js'
import { toLatin1 } from '../../base/bytes.js'
import type { DerCursor } from '../der/cursor.js'
import { readName, type Name } from './name.js'

/** A GeneralName (RFC 5280 §4.2.1.6). Texts are ASCII of the file: escape them before they are shown. */
export type GeneralName =
  | {
      readonly kind: 'otherName'
      readonly oid: string
      /** The value as the whole element. */ readonly value: Uint8Array
    }
  | { readonly kind: 'rfc822Name'; readonly text: string }
  | { readonly kind: 'dNSName'; readonly text: string }
  | { readonly kind: 'directoryName'; readonly name: Name }
  | { readonly kind: 'uniformResourceIdentifier'; readonly text: string }
  | { readonly kind: 'iPAddress'; readonly address: Uint8Array }
  | { readonly kind: 'registeredID'; readonly oid: string }
  | { readonly kind: 'x400Address' | 'ediPartyName'; readonly der: Uint8Array }

/** Reads all GeneralNames that are left in `cursor`, of which there is at least one. */
export function readGeneralNames(cursor: DerCursor): GeneralName[] {
  const names: GeneralName[] = []
  while (!cursor.atEnd) names.push(readGeneralName(cursor))
  if (names.length === 0) throw new Malformed('certificate.malformed', 'empty list of names', cursor.offset)
  return names
}

/** Reads one GeneralName. */
export function readGeneralName(cursor: DerCursor): GeneralName {
  const tag = cursor.peek()
  switch (tag) {
    case 0xa0:
      return readOtherName(cursor.enter(tag))
    case 0x81:
      return { kind: 'rfc822Name', text: ia5(cursor, tag) }
    case 0x82:
      return { kind: 'dNSName', text: ia5(cursor, tag) }
    case 0x86:
      return { kind: 'uniformResourceIdentifier', text: ia5(cursor, tag) }
    case 0xa4:
      return readDirectoryName(cursor.enter(tag))
    case 0x87:
      return { kind: 'iPAddress', address: cursor.read(tag) }
    case 0x88:
      return { kind: 'registeredID', oid: cursor.oid(tag) }
    // Nobody looks into these two, and some are written as if they were text.
    case 0xa3:
    case 0x83:
      return { kind: 'x400Address', der: cursor.readRaw(tag) }
    case 0xa5:
    case 0x85:
      return { kind: 'ediPartyName', der: cursor.readRaw(tag) }
    default:
      throw new Malformed('der.unexpected', 'no general name', cursor.offset)
  }
}

function readOtherName(fields: DerCursor): GeneralName {
  const oid = fields.oid()
  const explicit = fields.enter(0xa0)
  const value = explicit.readRaw()
  explicit.finish()
  fields.finish()
  return { kind: 'otherName', oid, value }
}

/** A Name is a CHOICE, so its tag is explicit. */
function readDirectoryName(explicit: DerCursor): GeneralName {
  const name = readName(explicit)
  explicit.finish()
  return { kind: 'directoryName', name }
}

function ia5(cursor: DerCursor, tag: number): string {
  const offset = cursor.offset
  const content = cursor.read(tag)
  for (const byte of content)
    if (byte >= 0x80) throw new Malformed('der.unexpected', 'text is not ASCII', offset)
  return toLatin1(content)
}
