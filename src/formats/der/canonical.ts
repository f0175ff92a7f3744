import { Malformed } from '../../base/errors.js'
import { readHeader } from './header.js'
import { checkInteger } from './integer.js'
import { DER_LIMITS, type DerLimits } from './limits.js'
import { checkOid } from './oid.js'
import { booleanValue, unusedBits } from './primitive.js'
import { TAG } from './tag.js'
import { timeValue } from './time.js'
import { compareEncodings } from './writer.js'

/**
 * Returns whether `bytes` are one element in DER through and through (X.690 §10, §11): minimal definite lengths, primitive strings, canonical
 * values, sets in order. Values under context tags are taken as they are where their type is not known. Throws nothing.
 */
export function isDer(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): boolean {
  try {
    checkDer(bytes, limits)
    return true
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/** Throws `Malformed('der.*')` unless `isDer` would say true. */
export function checkDer(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): void {
  const { element, nodes, depth } = limits
  const end = checkElement({ bytes, element, nodes, depth }, 0, bytes.length)
  if (end < bytes.length) throw new Malformed('der.trailing-data', '', end)
}

/** What is read, and what may still be spent. */
interface Walk {
  readonly bytes: Uint8Array
  readonly element: number
  nodes: number
  depth: number
}

/** Returns where the element at `at` ends. It calls itself no deeper than the limit. */
function checkElement(walk: Walk, at: number, limit: number): number {
  const { bytes } = walk
  if (walk.nodes-- <= 0) throw new Malformed('der.limit', 'too many elements', at)
  const { contentStart, end } = readHeader(bytes, at, limit)
  if (end - contentStart > walk.element) throw new Malformed('der.limit', 'element too long', at)
  const tag = bytes[at] ?? 0
  if ((tag & CONSTRUCTED) === 0) checkPrimitive(tag, bytes, [contentStart, end])
  else checkConstructed(walk, tag, [contentStart, end])
  return end
}

const CONSTRUCTED = 0x20
/** X.690 §10.2: of the universal types only SEQUENCE, SET, EXTERNAL and EMBEDDED PDV are constructed. */
const STRUCTURES: readonly number[] = [TAG.sequence, TAG.set, 0x28, 0x2b]

function checkConstructed(walk: Walk, tag: number, [start, end]: readonly [number, number]): void {
  if (tag < 0x40 && !STRUCTURES.includes(tag))
    throw new Malformed('der.not-canonical', 'constructed string', start)
  if (walk.depth-- <= 0) throw new Malformed('der.limit', 'nested too deep', start)
  let previous: Uint8Array | undefined
  for (let at = start; at < end;) {
    const next = checkElement(walk, at, end)
    if (tag === TAG.set) {
      const encoding = walk.bytes.subarray(at, next)
      if (previous !== undefined && compareEncodings(previous, encoding) > 0)
        throw new Malformed('der.not-canonical', 'set out of order', at)
      previous = encoding
    }
    at = next
  }
  walk.depth++
}

function checkPrimitive(tag: number, bytes: Uint8Array, [start, end]: readonly [number, number]): void {
  switch (tag) {
    case TAG.boolean:
      booleanValue(bytes, start, end)
      return
    case TAG.integer:
    case TAG.enumerated:
      checkInteger(bytes, start, end)
      return
    case TAG.bitString:
      unusedBits(bytes, start, end)
      return
    case TAG.null:
      if (end > start) throw new Malformed('der.not-canonical', 'null', start)
      return
    case TAG.oid:
      checkOid(bytes, start, end)
      return
    case TAG.utcTime:
    case TAG.generalizedTime:
      timeValue(bytes, { tag, start, end, form: { fraction: true } })
      return
    case TAG.sequence & ~CONSTRUCTED:
    case TAG.set & ~CONSTRUCTED:
    case 0:
      throw new Malformed('der.unexpected', `primitive element 0x${tag.toString(16)}`, start)
  }
}
