import { Malformed } from '../../base/errors.js'
import { byteAt } from './characters.js'

/** Returns `data` with its predictor undone (ISO 32000-2 §7.4.4.4): none, or PNG. Throws `Malformed('pdf.filter-unsupported' | 'pdf.stream-corrupt')`. */
export function undoPredictor(
  data: Uint8Array,
  rows: { readonly predictor: number; readonly rowBytes: number; readonly pixelBytes: number },
): Uint8Array {
  const { predictor, rowBytes, pixelBytes } = rows
  if (predictor === 1 || data.length === 0) return data
  if (predictor < 10 || predictor > 15)
    throw new Malformed('pdf.filter-unsupported', `predictor ${predictor}`)
  if (data.length % (rowBytes + 1) !== 0) throw new Malformed('pdf.stream-corrupt', 'rows of a predictor')
  const count = data.length / (rowBytes + 1)
  const output = new Uint8Array(count * rowBytes)
  let above: Uint8Array = new Uint8Array(rowBytes)
  for (let row = 0; row < count; row++) {
    const from = row * (rowBytes + 1)
    const line = output.subarray(row * rowBytes, (row + 1) * rowBytes)
    line.set(data.subarray(from + 1, from + 1 + rowBytes))
    undoRow(line, above, { type: byteAt(data, from), pixelBytes })
    above = line
  }
  return output
}

/** PNG (ISO/IEC 15948) §9.2, in place. */
function undoRow(
  line: Uint8Array,
  above: Uint8Array,
  filter: { readonly type: number; readonly pixelBytes: number },
): void {
  const { type, pixelBytes } = filter
  if (type > 4) throw new Malformed('pdf.stream-corrupt', 'row of a predictor')
  if (type === 0) return
  // Nearly every cross-reference stream: without a call for each byte.
  if (type === 2) {
    for (let index = 0; index < line.length; index++) line[index] = byteAt(line, index) + byteAt(above, index)
    return
  }
  for (let index = 0; index < line.length; index++) {
    const left = index < pixelBytes ? 0 : byteAt(line, index - pixelBytes)
    const up = byteAt(above, index)
    const upLeft = index < pixelBytes ? 0 : byteAt(above, index - pixelBytes)
    line[index] = byteAt(line, index) + predicted(type, { left, up, upLeft })
  }
}

function predicted(
  type: number,
  near: { readonly left: number; readonly up: number; readonly upLeft: number },
): number {
  const { left, up, upLeft } = near
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  const guess = left + up - upLeft
  const byLeft = Math.abs(guess - left)
  const byUp = Math.abs(guess - up)
  const byUpLeft = Math.abs(guess - upLeft)
  if (byLeft <= byUp && byLeft <= byUpLeft) return left
  return byUp <= byUpLeft ? up : upLeft
}
