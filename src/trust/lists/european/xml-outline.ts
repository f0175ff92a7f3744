import { Refused } from './refusal.js'

/**
 * The real lists stay below 17 levels, 25 000 nodes, 10 attributes and 12 namespaces. A parser takes about 10 µs and 1 kB for an element, an
 * attribute or a comment; the canonicalization looks through an element for each namespace that is declared on it.
 */
const MAX_DEPTH = 64
const MAX_NODES = 250_000
const MAX_ATTRIBUTES = 64
const MAX_NAMESPACES = 64
const MAX_TAG_LENGTH = 65_536
const MAX_REFERENCE_LENGTH = 12

const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d
const LETTER_X = 0x78
const AMPERSAND = 0x26
const QUOTE = 0x22
const APOSTROPHE = 0x27
const SPACE = 0x20

/**
 * Throws `Refused('list.xml')` for what no parser should be given: a document type (entities), characters that XML has not, more depth, nodes,
 * attributes or namespaces than a list has. Whether the rest is well-formed is for the parser to say.
 */
export function checkOutline(text: string): void {
  /** How many namespaces are declared in each open element and around it. */
  const open: number[] = []
  let nodes = 0
  let position = 0
  while (position < text.length) {
    const start = text.indexOf('<', position)
    checkCharacters(text, position, start === -1 ? text.length : start)
    if (start === -1) return
    const kind = text.charCodeAt(start + 1)
    const isSpecial = kind === 0x21 || kind === 0x3f
    const markup = isSpecial ? { ...EMPTY, end: endOfSpecial(text, start) } : readTag(text, start)
    position = markup.end
    nodes += 1 + markup.attributes
    if (nodes > MAX_NODES) throw new Refused('list.xml', 'too many elements, attributes or comments')
    if (kind === SLASH) open.pop()
    else openElement(markup, open)
  }
}

function openElement({ isEmpty, namespaces }: Markup, open: number[]): void {
  const inScope = (open.at(-1) ?? 0) + namespaces
  if (inScope > MAX_NAMESPACES) throw new Refused('list.xml', 'too many namespaces')
  if (isEmpty) return
  if (open.push(inScope) > MAX_DEPTH) throw new Refused('list.xml', 'nested too deeply')
}

interface Markup {
  readonly end: number
  readonly isEmpty: boolean
  readonly attributes: number
  /** Declarations among the attributes. */
  readonly namespaces: number
}

const EMPTY = { isEmpty: true, attributes: 0, namespaces: 0 }

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

function readTag(text: string, start: number): Markup {
  let quote = 0
  let attributes = 0
  let namespaces = 0
  const limit = Math.min(text.length, start + MAX_TAG_LENGTH)
  for (let position = start + 1; position < limit; position++) {
    const code = text.charCodeAt(position)
    if (quote !== 0) {
      if (code === quote) quote = 0
      else if (code === LESS_THAN) break
    } else if (code === QUOTE || code === APOSTROPHE) quote = code
    else if (code === EQUALS) attributes++
    else if (code === LETTER_X && text.startsWith('xmlns', position)) namespaces++
    else if (code === GREATER_THAN) {
      if (attributes > MAX_ATTRIBUTES) break
      checkCharacters(text, start, position)
      const isEmpty = text.charCodeAt(position - 1) === SLASH
      return { end: position + 1, isEmpty, attributes, namespaces }
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
