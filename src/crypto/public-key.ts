import { Malformed } from '../base/errors.js'
import { DerCursor } from '../formats/der/cursor.js'
import { TAG } from '../formats/der/tag.js'
import { CURVES, curveOf, type EcCurve } from './curve.js'
import { readAlgorithmIdentifier, requireNoParameters, type AlgorithmIdentifier } from './digest-algorithm.js'
import { isStrictEd25519Point } from './ed25519-point.js'
import { parsePssParameters, type PssParameters } from './pss.js'

/** What a public key is for: `rsa-pss` is id-RSASSA-PSS, which allows no PKCS #1 v1.5 signature. */
export type PublicKeyKind = 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448' | 'dsa'

/** A SubjectPublicKeyInfo that was checked and may be handed to the platform. */
export interface PublicKey {
  readonly kind: PublicKeyKind
  /** The whole SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** Size of modulus, prime or curve in bits. */
  readonly bits: number
  readonly curve: EcCurve | undefined
  /** Content of the subjectPublicKey: an RSAPublicKey, a point, a raw key, an INTEGER. */
  readonly material: Uint8Array
  /** Magnitude of an RSA modulus. */
  readonly modulus: Uint8Array | undefined
  /** RSA public exponent. */
  readonly exponent: number | undefined
  /** What an id-RSASSA-PSS key is restricted to (RFC 4055 §1.2), `undefined` when to nothing. */
  readonly restriction: PssParameters | undefined
  /** Keys imported by the platform, kept with this key and no longer. */
  readonly imported: ImportedKeys
}

/** Platform keys by the use they were imported for; lives and dies with its public key. */
export class ImportedKeys {
  #keys: Map<string, unknown> | undefined

  /** Returns what `importKey` gave for `use` the first time. */
  get<T>(use: string, importKey: () => T): T {
    this.#keys ??= new Map()
    const known = this.#keys.get(use)
    if (known !== undefined) return known as T
    const imported = importKey()
    this.#keys.set(use, imported)
    return imported
  }
}

const MIN_RSA_BITS = 512
const MAX_RSA_BITS = 8192
const MAX_RSA_EXPONENT = 2 ** 32 - 1

/**
 * Returns the key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7; RFC 3279, 4055, 5480, 8410). What imports happily into a platform and
 * verifies forgeries, or costs it much, is refused: an even modulus, exponent 1, even or above 2^32, explicit or unknown curves, compressed
 * points. A key that is merely weak is readable. Throws `Malformed('key.malformed' | 'algorithm.unknown' | 'der.*')`.
 */
export function readPublicKey(spki: Uint8Array): PublicKey {
  return new ReadKey(spki)
}

class ReadKey implements PublicKey {
  readonly kind: PublicKeyKind
  readonly spki: Uint8Array
  readonly bits: number
  readonly curve: EcCurve | undefined
  readonly material: Uint8Array
  readonly modulus: Uint8Array | undefined
  readonly exponent: number | undefined
  readonly restriction: PssParameters | undefined
  readonly imported = new ImportedKeys()

  constructor(spki: Uint8Array) {
    const cursor = DerCursor.open(spki)
    const outer = cursor.descend(TAG.sequence)
    const algorithm = readAlgorithmIdentifier(cursor)
    const material = cursor.octetBits()
    cursor.ascend(outer)
    cursor.finish()
    const { kind, bits, curve, modulus, exponent, restriction } = readMaterial(algorithm, material)
    this.kind = kind
    this.spki = spki
    this.bits = bits
    this.curve = curve
    this.material = material
    this.modulus = modulus
    this.exponent = exponent
    this.restriction = restriction
  }
}

type Facts = Pick<PublicKey, 'kind' | 'bits'> & Partial<PublicKey>

function readMaterial(algorithm: AlgorithmIdentifier, material: Uint8Array): Facts {
  switch (algorithm.oid) {
    case '1.2.840.113549.1.1.1':
      requireNoParameters(algorithm)
      return readRsa('rsa', material)
    case '1.2.840.113549.1.1.10':
      return readRsa('rsa-pss', material, algorithm.parameters)
    case '1.2.840.10045.2.1':
      return readEc(algorithm, material)
    case '1.3.101.112':
      return readEdwards('ed25519', algorithm, material)
    case '1.3.101.113':
      return readEdwards('ed448', algorithm, material)
    case '1.2.840.10040.4.1':
      return readDsa(algorithm, material)
    default:
      throw new Malformed('algorithm.unknown', `public key ${algorithm.oid}`)
  }
}

function readRsa(kind: 'rsa' | 'rsa-pss', material: Uint8Array, parameters?: Uint8Array): Facts {
  const cursor = DerCursor.open(material)
  const outer = cursor.descend(TAG.sequence)
  const modulus = cursor.unsignedInteger()
  const exponent = toNumber(cursor.unsignedInteger())
  cursor.ascend(outer)
  cursor.finish()
  const bits = bitLength(modulus)
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS)
    throw new Malformed('key.malformed', `modulus of ${bits} bits`)
  if (((modulus[modulus.length - 1] ?? 0) & 1) === 0) throw new Malformed('key.malformed', 'even modulus')
  if (exponent < 3 || exponent > MAX_RSA_EXPONENT || exponent % 2 === 0) {
    throw new Malformed('key.malformed', 'public exponent is not an odd number from 3 to 2^32 − 1')
  }
  const restriction = parameters === undefined ? undefined : parsePssParameters(parameters)
  return { kind, bits, modulus, exponent, restriction }
}

/** Infinity above 2^32, where nothing is accepted. */
function toNumber(magnitude: Uint8Array): number {
  if (magnitude.length > 4) return Infinity
  let value = 0
  for (const byte of magnitude) value = value * 256 + byte
  return value
}

/** RFC 5480 §2.1.1: only a named curve; explicit parameters may carry another base point (CVE-2020-0601). */
function readEc(algorithm: AlgorithmIdentifier, point: Uint8Array): Facts {
  const { parameters } = algorithm
  if (parameters?.[0] !== TAG.oid) throw new Malformed('key.malformed', 'curve is not named')
  const oid = DerCursor.open(parameters).oid()
  const curve = curveOf(oid)
  if (curve === undefined) throw new Malformed('algorithm.unknown', `curve ${oid}`)
  const { size, bits } = CURVES[curve]
  if (point[0] !== 4) throw new Malformed('key.malformed', 'point is not in the uncompressed form')
  if (point.length !== 2 * size + 1)
    throw new Malformed('key.malformed', 'point of another length than its curve')
  return { kind: 'ec', curve, bits }
}

/** RFC 8410 §3: the parameters are absent. */
function readEdwards(kind: 'ed25519' | 'ed448', algorithm: AlgorithmIdentifier, raw: Uint8Array): Facts {
  if (algorithm.parameters !== undefined) throw new Malformed('key.malformed', `${kind} with parameters`)
  const bits = kind === 'ed25519' ? 256 : 456
  if (raw.length !== bits / 8) throw new Malformed('key.malformed', `${kind} key of ${raw.length} bytes`)
  if (kind === 'ed25519' && !isStrictEd25519Point(raw))
    throw new Malformed('key.malformed', 'Ed25519 key of small order or in a second encoding')
  return { kind, bits }
}

/** RFC 3279 §2.3.2; the sizes of FIPS 186-4 §4.2 bound what a check can cost. */
function readDsa(algorithm: AlgorithmIdentifier, material: Uint8Array): Facts {
  if (algorithm.parameters === undefined) throw new Malformed('key.malformed', 'DSA without parameters')
  const cursor = DerCursor.open(algorithm.parameters)
  const fields = cursor.sequence()
  const prime = fields.unsignedInteger()
  const order = fields.unsignedInteger()
  const base = fields.unsignedInteger()
  fields.finish()
  const bits = bitLength(prime)
  const orderBits = bitLength(order)
  if (bits < 512 || bits > 3072 || ![160, 224, 256].includes(orderBits)) {
    throw new Malformed('key.malformed', `DSA parameters of ${bits} and ${orderBits} bits`)
  }
  const isOdd = ((prime[prime.length - 1] ?? 0) & (order[order.length - 1] ?? 0) & 1) === 1
  const value = DerCursor.open(material)
  const y = value.unsignedInteger()
  value.finish()
  if (!isOdd || bitLength(base) < 2 || bitLength(y) < 2 || bitLength(y) > bits) {
    throw new Malformed('key.malformed', 'DSA values out of range')
  }
  return { kind: 'dsa', bits }
}

/** Returns the position of the highest set bit of a big-endian magnitude. */
function bitLength(magnitude: Uint8Array): number {
  return (magnitude.length - 1) * 8 + (32 - Math.clz32(magnitude[0] ?? 0))
}
