import { equalBytes, toHex } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { CURVES, type EcCurve } from '../../crypto/curve.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { derOid } from '../../formats/der/writer.js'
import { CURVE_EQUATIONS, type CurveEquation } from './curve-equations.js'

/** A curve that is spelled out; numbers are hexadecimal without leading zeros. */
interface ExplicitCurve {
  readonly prime: string
  readonly a: string
  readonly b: string
  readonly order: string
  /** As it is encoded. */
  readonly base: Uint8Array
}

/**
 * Returns the OBJECT IDENTIFIER of the curve that explicit parameters spell out, as old tools do: it is recognised when every number, base point
 * and order included, is that of a curve which is offered. Throws `Malformed('key.malformed')` for any other: a curve of somebody's own may be
 * made so that its keys are known (CVE-2020-0601).
 */
export function nameOfCurve(parameters: Uint8Array): Uint8Array {
  const explicit = readCurve(parameters)
  for (const [name, { oid, size, order }] of Object.entries(CURVES)) {
    const equation = CURVE_EQUATIONS[name as EcCurve]
    if (explicit.order === withoutZeros(order) && isSame(equation, explicit, size)) return derOid(oid)
  }
  throw new Malformed('key.malformed', 'curve is not named, and is none that is offered')
}

const PRIME_FIELD = '1.2.840.10045.1.1'

/** SpecifiedECDomain of SEC 1 §C.2, ECParameters of RFC 3279 §2.3.5. */
function readCurve(parameters: Uint8Array): ExplicitCurve {
  const cursor = DerCursor.open(parameters)
  const fields = cursor.sequence()
  cursor.finish()
  fields.smallInteger()
  const field = fields.sequence()
  if (field.oid() !== PRIME_FIELD) throw new Malformed('key.malformed', 'curve not over a prime field')
  const prime = digits(field.unsignedInteger())
  field.finish()
  const curve = fields.sequence()
  const a = digits(curve.octetString())
  const b = digits(curve.octetString())
  const base = fields.octetString()
  // A seed, a cofactor or a digest, which may follow, say nothing that the numbers do not.
  return { prime, a, b, base, order: digits(fields.unsignedInteger()) }
}

function isSame(known: CurveEquation, found: ExplicitCurve, size: number): boolean {
  const { prime, a, b } = found
  const isSameEquation = known.prime === prime && known.a === a && known.b === b
  return isSameEquation && encodedPoints(known, size).some((point) => equalBytes(point, found.base))
}

/** SEC 1 §2.3.3: uncompressed, or the abscissa and whether the ordinate is odd. */
function encodedPoints({ x, y }: CurveEquation, size: number): readonly Uint8Array[] {
  const abscissa = bytesOf(x, size)
  const ordinate = bytesOf(y, size)
  const sign = (ordinate[size - 1] ?? 0) & 1
  return [Uint8Array.of(4, ...abscissa, ...ordinate), Uint8Array.of(2 + sign, ...abscissa)]
}

function bytesOf(number: string, size: number): Uint8Array {
  const padded = number.padStart(2 * size, '0')
  return Uint8Array.from({ length: size }, (_, index) =>
    Number.parseInt(padded.slice(2 * index, 2 * index + 2), 16),
  )
}

const digits = (bytes: Uint8Array): string => withoutZeros(toHex(bytes))

function withoutZeros(number: string): string {
  let start = 0
  while (start < number.length - 1 && number.charAt(start) === '0') start++
  return number.slice(start)
}
