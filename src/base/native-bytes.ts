/** What a platform may have of its own for long runs of bytes; the few functions of Node's `Buffer` that are used here. */
interface NativeBytes {
  readonly allocUnsafeSlow?: (length: number) => Uint8Array
  readonly compare: (left: Uint8Array, right: Uint8Array) => number
  readonly prototype: {
    readonly indexOf: (this: Uint8Array, byte: number, from: number) => number
    readonly latin1Slice?: (this: Uint8Array, start: number, end: number) => string
  }
}

/** Absent in browsers. Looked up here and not imported, so that a bundle for them holds nothing of it. */
const native = (globalThis as { readonly Buffer?: NativeBytes }).Buffer

/** From so many bytes on a call of the platform costs less than a loop. */
const LONG = 64

/** Returns whether two arrays of the same length hold the same bytes. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (native !== undefined && left.length >= LONG) return native.compare(left, right) === 0
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}

/** Returns where `byte` stands first in `bytes` at or after `from`, or -1. */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number): number {
  const end = Math.min(bytes.length, from + LONG)
  for (let index = from; index < end; index++) if (bytes[index] === byte) return index
  if (end === bytes.length) return -1
  return native === undefined ? bytes.indexOf(byte, end) : native.prototype.indexOf.call(bytes, byte, end)
}

/** Returns each byte as the character of the same code, `undefined` where the platform has no call of its own for it. */
export function nativeLatin1(bytes: Uint8Array): string | undefined {
  return native?.prototype.latin1Slice?.call(bytes, 0, bytes.length)
}

/** Returns an array of so many bytes, of which the caller must write every one: where the platform can, they were not set to zero before. */
export function unwrittenBytes(length: number): Uint8Array {
  const unwritten = native?.allocUnsafeSlow?.(length)
  if (unwritten === undefined) return new Uint8Array(length)
  return new Uint8Array(unwritten.buffer, unwritten.byteOffset, length)
}
