import type { PublicKey } from './public-key.js'

/**
 * Odd primes up to 167, those that the flawed generator of CVE-2017-15361 left traces in; in groups whose products are exact numbers.
 */
const SMALL_PRIMES = [
  [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43],
  [47, 53, 59, 61, 67, 71, 73, 79],
  [83, 89, 97, 101, 103, 107, 109],
  [113, 127, 131, 137, 139, 149, 151],
  [157, 163, 167],
] as const

/** Why an RSA modulus can be factored whatever its size. */
export type ModulusWeakness = 'small-factor' | 'roca'

/**
 * Returns what is wrong with the modulus of an RSA key, `undefined` for any other key: a small prime divides it, or it bears the fingerprint
 * of CVE-2017-15361 (its remainder by each of many primes is a power of 65 537). Costs a few microseconds, once for each key.
 */
export function modulusWeaknessOf(key: PublicKey): ModulusWeakness | undefined {
  const { modulus, imported } = key
  if (modulus === undefined) return undefined
  return imported.get('weakness', () => ({ found: findWeakness(modulus) })).found
}

/** Product of `SMALL_PRIMES`. */
const PRODUCT = 0x49265d3574cefd04229bfd662a4a46f8611ed0226c655f076ebade3n

function findWeakness(modulus: Uint8Array): ModulusWeakness | undefined {
  // One long division, then short ones.
  const rest = toBigInt(modulus) % PRODUCT
  const remainders = SMALL_PRIMES.flatMap((group) => remaindersOf(rest, group))
  if (remainders.some(({ remainder }) => remainder === 0)) return 'small-factor'
  return remainders.every(({ remainder, prime }) => isPowerOf65537(remainder, prime)) ? 'roca' : undefined
}

/** What is left of a number when it is divided by a prime. */
interface Remainder {
  readonly prime: number
  readonly remainder: number
}

function remaindersOf(value: bigint, primes: readonly number[]): Remainder[] {
  const product = primes.reduce((joined, prime) => joined * prime, 1)
  const rest = Number(value % BigInt(product))
  return primes.map((prime) => ({ prime, remainder: rest % prime }))
}

function toBigInt(magnitude: Uint8Array): bigint {
  const view = new DataView(magnitude.buffer, magnitude.byteOffset, magnitude.length)
  const odd = magnitude.length % 8
  let value = 0n
  for (let index = 0; index < odd; index++) value = (value << 8n) | BigInt(view.getUint8(index))
  for (let index = odd; index < magnitude.length; index += 8)
    value = (value << 64n) | view.getBigUint64(index)
  return value
}

function isPowerOf65537(remainder: number, prime: number): boolean {
  const step = 65_537 % prime
  let power = 1
  do {
    if (power === remainder) return true
    power = (power * step) % prime
  } while (power !== 1)
  return false
}
