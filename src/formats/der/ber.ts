import { concatBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { DerCursor } from './cursor.js'
import { identifierEnd } from './header.js'
import { CMS_LIMITS, type DerLimits } from './limits.js'
import { writePieces, type Piece } from './piece-writer.js'
import { TAG } from './tag.js'
import { derElementLength, derHeaderLength } from './writer.js'

/** What `transcodeBer` gives. */
export interface Transcoded {
  /** The element with definite, minimal lengths and primitive strings; the bytes that were given, not copied, when they were so already. */
  readonly der: Uint8Array
  /** Whether nothing had to be changed. */
  readonly wasDer: boolean
  /** Length of the element in the bytes that were given; what follows it is left to the caller. */
  readonly length: number
  /** For each element that was changed, or holds one that was: its original bytes by its offset in `der`. */
  readonly originals: ReadonlyMap<number, Uint8Array>
}

/**
 * Returns the BER element at the beginning of `bytes` with its encoding made canonical as far as lengths and constructed strings go
 * (X.690 §8.1.3, §8.6, §8.7); values and the order of sets stay as they are, for the strict reader to refuse. Constructed strings under
 * context tags cannot be told from structures and stay constructed: see `joinSegments`. Bounded: it calls itself no deeper than the limit.
 * Throws `Malformed('der.*')` for what is not BER either.
 */
export function transcodeBer(bytes: Uint8Array, limits: DerLimits = CMS_LIMITS): Transcoded {
  const element = readElement({ bytes, ...limits }, [0, bytes.length], 0)
  const { end, isChanged } = element
  if (end > limits.element) throw new Malformed('der.limit', 'element too long', 0)
  if (!isChanged) return { der: bytes.subarray(0, end), wasDer: true, length: end, originals: new Map() }
  return { ...writePieces(bytes, element), wasDer: false, length: end }
}

/** What is read, and what may still be spent. */
interface Walk {
  readonly bytes: Uint8Array
  nodes: number
  depth: number
}

const CONSTRUCTED = 0x20
const INDEFINITE = 0x80

/** Universal string types, which BER may cut into segments of the same type (X.690 §8.6.4, §8.7.3, §8.23). */
const STRING_TAGS: readonly number[] = [
  TAG.bitString,
  TAG.octetString,
  TAG.utf8String,
  TAG.numericString,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.generalString,
  TAG.universalString,
  TAG.bmpString,
]

/** Identifier and length octets: where they and the content begin, and where the element ends if that is known. */
interface Head {
  readonly at: number
  readonly lengthAt: number
  readonly start: number
  readonly end: number | undefined
}

/** Returns the element at `at`, which ends at `limit` or before; `string` is the type of which it is a segment, 0 for none. */
function readElement(walk: Walk, [at, limit]: readonly [number, number], string: number): Piece {
  const { bytes } = walk
  if (walk.nodes-- <= 0) throw new Malformed('der.limit', 'too many elements', at)
  const head = readHead(bytes, at, limit)
  const tag = bytes[at] ?? 0
  const plain = tag & ~CONSTRUCTED
  if (!isSegmentOf(string, plain) || (tag === plain && head.end === undefined))
    throw new Malformed('der.unexpected', 'segment of another type, or primitive without a length', at)
  if (tag === plain) return measured(bytes, head, { end: head.end ?? limit, children: [], type: 0 })
  const type = STRING_TAGS.includes(plain) ? plain : 0
  const children = readChildren(walk, [head.start, head.end ?? limit], {
    isOpen: head.end === undefined,
    type,
  })
  const end = head.end ?? (children.at(-1)?.end ?? head.start) + 2
  return measured(bytes, head, { end, children, type })
}

/** X.690 §8.23.6: the segments of a character string are octet strings. */
function isSegmentOf(string: number, tag: number): boolean {
  return string === 0 || tag === string || (tag === TAG.octetString && string !== TAG.bitString)
}

function readHead(bytes: Uint8Array, at: number, limit: number): Head {
  const lengthAt = identifierEnd(bytes, at, limit)
  const first = bytes[lengthAt] ?? 0
  let start = lengthAt + 1
  let length = first
  if (first >= INDEFINITE) {
    const octets = first & 0x7f
    if (octets > 8) throw new Malformed('der.limit', 'length', at)
    length = 0
    for (const end = start + octets; start < end; start++) length = length * 256 + (bytes[start] ?? 0)
  }
  const end = start + length
  if (end > limit) throw new Malformed('der.truncated', 'element reaches beyond its parent', at)
  return { at, lengthAt, start, end: first === INDEFINITE ? undefined : end }
}

function readChildren(
  walk: Walk,
  [start, end]: readonly [number, number],
  { isOpen, type }: { readonly isOpen: boolean; readonly type: number },
): Piece[] {
  if (walk.depth-- <= 0) throw new Malformed('der.limit', 'nested too deep', start)
  const { bytes } = walk
  const children: Piece[] = []
  let at = start
  while (isOpen ? bytes[at] !== 0 || bytes[at + 1] !== 0 || at + 2 > end : at < end) {
    const child = readElement(walk, [at, end], type)
    children.push(child)
    at = child.end
  }
  walk.depth++
  return children
}

/** What an element holds; `type` is that of a constructed string. */
interface Body {
  readonly end: number
  readonly children: readonly Piece[]
  readonly type: number
}

/** Returns what the element will be as DER, counted and not yet written: how deep it stands in others makes no work. */
function measured(bytes: Uint8Array, head: Head, body: Body): Piece {
  const { at, lengthAt, start } = head
  const { end, children, type } = body
  const isMinimal = head.end !== undefined && start - lengthAt === derHeaderLength(end - start) - 1
  const isChanged = !isMinimal || type > 0 || children.some((child) => child.isChanged)
  const contentLength = contentLengthOf(head, body)
  const length = isChanged ? lengthAt - at - 1 + derElementLength(contentLength) : end - at
  const first = type === TAG.bitString ? (children.at(-1)?.first ?? 0) : bytes[start]
  return {
    ...{ at, lengthAt, start, end, isChanged, type, contentLength, length },
    first: contentLength > 0 ? first : undefined,
    children: isChanged ? children : [],
  }
}

function contentLengthOf({ start, end }: Head, { children, type }: Body): number {
  if (type === 0 && children.length === 0) return (end ?? start) - start
  if (type === 0) return children.reduce((sum, child) => sum + child.length, 0)
  if (type !== TAG.bitString) return children.reduce((sum, child) => sum + child.contentLength, 0)
  // X.690 §8.6.4: only the last segment of a bit string may have unused bits, and it says how many the whole has.
  const last = children.at(-1)
  if (!children.every((child) => (child === last ? child.first !== undefined : child.first === 0)))
    throw new Malformed('der.unexpected', 'segment of a bit string')
  return children.reduce((sum, child) => sum + child.contentLength - 1, 1)
}

/** Returns the octets of the OCTET STRINGs that `content` is a sequence of: a constructed `[n] IMPLICIT OCTET STRING`. Throws `Malformed`. */
export function joinSegments(content: Uint8Array): Uint8Array {
  const cursor = DerCursor.open(content, CMS_LIMITS)
  const segments: Uint8Array[] = []
  while (!cursor.atEnd) segments.push(cursor.octetString())
  return concatBytes(segments)
}
