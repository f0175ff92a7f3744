import { fromBase64, toBase64 } from '../../base/base64.js'
import { Malformed } from '../../base/errors.js'
import { fromUtf8, toLatin1 } from '../../base/bytes.js'

/** One block of a PEM text. */
export interface PemBlock {
  /** What stands after BEGIN, such as `CERTIFICATE`. */
  readonly label: string
  /** The decoded bytes. */
  readonly der: Uint8Array
}

/** Longer texts are refused before anything is decoded. */
const MAX_LENGTH = 64 * 1024 * 1024
const MAX_BLOCKS = 4096
const BEGIN = '-----BEGIN '
const END = '-----END '
const TAIL = '-----'

/**
 * Returns the blocks of a PEM text in order (RFC 7468 §2, §3). Text between blocks is explanation and is skipped; inside there is base64 alone,
 * in its canonical form: no headers, no other characters. Throws `Malformed('der.*')` for a block that does not end or is not base64.
 */
export function parsePem(text: string): readonly PemBlock[] {
  if (text.length > MAX_LENGTH) throw new Malformed('der.limit', 'PEM text too long')
  const blocks: PemBlock[] = []
  let position = 0
  for (
    let begin = findBoundary(text, BEGIN, position);
    begin >= 0;
    begin = findBoundary(text, BEGIN, position)
  ) {
    if (blocks.length >= MAX_BLOCKS) throw new Malformed('der.limit', 'too many PEM blocks', begin)
    const { block, end } = readBlock(text, begin)
    blocks.push(block)
    position = end
  }
  return blocks
}

/** Returns `der` as one PEM block with lines of 64 characters and a line feed at its end (RFC 7468 §2). */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = toBase64(der)
  let lines = ''
  for (let start = 0; start < base64.length; start += 64) lines += `${base64.slice(start, start + 64)}\n`
  return `${BEGIN}${label}${TAIL}\n${lines}${END}${label}${TAIL}\n`
}

/** Returns the text of a file that may hold PEM: what stands around the blocks is free text, and not always in UTF-8 (RFC 7468 §2). */
export function pemText(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? toLatin1(bytes)
}

/** Returns whether `bytes` look like text with a PEM block, so that DER and PEM can be told apart. */
export function isPem(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 64 * 1024)
  // Most DER has no hyphen, or few: a text is made only where one may begin a boundary.
  for (let at = head.indexOf(HYPHEN); at >= 0; at = head.indexOf(HYPHEN, at + 1)) {
    if (toLatin1(head.subarray(at, at + BEGIN.length)) === BEGIN && isLineStart(bytes, at)) return true
  }
  return false
}

const HYPHEN = 0x2d

function isLineStart(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1]
  return at === 0 || before === 0x0a || before === 0x0d
}

/** A boundary stands at the beginning of a line. */
function findBoundary(text: string, boundary: string, from: number): number {
  for (let at = text.indexOf(boundary, from); at >= 0; at = text.indexOf(boundary, at + 1)) {
    const before = at === 0 ? '\n' : text.charAt(at - 1)
    if (before === '\n' || before === '\r' || (at === 1 && before === '\u{feff}')) return at
  }
  return -1
}

function readBlock(text: string, begin: number): { readonly block: PemBlock; readonly end: number } {
  const labelStart = begin + BEGIN.length
  const labelEnd = text.indexOf(TAIL, labelStart)
  const label = labelEnd < 0 ? '' : text.slice(labelStart, labelEnd)
  if (label === '' || label.length > 64 || label.includes('\n')) {
    throw new Malformed('der.unexpected', 'PEM boundary without a label', begin)
  }
  const bodyStart = labelEnd + TAIL.length
  const bodyEnd = findBoundary(text, END, bodyStart)
  const footer = `${END}${label}${TAIL}`
  if (bodyEnd < 0 || !text.startsWith(footer, bodyEnd)) {
    throw new Malformed('der.truncated', `PEM block ${label} does not end`, begin)
  }
  const der = fromBase64(text.slice(bodyStart, bodyEnd))
  if (der === undefined || der.length === 0) {
    throw new Malformed('der.unexpected', `PEM block ${label} is not base64`, bodyStart)
  }
  return { block: { label, der }, end: bodyEnd + footer.length }
}
