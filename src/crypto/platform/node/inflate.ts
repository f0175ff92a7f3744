import { inflateSync } from 'node:zlib'
import { Malformed } from '../../../base/errors.js'
import { toBytes } from './names.js'

/** Returns the bytes of a zlib stream (RFC 1950). Throws `Malformed('pdf.limit')` above `maxOutput` bytes, else `Malformed('pdf.stream-corrupt')`. */
export function inflate(data: Uint8Array, maxOutput: number): Uint8Array {
  try {
    return toBytes(inflateSync(data, { maxOutputLength: Math.max(maxOutput, 1) }))
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw new Malformed('pdf.limit', 'inflated stream')
    throw new Malformed('pdf.stream-corrupt', codeOf(error))
  }
}

/** Not by `instanceof`: zlib may throw the errors of another realm. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}
