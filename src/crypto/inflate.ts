import * as platform from '#platform'

/**
 * Returns the bytes of the zlib stream `data` (RFC 1950, 1951); synchronous everywhere. Bytes after the stream are left aside.
 * Throws `Malformed('pdf.limit')` when there are more than `maxOutput`, before they are all made, and `Malformed('pdf.stream-corrupt')`
 * for anything that does not inflate to its end.
 */
export function inflate(data: Uint8Array, maxOutput: number): Uint8Array {
  return platform.inflate(data, maxOutput)
}
