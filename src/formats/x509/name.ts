import { equalBytes, toHex, toLatin1, toUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { TAG } from '../der/tag.js'
import { stringText } from '../der/text.js'
import { compareEncodings } from '../der/writer.js'
import { isDisguise } from './disguise.js'
import { NAME_ATTRIBUTE } from './oids.js'

/** One AttributeTypeAndValue. */
export interface NameAttribute {
  readonly oid: string
  /** Text of the value; bytes that are no text of their type are U+FFFD. From the certificate: escape it before it is shown. */
  readonly value: string
  /** The value as the whole element. */
  readonly der: Uint8Array
}

/** A distinguished name (RFC 5280 §4.1.2.4). */
export interface Name {
  /** The whole RDNSequence. */
  readonly der: Uint8Array
  /** All attributes in order, duplicates and the parts of multi-valued RDNs included. */
  readonly attributes: readonly NameAttribute[]
  /** The same, RDN by RDN. */
  readonly relativeNames: readonly (readonly NameAttribute[])[]
}

const MAX_LENGTH = 8 * 1024
const MAX_RELATIVE_NAMES = 64

/** Reads a Name from `cursor`; its structure is checked now, its texts are decoded when they are asked for. */
export function readName(cursor: DerCursor): Name {
  const { offset } = cursor
  const outer = cursor.descend(TAG.sequence)
  if (cursor.offset + cursor.left > offset + MAX_LENGTH)
    throw new Malformed('der.limit', 'name too long', offset)
  checkStructure(cursor)
  cursor.ascend(outer)
  return new DistinguishedName(cursor.since(offset))
}

/** Returns the Name that `der` is. Throws `Malformed('der.*')`. */
export function parseName(der: Uint8Array): Name {
  const cursor = DerCursor.open(der)
  const name = readName(cursor)
  cursor.finish()
  return name
}

function checkStructure(cursor: DerCursor): void {
  for (let count = 0; !cursor.atEnd; count++) {
    if (count === MAX_RELATIVE_NAMES)
      throw new Malformed('der.limit', 'name of too many parts', cursor.offset)
    checkRelativeName(cursor)
  }
}

/** SET SIZE (1..MAX): the first pair must be there; X.690 §11.6: several stand in the order of their encodings. */
function checkRelativeName(cursor: DerCursor): void {
  const outer = cursor.descend(TAG.set)
  let before = -1
  do {
    const start = cursor.offset
    const set = cursor.descend(TAG.sequence)
    cursor.skipOid()
    cursor.skip()
    cursor.ascend(set)
    if (before >= 0 && compareEncodings(cursor.since(before, start), cursor.since(start)) > 0)
      throw new Malformed('der.not-canonical', 'part of a name out of order', cursor.offset)
    before = start
  } while (!cursor.atEnd)
  cursor.ascend(outer)
}

class DistinguishedName implements Name {
  readonly der: Uint8Array
  #relativeNames: readonly (readonly NameAttribute[])[] | undefined
  #attributes: readonly NameAttribute[] | undefined

  constructor(der: Uint8Array) {
    this.der = der
  }

  get relativeNames(): readonly (readonly NameAttribute[])[] {
    this.#relativeNames ??= readRelativeNames(this.der)
    return this.#relativeNames
  }

  get attributes(): readonly NameAttribute[] {
    this.#attributes ??= this.relativeNames.flat()
    return this.#attributes
  }
}

function readRelativeNames(der: Uint8Array): NameAttribute[][] {
  const cursor = DerCursor.open(der)
  cursor.descend(TAG.sequence)
  const names: NameAttribute[][] = []
  while (!cursor.atEnd) names.push(readRelativeName(cursor, der))
  return names
}

function readRelativeName(cursor: DerCursor, name: Uint8Array): NameAttribute[] {
  const outer = cursor.descend(TAG.set)
  const attributes: NameAttribute[] = []
  while (!cursor.atEnd) attributes.push(readAttribute(cursor, name))
  cursor.ascend(outer)
  return attributes
}

function readAttribute(cursor: DerCursor, name: Uint8Array): NameAttribute {
  const outer = cursor.descend(TAG.sequence)
  const oid = cursor.oid()
  const tag = cursor.peek()
  const inside = cursor.offset
  const content = cursor.read(tag)
  const der = name.subarray(inside, cursor.offset)
  cursor.ascend(outer)
  return { oid, value: stringText(tag, content) ?? '\u{fffd}', der }
}

/** Returns whether two names are the same by RFC 5280 §7.1: case and superfluous spaces do not count, nor which string type holds the text. */
export function nameEquals(left: Name, right: Name): boolean {
  return equalBytes(left.der, right.der) || nameKey(left) === nameKey(right)
}

/** Returns a text that is equal for equal names (RFC 5280 §7.1) and for no others. */
export function nameKey(name: Name): string {
  return relativeNameKeys(name).join(',')
}

/** Returns the same for each RDN, in which the order of the attributes does not count. */
export function relativeNameKeys(name: Name): readonly string[] {
  return name.relativeNames.map((attributes) => attributes.map(attributeKey).sort().join('+'))
}

function attributeKey(attribute: NameAttribute): string {
  const text = comparableText(attribute.der)
  return text === undefined
    ? `${attribute.oid}#${escapeKey(toLatin1(attribute.der))}`
    : `${attribute.oid}=${escapeKey(text)}`
}

/** Four times what RFC 5280 appendix A.1 allows a common name: normalising long runs of marks takes a time that grows with their square. */
const MAX_COMPARED = 256

/**
 * RFC 5280 §7.1 (RFC 4518): without what is not seen, NFKC, case folded, spaces trimmed and joined. TeletexString, which has no agreed
 * alphabet, and what is longer than any name is compared as bytes.
 */
function comparableText(der: Uint8Array): string | undefined {
  const { tag, content } = DerCursor.open(der).readElement()
  if (tag === TAG.teletexString) return undefined
  const text = stringText(tag, content)
  if (text === undefined || (text.length > MAX_COMPARED && !isAscii(text))) return undefined
  const folded = seen(text).normalize('NFKC').toUpperCase().toLowerCase()
  return folded
    .split(' ')
    .filter((word) => word !== '')
    .join(' ')
}

/** RFC 4518 §2.2: ends of lines count as spaces; what else is not seen would hide a name from the constraint that excludes it. */
const BREAKS = '\t\n\v\f\r\u0085\u2028\u2029'

function seen(text: string): string {
  if (isPlain(text)) return text
  let kept = ''
  for (const character of text)
    if (BREAKS.includes(character)) kept += ' '
    else if (!isDisguise(character.codePointAt(0) ?? 0)) kept += character
  return kept
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

/** Keeps apart texts that hold the separators of a key. */
function escapeKey(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('+', '\\+').replaceAll(',', '\\,')
}

/** Returns the first value of attribute `oid`, or `undefined`. Names are for people; they decide nothing. */
export function firstValue(name: Name, oid: string): string | undefined {
  return name.attributes.find((attribute) => attribute.oid === oid)?.value
}

/** Short names of attribute types (RFC 4514 §3, and those in common use). */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  [NAME_ATTRIBUTE.commonName, 'CN'],
  [NAME_ATTRIBUTE.surname, 'SN'],
  [NAME_ATTRIBUTE.serialNumber, 'serialNumber'],
  [NAME_ATTRIBUTE.country, 'C'],
  [NAME_ATTRIBUTE.locality, 'L'],
  [NAME_ATTRIBUTE.state, 'ST'],
  [NAME_ATTRIBUTE.street, 'STREET'],
  [NAME_ATTRIBUTE.organization, 'O'],
  [NAME_ATTRIBUTE.organizationalUnit, 'OU'],
  [NAME_ATTRIBUTE.title, 'title'],
  [NAME_ATTRIBUTE.givenName, 'GN'],
  [NAME_ATTRIBUTE.organizationIdentifier, 'organizationIdentifier'],
  [NAME_ATTRIBUTE.domainComponent, 'DC'],
  [NAME_ATTRIBUTE.userId, 'UID'],
  [NAME_ATTRIBUTE.emailAddress, 'emailAddress'],
])

/**
 * Returns the name for people, most specific part first (RFC 4514 §2.1), special characters escaped (§2.4). Control, bidirectional and
 * invisible characters are escaped too, so that no name can disguise itself or write to a terminal.
 */
export function formatName(name: Pick<Name, 'relativeNames'>): string {
  let text = ''
  for (const attributes of name.relativeNames) {
    let part = ''
    for (const attribute of attributes) part += `${part === '' ? '' : '+'}${formatAttribute(attribute)}`
    text = text === '' ? part : `${part},${text}`
  }
  return text
}

function formatAttribute(attribute: NameAttribute): string {
  const type = SHORT_NAMES.get(attribute.oid)
  if (type === undefined) return `${attribute.oid}=#${toHex(attribute.der)}`
  return `${type}=${escapeValue(attribute.value)}`
}

function escapeValue(value: string): string {
  if (isPlain(value)) return value
  const characters = Array.from(value)
  const last = characters.length - 1
  return characters
    .map((character, index) => {
      if (character === ' ' && (index === 0 || index === last)) return '\\ '
      if (character === '#' && index === 0) return '\\#'
      if (',+"\\<>;'.includes(character)) return `\\${character}`
      return isDisguise(character.codePointAt(0) ?? 0) ? escapeBytes(character) : character
    })
    .join('')
}

/** Whether a value is letters, digits and single characters of ASCII between them that need no escape: most are. */
function isPlain(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    const isWord =
      (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)
    const isInner = (code === 0x20 && index > 0 && index < value.length - 1) || code === 0x2d || code === 0x2e
    if (!isWord && !isInner) return false
  }
  return true
}

function escapeBytes(character: string): string {
  let text = ''
  for (const byte of toUtf8(character)) text += `\\${toHex(Uint8Array.of(byte))}`
  return text
}
