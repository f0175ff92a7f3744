/**
 * The one way in which bytes are read (a file in memory, a file descriptor, ranges fetched beforehand).
 * `read(from, to)` returns exactly the bytes `[from, to)`; the array may be a view: never write to it.
 */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number
  /** The bytes `[from, to)`, exactly. */
  read(from: number, to: number): Uint8Array
  /** All bytes, where they lie in memory anyway. */
  readonly whole?: Uint8Array | undefined
}

/** Returns a source over `bytes`; reads are views, nothing is copied. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (from, to) => bytes.subarray(from, to), whole: bytes }
}

/** Returns the first `size` bytes of `source` as a source of its own (a signed revision alone). */
export function prefixSource(source: ByteSource, size: number): ByteSource {
  const { whole } = source
  if (whole !== undefined) return memorySource(whole.subarray(0, size))
  return { size, read: (from, to) => source.read(from, Math.min(to, size)) }
}
