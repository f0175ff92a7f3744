import { Refused } from './refusal.js'

/** The real lists stay below 17 levels, 20 000 elements and 10 attributes; a parser takes about 10 µs and 1 kB for an element. */
const MAX_DEPTH = 64
const MAX_ELEMENTS = 250_000
const MAX_ATTRIBUTES = 64
const MAX_TAG_LENGTH = 65_536
const MAX_REFERENCE_LENGTH = 12

const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d
const AMPERSAND = 0x26
const QUOTE = 0x22
const APOSTROPHE = 0x27
const SPACE = 0x20

/**
 * Throws `Refused('list.xml')` for what no parser should be given: a document type (entities), characters that XML has not, more depth,
 * elements or attributes than a list has. Whether the rest is well-formed is for the parser to say.
 */
export function checkOutline(text: string): void {
  let depth = 0
  let elements = 0
  let position = 0
  while (position < text.length) {
    const start = text.indexOf('<', position)
    checkCharacters(text, position, start === -1 ? text.length : start)
    if (start === -1) return
    const kind = text.charCodeAt(start + 1)
    if (kind === 0x21 || kind === 0x3f) {
      position = endOfSpecial(text, start)
      continue
    }
    const tag = readTag(text, start)
    position = tag.end
    if (kind === SLASH) depth--
    else {
      if (++elements > MAX_ELEMENTS) throw new Refused('list.xml', 'too many elements')
      if (!tag.isEmpty && ++depth > MAX_DEPTH) throw new Refused('list.xml', 'nested too deeply')
    }
  }
}

/** Returns where a comment, a CDATA section or a processing instruction ends. */
function endOfSpecial(text: string, start: number): number {
  for (const [begin, end] of SPECIAL) {
    if (!text.startsWith(begin, start)) continue
    const position = text.indexOf(end, start + begin.length)
    if (position === -1) break
    checkPlain(text, start, position)
    return position + end.length
  }
  throw new Refused('list.xml', 'a document type, or a comment without end')
}

const SPECIAL = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function readTag(text: string, start: number): { readonly end: number; readonly isEmpty: boolean } {
  let quote = 0
  let attributes = 0
  const limit = Math.min(text.length, start + MAX_TAG_LENGTH)
  for (let position = start + 1; position < limit; position++) {
    const code = text.charCodeAt(position)
    if (quote !== 0) {
      if (code === quote) quote = 0
      else if (code === LESS_THAN) break
    } else if (code === QUOTE || code === APOSTROPHE) quote = code
    else if (code === EQUALS) attributes++
    else if (code === GREATER_THAN) {
      if (attributes > MAX_ATTRIBUTES) break
      checkCharacters(text, start, position)
      return { end: position + 1, isEmpty: text.charCodeAt(position - 1) === SLASH }
    }
  }
  throw new Refused('list.xml', 'a tag that does not end, or is too long')
}

function checkCharacters(text: string, start: number, end: number): void {
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position)
    if (code >= SPACE && code !== AMPERSAND && code < 0xfffe) continue
    if (code === AMPERSAND) {
      if (isReference(text.slice(position, Math.min(end, position + MAX_REFERENCE_LENGTH)))) continue
      throw new Refused('list.xml', 'a reference to nothing')
    }
    if (!isCharacter(code)) throw new Refused('list.xml', 'a character that XML has not')
  }
}

function checkPlain(text: string, start: number, end: number): void {
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position)
    if ((code < SPACE || code >= 0xfffe) && !isCharacter(code))
      throw new Refused('list.xml', 'a character that XML has not')
  }
}

const ENTITIES = ['&lt;', '&gt;', '&amp;', '&quot;', '&apos;']

/** The five entities that XML itself has, and characters by number. */
function isReference(text: string): boolean {
  if (!text.startsWith('&#')) return ENTITIES.some((entity) => text.startsWith(entity))
  const isHexadecimal = text.charAt(2) === 'x'
  const digits = text.slice(isHexadecimal ? 3 : 2, text.indexOf(';'))
  const code = Number(`${isHexadecimal ? '0x' : ''}${digits}`)
  return digits.trim() !== '' && isCharacter(code)
}

function isCharacter(code: number): boolean {
  if (!Number.isInteger(code) || code > 0x10ffff || code === 0xfffe || code === 0xffff) return false
  if (code < SPACE) return code === 0x09 || code === 0x0a || code === 0x0d
  return code < 0xd800 || code > 0xdfff
}
