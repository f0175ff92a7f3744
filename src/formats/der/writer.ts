import { oidContent } from './oid.js'
import { contextPrimitiveTag, contextTag, TAG } from './tag.js'

/** Returns an element: identifier octet, minimal definite length, `parts` one after the other. */
export function derElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let contentLength = 0
  for (const part of parts) contentLength += part.length
  const element = new Uint8Array(derElementLength(contentLength))
  let offset = writeDerHeader(element, 0, { tag, contentLength })
  for (const part of parts) {
    copyBytes(part, element, offset)
    offset += part.length
  }
  return element
}

/** Writes identifier and length octets at `offset` of `bytes`; returns where the content begins. */
export function writeDerHeader(
  bytes: Uint8Array,
  offset: number,
  header: { readonly tag: number; readonly contentLength: number },
): number {
  const { tag, contentLength } = header
  const end = offset + derHeaderLength(contentLength)
  bytes[offset] = tag
  if (end === offset + 2) {
    bytes[offset + 1] = contentLength
    return end
  }
  bytes[offset + 1] = 0x80 | (end - offset - 2)
  let left = contentLength
  for (let index = end - 1; index >= offset + 2; index--) {
    bytes[index] = left % 256
    left = Math.floor(left / 256)
  }
  return end
}

/** Up to here a loop is faster than the call of the platform. */
const SHORT = 24

function copyBytes(from: Uint8Array, to: Uint8Array, offset: number): void {
  if (from.length > SHORT) {
    to.set(from, offset)
    return
  }
  for (let index = 0; index < from.length; index++) to[offset + index] = from[index] ?? 0
}

/** Returns how many bytes identifier and length octets take before `contentLength` bytes of content. */
export function derHeaderLength(contentLength: number): number {
  let octets = 2
  if (contentLength < 0x80) return octets
  for (let left = contentLength; left > 0; left = Math.floor(left / 256)) octets++
  return octets
}

/** Returns the length of an element with `contentLength` bytes of content. */
export function derElementLength(contentLength: number): number {
  return derHeaderLength(contentLength) + contentLength
}

/** Returns a SEQUENCE of `parts` in the order given. */
export function derSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.sequence, ...parts)
}

/** Returns a SET OF: its elements in ascending order of their encodings (X.690 §11.6). */
export function derSet(...elements: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.set, ...(elements.length > 1 ? [...elements].sort(compareEncodings) : elements))
}

/** Returns the order of two encodings as X.690 §11.6 defines it: octet by octet, the shorter padded with zeros. */
export function compareEncodings(left: Uint8Array, right: Uint8Array): number {
  const length = Math.max(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Returns `[number]` around whole elements: EXPLICIT, or IMPLICIT of a SEQUENCE or SET whose content is given. */
export function derContext(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(contextTag(number), ...parts)
}

/** Returns `[number] IMPLICIT` of a primitive type with `content`. */
export function derContextPrimitive(number: number, content: Uint8Array): Uint8Array {
  return derElement(contextPrimitiveTag(number), content)
}

/** Returns the OBJECT IDENTIFIER of dotted text. */
export function derOid(text: string): Uint8Array {
  return derElement(TAG.oid, oidContent(text))
}

/** Returns an INTEGER from a safe, non-negative number. */
export function derInteger(value: number): Uint8Array {
  const bytes: number[] = []
  for (let left = value; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256)
  return derUnsignedInteger(Uint8Array.from(bytes))
}

/** Returns an INTEGER from the magnitude of a non-negative number, in its shortest form whatever zeros it starts with. */
export function derUnsignedInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0
  while (start < magnitude.length && magnitude[start] === 0) start++
  const significant = magnitude.subarray(start)
  const needsSignOctet = significant.length === 0 || (significant[0] ?? 0) >= 0x80
  return needsSignOctet
    ? derElement(TAG.integer, Uint8Array.of(0), significant)
    : derElement(TAG.integer, significant)
}

/** Returns a BOOLEAN. */
export function derBoolean(value: boolean): Uint8Array {
  return derElement(TAG.boolean, Uint8Array.of(value ? 0xff : 0))
}

/** Returns a NULL. */
export function derNull(): Uint8Array {
  return derElement(TAG.null)
}

/** Returns an OCTET STRING. */
export function derOctetString(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.octetString, ...parts)
}

/** Returns a BIT STRING; the caller has set its unused bits to zero. */
export function derBitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return derElement(TAG.bitString, Uint8Array.of(unusedBits), bytes)
}
