import { Malformed } from '../../base/errors.js'
import { identifierEnd } from './header.js'
import { CMS_LIMITS, type DerLimits } from './limits.js'
import { TAG } from './tag.js'
import { derHeaderLength } from './writer.js'

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

/** One element of the input. Those of a constructed string are its segments and have no place in the output. */
interface Node {
  readonly start: number
  readonly identifierLength: number
  readonly contentStart: number
  readonly constructed: boolean
  readonly parent: number
  /** Whether the element is, or is part of, a constructed string. */
  readonly isString: boolean
  contentEnd: number
  end: number
  /** Whether identifier or length octets, or anything inside, must be written anew. */
  changed: boolean
  /** Bytes of content in the output. */
  length: number
}

/**
 * Returns the BER element at the beginning of `bytes` with its encoding made canonical as far as lengths and constructed strings go
 * (X.690 §8.1.3, §8.6, §8.7); values and the order of sets stay as they are, for the strict reader to refuse. Constructed strings under
 * context tags cannot be told from structures and stay constructed: see `joinSegments`. Bounded, without recursion.
 * Throws `Malformed('der.*')` for what is not BER either.
 */
export function transcodeBer(bytes: Uint8Array, limits: DerLimits = CMS_LIMITS): Transcoded {
  const nodes = readNodes(bytes, limits)
  const root = nodes[0]
  if (root === undefined) throw new Malformed('der.truncated')
  if (root.end - root.start > limits.element) throw new Malformed('der.limit', 'element too long', 0)
  measure(bytes, nodes)
  if (!root.changed)
    return { der: bytes.subarray(0, root.end), wasDer: true, length: root.end, originals: new Map() }
  return { ...write(bytes, nodes), wasDer: false, length: root.end }
}

function readNodes(bytes: Uint8Array, limits: DerLimits): Node[] {
  const nodes: Node[] = []
  const open: number[] = []
  let position = 0
  do {
    const parent = open.at(-1)
    const parentNode = parent === undefined ? undefined : nodes[parent]
    if (parentNode !== undefined && isAtEnd(bytes, position, parentNode)) {
      position = close(parentNode, position)
      open.pop()
      continue
    }
    if (nodes.length >= limits.nodes) throw new Malformed('der.limit', 'too many elements', position)
    const node = readNode(bytes, position, { index: parent ?? -1, node: parentNode })
    nodes.push(node)
    position = node.constructed ? node.contentStart : node.end
    if (node.constructed) open.push(nodes.length - 1)
    if (open.length > limits.depth) throw new Malformed('der.limit', 'nested too deep', position)
  } while (open.length > 0)
  return nodes
}

/** An end that is not known yet. */
const INDEFINITE = -1

function isAtEnd(bytes: Uint8Array, position: number, parent: Node): boolean {
  if (parent.contentEnd !== INDEFINITE) return position >= parent.contentEnd
  return bytes[position] === 0 && bytes[position + 1] === 0
}

function close(node: Node, position: number): number {
  if (node.contentEnd !== INDEFINITE) return position
  node.contentEnd = position
  node.end = position + 2
  return node.end
}

function readNode(bytes: Uint8Array, start: number, parent: { index: number; node: Node | undefined }): Node {
  const limit = limitOf(parent.node, bytes.length)
  const lengthAt = identifierEnd(bytes, start, limit)
  const first = bytes[lengthAt]
  if (lengthAt >= limit || first === undefined) throw new Malformed('der.truncated', '', start)
  const tag = bytes[start] ?? 0
  const constructed = (tag & 0x20) !== 0
  if (first === 0x80 && !constructed)
    throw new Malformed('der.unexpected', 'primitive element of indefinite length', start)
  const octets = first < 0x80 ? 0 : first & 0x7f
  const contentStart = lengthAt + 1 + octets
  const length = first < 0x80 ? first : longLength(bytes, lengthAt, octets)
  if (contentStart + length > limit)
    throw new Malformed('der.truncated', 'element reaches beyond its parent', start)
  const end = first === 0x80 ? INDEFINITE : contentStart + length
  const isString = isStringPart(tag, parent.node, bytes)
  const isMinimal = first !== 0x80 && contentStart === lengthAt - 1 + derHeaderLength(length)
  const changed = !isMinimal || (isString && constructed)
  const identifierLength = lengthAt - start
  const { index } = parent
  return {
    start,
    identifierLength,
    contentStart,
    constructed,
    parent: index,
    isString,
    contentEnd: end,
    end,
    changed,
    length: 0,
  }
}

/** Where the enclosing element ends, as far as that is known. */
function limitOf(parent: Node | undefined, size: number): number {
  return parent === undefined || parent.contentEnd === INDEFINITE ? size : parent.contentEnd
}

function longLength(bytes: Uint8Array, lengthAt: number, octets: number): number {
  if (octets > 8) throw new Malformed('der.limit', 'length', lengthAt)
  let length = 0
  for (let index = lengthAt + 1; index <= lengthAt + octets; index++) {
    const octet = bytes[index]
    if (octet === undefined) throw new Malformed('der.truncated', '', lengthAt)
    length = length * 256 + octet
  }
  return length
}

const CONSTRUCTED = 0x20

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

function isStringPart(tag: number, parent: Node | undefined, bytes: Uint8Array): boolean {
  const plain = tag & ~CONSTRUCTED
  if (parent?.isString === true) {
    const parentTag = (bytes[parent.start] ?? 0) & ~CONSTRUCTED
    // X.690 §8.23.6: the segments of a character string are octet strings.
    const segmentTag = parentTag === TAG.bitString ? TAG.bitString : TAG.octetString
    if (plain !== segmentTag && plain !== parentTag)
      throw new Malformed('der.unexpected', 'segment of another type')
    return true
  }
  return (tag & CONSTRUCTED) !== 0 && STRING_TAGS.includes(plain)
}

/** Computes lengths from the innermost elements outwards: children stand after their parents. */
function measure(bytes: Uint8Array, nodes: readonly Node[]): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]
    if (node === undefined) continue
    const parent = nodes[node.parent]
    if (!node.constructed) node.length = node.end - node.contentStart
    const isSegment = parent?.isString === true
    if (isSegment && !node.constructed && isBits(bytes, parent)) node.length = Math.max(0, node.length - 1)
    if (!isSegment && node.isString && isBits(bytes, node)) node.length += 1
    if (parent === undefined) continue
    parent.length += isSegment
      ? node.length
      : node.identifierLength - 1 + derHeaderLength(node.length) + node.length
    if (node.changed) parent.changed = true
  }
}

const isBits = (bytes: Uint8Array, node: Node): boolean =>
  ((bytes[node.start] ?? 0) & ~CONSTRUCTED) === TAG.bitString

function write(bytes: Uint8Array, nodes: readonly Node[]): Pick<Transcoded, 'der' | 'originals'> {
  const root = nodes[0]
  const size = root === undefined ? 0 : root.identifierLength - 1 + derHeaderLength(root.length) + root.length
  const der = new Uint8Array(size)
  const originals = new Map<number, Uint8Array>()
  let offset = 0
  let unusedBitsAt = -1
  for (const node of nodes) {
    const isSegment = nodes[node.parent]?.isString === true
    if (!isSegment) {
      if (node.changed) originals.set(offset, bytes.subarray(node.start, node.end))
      offset = writeHeader(der, offset, { node, bytes })
      if (node.isString && isBits(bytes, node)) unusedBitsAt = offset++
    }
    if (node.constructed) continue
    const content = bytes.subarray(node.contentStart, node.end)
    const isBitSegment = isSegment && isBits(bytes, node)
    if (isBitSegment) writeUnusedBits(der, unusedBitsAt, content)
    der.set(isBitSegment ? content.subarray(1) : content, offset)
    offset += isBitSegment ? Math.max(0, content.length - 1) : content.length
  }
  return { der, originals }
}

function writeHeader(
  der: Uint8Array,
  offset: number,
  from: { readonly node: Node; readonly bytes: Uint8Array },
): number {
  const { node, bytes } = from
  der.set(bytes.subarray(node.start, node.start + node.identifierLength), offset)
  if (node.isString) der[offset] = (bytes[node.start] ?? 0) & ~CONSTRUCTED
  const lengthAt = offset + node.identifierLength
  const octets = derHeaderLength(node.length) - 2
  if (octets === 0) der[lengthAt] = node.length
  else der[lengthAt] = 0x80 | octets
  let left = node.length
  for (let index = lengthAt + octets; index > lengthAt; index--) {
    der[index] = left % 256
    left = Math.floor(left / 256)
  }
  return lengthAt + 1 + octets
}

/** X.690 §8.6.4: only the last segment of a bit string may have unused bits, and it says how many the whole has. */
function writeUnusedBits(der: Uint8Array, at: number, segment: Uint8Array): void {
  if (segment.length === 0 || der[at] !== 0) throw new Malformed('der.unexpected', 'segment of a bit string')
  der[at] = segment[0] ?? 0
}

/** Returns the octets of the OCTET STRINGs that `content` is a sequence of: a constructed `[n] IMPLICIT OCTET STRING`. Throws `Malformed`. */
export function joinSegments(content: Uint8Array): Uint8Array {
  const joined = new Uint8Array(content.length)
  let length = 0
  let position = 0
  while (position < content.length) {
    const node = readNode(content, position, { index: -1, node: undefined })
    if (content[position] !== TAG.octetString)
      throw new Malformed('der.unexpected', 'segment of another type', position)
    joined.set(content.subarray(node.contentStart, node.end), length)
    length += node.end - node.contentStart
    position = node.end
  }
  return joined.subarray(0, length)
}
