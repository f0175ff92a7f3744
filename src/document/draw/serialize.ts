import { toHex, toLatin1 } from '../../base/bytes.js'
import type { Dictionary, PdfValue } from './objects.js'

/** Returns a PDF object in its shortest form (ISO 32000-1 §7.3). */
export function serialize(value: PdfValue): string {
  if (typeof value === 'number') return serializeNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return serializeName(value)
  if (isList(value)) return `[${joinTokens(value.map(serialize))}]`
  if (value.kind === 'reference') return `${value.number} 0 R`
  if (value.kind === 'string') return serializeString(value.bytes)
  return serializeDictionary(value)
}

/** A thousandth is finer than anything that is printed; no exponents, which PDF does not have. */
function serializeNumber(value: number): string {
  const rounded = Math.round(value * 1000) / 1000
  return Object.is(rounded, -0) ? '0' : String(rounded)
}

function serializeDictionary(dictionary: Dictionary): string {
  const entries: string[] = []
  for (const [key, value] of Object.entries(dictionary)) {
    if (value !== undefined) entries.push(serializeName(key), serialize(value))
  }
  return `<<${joinTokens(entries)}>>`
}

/** A space only between tokens that would run into each other (§7.2.2). */
function joinTokens(tokens: readonly string[]): string {
  return tokens.reduce((text, token) => {
    const touches =
      text === '' || DELIMITERS.has(token.charAt(0)) || CLOSERS.has(text.charAt(text.length - 1))
    return text + (touches ? '' : ' ') + token
  }, '')
}

const DELIMITERS = new Set(['/', '<', '[', '('])
const CLOSERS = new Set(['>', ']', ')'])

function serializeName(name: string): string {
  if (/^[A-Za-z0-9+.\-_]*$/.test(name)) return `/${name}`
  const isRegular = (character: string): boolean => /^[A-Za-z0-9+.\-_]$/.test(character)
  const escaped = Array.from(name, (character) =>
    isRegular(character) ? character : `#${toHex(Uint8Array.of(character.charCodeAt(0))).toUpperCase()}`,
  )
  return `/${escaped.join('')}`
}

/** Printable ASCII can be read by people too; anything else is hexadecimal. */
function serializeString(bytes: Uint8Array): string {
  const isPlain = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e && !MARKS.has(byte))
  return isPlain ? `(${toLatin1(bytes)})` : `<${toHex(bytes)}>`
}

/** Parentheses and the reverse solidus have a meaning of their own in a literal string (§7.3.4.2). */
const MARKS = new Set([0x28, 0x29, 0x5c])

function isList(value: PdfValue): value is readonly PdfValue[] {
  return Array.isArray(value)
}
