import { fromLatin1 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import type { ByteSource } from '../../base/source.js'
import { byteAt, isDigit, isEndOfLine, isWhite } from './characters.js'

const MARK = fromLatin1('%PDF-')
/** Where other readers still look for a header (ISO 32000-1 annex H.3.4.1). */
const SEARCHED = 1024

/** The first line of a file: its version, and the offset after that line and the comments that follow it. */
export interface Header {
  readonly version: string
  readonly end: number
}

/**
 * Returns the header (ISO 32000-2 §7.5.2). It stands at offset 0 and once: offsets in a file with something before it mean different
 * bytes to different readers. Throws `Malformed('pdf.not-a-pdf' | 'pdf.header-offset')`.
 */
export function readHeader(source: ByteSource): Header {
  const head = source.read(0, Math.min(source.size, SEARCHED))
  if (!startsWith(head, MARK, 0)) {
    throw new Malformed(findMark(head, 0) < 0 ? 'pdf.not-a-pdf' : 'pdf.header-offset', '', 0)
  }
  const version = String.fromCharCode(byteAt(head, 5), byteAt(head, 6), byteAt(head, 7))
  const next = byteAt(head, MARK.length + 3)
  if (!isVersion(head) || !(next < 0 || isWhite(next) || next === 0x25)) {
    throw new Malformed('pdf.header-offset', `version ${version}`, 0)
  }
  return { version, end: endOfComments(head, MARK.length) }
}

/** A major version of 1 or 2, and one digit after the point. */
function isVersion(head: Uint8Array): boolean {
  const major = byteAt(head, MARK.length)
  return (
    (major === 0x31 || major === 0x32) &&
    byteAt(head, MARK.length + 1) === 0x2e &&
    isDigit(byteAt(head, MARK.length + 2))
  )
}

/** Skips the marker comment of §7.5.2 and others; a second header among them is refused. */
function endOfComments(head: Uint8Array, start: number): number {
  let index = start
  for (;;) {
    while (index < head.length && !isEndOfLine(byteAt(head, index))) index++
    while (isWhite(byteAt(head, index))) index++
    if (byteAt(head, index) !== 0x25) return index
    if (startsWith(head, MARK, index)) throw new Malformed('pdf.header-offset', 'two headers', index)
  }
}

function findMark(bytes: Uint8Array, from: number): number {
  for (let index = bytes.indexOf(0x25, from); index >= 0; index = bytes.indexOf(0x25, index + 1)) {
    if (startsWith(bytes, MARK, index)) return index
  }
  return -1
}

function startsWith(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  for (let index = 0; index < mark.length; index++)
    if (byteAt(bytes, at + index) !== mark[index]) return false
  return true
}
