import { Malformed } from '../../base/errors.js'
import { checkInteger } from './integer.js'
import { DER_LIMITS, type DerLimits } from './limits.js'
import { checkOid } from './oid.js'
import { booleanValue, unusedBits } from './primitive.js'
import { TAG } from './tag.js'
import { timeValue } from './time.js'
import { compareEncodings } from './writer.js'
import { readHeader, type Header } from './header.js'

/** A constructed element whose content is being walked. */
interface Open {
  readonly end: number
  readonly isSet: boolean
  previous: Uint8Array | undefined
}

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

/** Throws `Malformed('der.*')` unless `isDer` would say true. Walks without recursion. */
export function checkDer(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): void {
  const stack: Open[] = [{ end: bytes.length, isSet: false, previous: undefined }]
  let position = 0
  let nodes = 0
  for (let parent = stack.at(-1); parent !== undefined; parent = stack.at(-1)) {
    if (position >= parent.end) {
      stack.pop()
      continue
    }
    if (nodes > 0 && stack.length === 1) throw new Malformed('der.trailing-data', '', position)
    if (++nodes > limits.nodes) throw new Malformed('der.limit', 'too many elements', position)
    const header = readHeader(bytes, position, parent.end)
    if (header.end - header.contentStart > limits.element)
      throw new Malformed('der.limit', 'element too long', position)
    if (parent.isSet) checkOrder(parent, bytes.subarray(position, header.end), position)
    if (header.constructed) {
      checkConstructed(header, position)
      if (stack.length > limits.depth) throw new Malformed('der.limit', 'nested too deep', position)
      stack.push({ end: header.end, isSet: header.tag === TAG.set, previous: undefined })
      position = header.contentStart
    } else {
      checkPrimitive(header.tag, bytes.subarray(header.contentStart, header.end), position)
      position = header.end
    }
  }
  if (nodes === 0) throw new Malformed('der.truncated')
}

function checkOrder(parent: Open, encoding: Uint8Array, offset: number): void {
  if (parent.previous !== undefined && compareEncodings(parent.previous, encoding) > 0) {
    throw new Malformed('der.not-canonical', 'set out of order', offset)
  }
  parent.previous = encoding
}

/** X.690 §10.2: of the universal types only SEQUENCE, SET, EXTERNAL and EMBEDDED PDV are constructed. */
function checkConstructed(header: Header, offset: number): void {
  const isUniversal = header.tag < 0x40
  const number = header.tag & 0x1f
  if (isUniversal && number !== 0x10 && number !== 0x11 && number !== 0x08 && number !== 0x0b) {
    throw new Malformed('der.not-canonical', 'constructed string', offset)
  }
}

const CONSTRUCTED = 0x20
const END_OF_CONTENTS = 0x00

function checkPrimitive(tag: number, content: Uint8Array, offset: number): void {
  switch (tag) {
    case TAG.boolean:
      booleanValue(content, offset)
      return
    case TAG.integer:
    case TAG.enumerated:
      checkInteger(content, offset)
      return
    case TAG.bitString:
      unusedBits(content, offset)
      return
    case TAG.null:
      if (content.length > 0) throw new Malformed('der.not-canonical', 'null with content', offset)
      return
    case TAG.oid:
      checkOid(content)
      return
    case TAG.utcTime:
    case TAG.generalizedTime:
      timeValue(tag, content, { fraction: true })
      return
    case TAG.sequence & ~CONSTRUCTED:
    case TAG.set & ~CONSTRUCTED:
    case END_OF_CONTENTS:
      throw new Malformed('der.unexpected', `primitive element 0x${tag.toString(16)}`, offset)
  }
}
