import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { TAG } from '../der/tag.js'
import { ATTRIBUTE } from './oids.js'

/** An Attribute (RFC 5652 §5.3). How many values it may have is for the caller to judge. */
export interface Attribute {
  readonly oid: string
  /** Each value as the whole element. */
  readonly values: readonly Uint8Array[]
}

/** Reads all attributes that are left in `cursor`, in their order, duplicates included. */
export function readAttributes(cursor: DerCursor): Attribute[] {
  const attributes: Attribute[] = []
  while (!cursor.atEnd) attributes.push(readAttribute(cursor))
  return attributes
}

function readAttribute(cursor: DerCursor): Attribute {
  const outer = cursor.descend(TAG.sequence)
  const oid = cursor.oid()
  const values: Uint8Array[] = []
  const attribute = cursor.descend(TAG.set)
  while (!cursor.atEnd) values.push(cursor.readRaw())
  cursor.ascend(attribute)
  cursor.ascend(outer)
  return { oid, values }
}

/** Returns all values of all attributes with this OID: one, where the standard wants exactly one. */
export function attributeValues(attributes: readonly Attribute[], oid: string): readonly Uint8Array[] {
  let found: readonly Uint8Array[] = NONE
  for (const attribute of attributes) {
    if (attribute.oid === oid) found = found === NONE ? attribute.values : [...found, ...attribute.values]
  }
  return found
}

const NONE: readonly Uint8Array[] = []

/** Returns what `read` makes of the only value of attribute `oid`; `undefined` when there is none or more than one. */
export function singleValue<T>(
  attributes: readonly Attribute[],
  oid: string,
  read: (cursor: DerCursor) => T,
): T | undefined {
  const [value, ...more] = attributeValues(attributes, oid)
  if (value === undefined || more.length > 0) return undefined
  const cursor = DerCursor.open(value)
  const result = read(cursor)
  cursor.finish()
  return result
}

/** Returns the OID in the content-type attribute (RFC 5652 §11.1); `undefined` unless there is exactly one. Throws `Malformed`. */
export function contentTypeOf(attributes: readonly Attribute[]): string | undefined {
  return singleValue(attributes, ATTRIBUTE.contentType, (cursor) => cursor.oid())
}

/** Returns the message-digest attribute (RFC 5652 §11.2); `undefined` unless there is exactly one. Throws `Malformed`. */
export function messageDigestOf(attributes: readonly Attribute[]): Uint8Array | undefined {
  return singleValue(attributes, ATTRIBUTE.messageDigest, (cursor) => cursor.octetString())
}

/** Returns the signing-time attribute (RFC 5652 §11.3) in milliseconds since 1970: what the signer claims. Throws `Malformed`. */
export function signingTimeOf(attributes: readonly Attribute[]): number | undefined {
  return singleValue(attributes, ATTRIBUTE.signingTime, (cursor) => cursor.time())
}

/** Returns the only value of attribute `oid` if it is a SEQUENCE; throws `Malformed` when it is anything else. */
export function sequenceOf(value: Uint8Array): DerCursor {
  const cursor = DerCursor.open(value)
  if (cursor.peek() !== TAG.sequence) throw new Malformed('der.unexpected', 'attribute value')
  const fields = cursor.sequence()
  cursor.finish()
  return fields
}
