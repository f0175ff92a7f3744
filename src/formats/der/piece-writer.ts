import { TAG } from './tag.js'
import { writeDerHeader } from './writer.js'

/** An element of BER that was read, and what it will be as DER. */
export interface Piece {
  readonly at: number
  /** Where its length octets begin, its content begins, and it ends. */
  readonly lengthAt: number
  readonly start: number
  readonly end: number
  /** Whether it, or anything in it, is something else as DER. */
  readonly isChanged: boolean
  /** That of a constructed string, 0 for anything else. */
  readonly type: number
  /** Length of its content as DER. */
  readonly contentLength: number
  /** Length of the whole as DER. */
  readonly length: number
  /** First octet of its content as DER: in a bit string the number of unused bits. */
  readonly first: number | undefined
  /** Those of an element that is changed. */
  readonly children: readonly Piece[]
}

/** DER, and for each element that was changed its original bytes by its offset in that DER. */
interface Written {
  readonly der: Uint8Array
  readonly originals: ReadonlyMap<number, Uint8Array>
}

/** Returns `piece` of `bytes` as DER. Every byte is written once, to where it stays. */
export function writePieces(bytes: Uint8Array, piece: Piece): Written {
  const writer = new PieceWriter(bytes, piece.length)
  writer.element(piece)
  return writer
}

class PieceWriter implements Written {
  readonly der: Uint8Array
  readonly originals = new Map<number, Uint8Array>()
  readonly #bytes: Uint8Array
  #offset = 0

  constructor(bytes: Uint8Array, length: number) {
    this.#bytes = bytes
    this.der = new Uint8Array(length)
  }

  element(piece: Piece): void {
    const { at, end, isChanged } = piece
    if (!isChanged) {
      this.#copy(at, end)
      return
    }
    this.originals.set(this.#offset, this.#bytes.subarray(at, end))
    this.#header(piece)
    this.#content(piece)
  }

  #header({ at, lengthAt, type, contentLength }: Piece): void {
    // A tag number above 30 takes several octets, of which the last stands before the length.
    this.#copy(at, lengthAt - 1)
    const tag = type > 0 ? type : (this.#bytes[lengthAt - 1] ?? 0)
    this.#offset = writeDerHeader(this.der, this.#offset, { tag, contentLength })
  }

  #content({ start, type, contentLength, first = 0, children }: Piece): void {
    if (type === TAG.bitString) this.der[this.#offset++] = first
    if (type > 0) for (const child of children) this.#segment(child, type === TAG.bitString ? 1 : 0)
    else if (children.length > 0) for (const child of children) this.element(child)
    else this.#copy(start, start + contentLength)
  }

  /** Writes the octets of a segment, but for the first `skipped`, which count unused bits. */
  #segment({ start, type, contentLength, children }: Piece, skipped: number): void {
    if (type > 0) for (const child of children) this.#segment(child, skipped)
    else this.#copy(start + skipped, start + contentLength)
  }

  #copy(start: number, end: number): void {
    if (start >= end) return
    this.der.set(this.#bytes.subarray(start, end), this.#offset)
    this.#offset += end - start
  }
}
