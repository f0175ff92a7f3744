import { derElementLength, writeDerHeader } from './writer.js'

/** An element whose parts are not encoded yet: what is nested deep is written once, into one array. */
export interface DerNode {
  readonly tag: number
  /** Parts that are DER already, and parts that are not yet. */
  readonly parts: readonly (Uint8Array | DerNode)[]
  /** Bytes of content. */
  readonly contentLength: number
  /** Bytes of the whole element. */
  readonly length: number
}

/** Returns the element with this identifier octet and these parts, to be encoded later. */
export function derNode(tag: number, parts: readonly (Uint8Array | DerNode)[]): DerNode {
  let contentLength = 0
  for (const part of parts) contentLength += part.length
  return { tag, parts, contentLength, length: derElementLength(contentLength) }
}

/** Returns the bytes of `node`. */
export function encodeNode(node: DerNode): Uint8Array {
  const bytes = new Uint8Array(node.length)
  writeNode(bytes, 0, node)
  return bytes
}

/** Writes `node` at `offset`; returns where it ends. Our own structures are not deep. */
function writeNode(bytes: Uint8Array, offset: number, node: DerNode): number {
  let position = writeDerHeader(bytes, offset, node)
  for (const part of node.parts) {
    if (part instanceof Uint8Array) {
      bytes.set(part, position)
      position += part.length
    } else {
      position = writeNode(bytes, position, part)
    }
  }
  return position
}
